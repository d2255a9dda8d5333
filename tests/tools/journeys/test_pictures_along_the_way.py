"""Pictures of touchpoints: they go where their touchpoint goes, and nobody sees them whom nobody showed them."""

from __future__ import annotations

import io
import json

import pytest
from PIL import Image
from pypdf import PdfReader

from lms.kernel.clock import SetClock
from lms.tools.journeys import pictures, views
from tests.support.company import Company
from tests.support.rows import dump
from tests.support.uploads import photograph
from tests.tools.journeys.conftest import PICTURE_AT, Traveller

WORDS = "A queue of zebraquokkas"


def test_a_picture_stands_with_its_touchpoint_and_is_given_to_its_owner_alone(
    traveller: Traveller, company: Company, other_company: Company
) -> None:
    assert traveller.add("1:Waits", WORDS).status_code == 303
    page = traveller.page()
    address, picture = PICTURE_AT.findall(page)[0]
    assert traveller.pictures() == [None, picture, None]
    assert f'alt="{WORDS}"' in page
    shown = traveller.browser.get(address)
    assert (shown.content_type, shown.headers["Cache-Control"]) == ("image/jpeg", "private, no-store")
    for others in (company, other_company):
        assert others.browser(others.person()).get(address).status_code == 404
    assert company.anonymous().get(address).status_code == 302


def test_neither_its_pixels_nor_its_words_lie_open_in_the_database(traveller: Traveller) -> None:
    traveller.add("1:Waits", WORDS)
    jpeg = traveller.browser.get(PICTURE_AT.findall(traveller.page())[0][0]).data
    kept = dump(traveller.company.installation.database)
    assert jpeg[:64] not in kept
    assert WORDS.encode() not in kept


def test_without_words_the_picture_is_called_after_its_touchpoint(traveller: Traveller) -> None:
    traveller.add("2:Is helped")
    assert 'alt="Picture of Is helped"' in traveller.page()


def test_it_is_drawn_small_and_anew(traveller: Traveller) -> None:
    traveller.add("0:Finds us", content=photograph(2_000, 1_000))
    with Image.open(io.BytesIO(traveller.browser.get(PICTURE_AT.findall(traveller.page())[0][0]).data)) as found:
        assert (found.format, found.size) == ("JPEG", (960, 480))


def test_it_goes_where_its_touchpoint_goes_also_without_a_script(traveller: Traveller) -> None:
    traveller.add("1:Waits")
    picture = traveller.pictures()[1]
    typed = {
        f"table-touchpoints-{at}-{column}": "1" for at in range(3) for column in ("emotion", "importance", "reach")
    }
    typed |= {f"table-touchpoints-{at}-{column}": "1" for at in range(3) for column in ("minutes", "error_rate")}
    names = ("Waits long", "Finds us", "Is helped")
    typed |= {f"table-touchpoints-{at}-name": name for at, name in enumerate(names)}
    sent = traveller.browser.post(traveller.tool, typed | {"table-touchpoints-0-picture": str(picture)})
    assert sent.status_code == 303
    assert traveller.pictures() == [picture, None, None]
    assert "Picture of Waits long" in traveller.page()


def test_what_is_no_id_is_no_picture(traveller: Traveller) -> None:
    traveller.walk(base=1, pictures={"Waits": "javascript:alert(1)"})
    assert traveller.pictures() == [None, None, None]


def test_a_row_that_names_another_persons_picture_shows_nothing(
    traveller: Traveller, company: Company, clock: SetClock
) -> None:
    traveller.add("1:Waits")
    picture = str(traveller.pictures()[1])
    thief = company.person()
    browser = company.browser(thief)
    other = Traveller(company, thief, browser, traveller.tool, traveller.context)
    other.walk(pictures={"Waits": picture})
    assert picture not in PICTURE_AT.findall(other.page())
    scenario = other.scenario()
    assert browser.get(f"/tools/scenarios/{scenario}/pictures/{picture}").status_code == 404
    assert other.remove(picture).status_code == 303, "their own row is theirs to change"
    assert traveller.kept() == [True]


def test_a_removed_picture_comes_back_on_request_and_is_gone_after_a_day(traveller: Traveller, clock: SetClock) -> None:
    traveller.add("1:Waits")
    picture = str(traveller.pictures()[1])
    gone = traveller.remove(picture)
    assert (gone.status_code, traveller.pictures(), traveller.kept()) == (303, [None] * 3, [False])
    assert "Bring it back" in traveller.page(gone.location)
    back = traveller.browser.post(f"{traveller.tool}/pictures/return", {"picture": picture, "point": "1"})
    assert (back.status_code, traveller.pictures()[1], traveller.kept()) == (303, picture, [True])
    traveller.remove(picture)
    for hours, left in ((23, [False]), (1, [])):
        clock.forward(hours=hours)
        with traveller.company.installation.database.writing() as session:
            pictures.forget_removed(session, clock.now())
        assert traveller.kept() == left


def test_a_picture_does_not_come_back_over_another(traveller: Traveller) -> None:
    traveller.add("1:Waits")
    first = str(traveller.pictures()[1])
    traveller.remove(first)
    traveller.add("1:Waits")
    second = traveller.pictures()[1]
    traveller.browser.post(f"{traveller.tool}/pictures/return", {"picture": first, "point": "1"})
    assert traveller.pictures()[1] == second


def test_a_copy_for_tomorrow_shows_the_pictures_of_today_and_loses_none_with_them(traveller: Traveller) -> None:
    traveller.add("1:Waits", WORDS)
    picture = str(traveller.pictures()[1])
    scenario = traveller.scenario()
    address = f"/tools/scenarios/{scenario}"
    assert PICTURE_AT.findall(traveller.page(address))[0] == (f"{address}/pictures/{picture}", picture)
    traveller.remove(picture)
    assert (traveller.pictures(), traveller.kept()) == ([None] * 3, [True])
    assert traveller.browser.get(f"{address}/pictures/{picture}").status_code == 200
    assert traveller.add("0:Finds us", scenario=scenario).status_code == 303
    assert traveller.pictures() == [None] * 3
    assert [bool(each) for each in traveller.pictures(f"scenario:{scenario}")] == [True, True, False]
    assert traveller.remove(picture, context=f"scenario:{scenario}").location.startswith(address)
    assert traveller.kept() == [False, True]


def test_a_colleague_sees_the_pictures_of_a_shared_way_until_it_is_shared_no_more(
    traveller: Traveller, company: Company
) -> None:
    traveller.add("1:Waits", WORDS)
    picture = traveller.pictures()[1]
    scenario = traveller.scenario()
    address = f"/tools/scenarios/{scenario}"
    reader = company.person()
    browser = company.browser(reader)
    assert browser.get(f"{address}/pictures/{picture}").status_code == 404
    traveller.browser.post(f"{address}/shares", {"who": reader.email})
    page = browser.get(address).text
    assert WORDS in page
    assert "Add a picture" not in page
    assert browser.get(f"{address}/pictures/{picture}").status_code == 200
    assert browser.get(f"/tools/pictures/{picture}").status_code == 404
    traveller.add("2:Is helped")
    assert browser.get(f"{address}/pictures/{traveller.pictures()[2]}").status_code == 404, (
        "it is not on what is shared"
    )
    share = traveller.page(address).split('name="share" value="')[1][:36]
    traveller.browser.post(f"{address}/shares/removal", {"share": share})
    assert browser.get(f"{address}/pictures/{picture}").status_code == 404


def test_a_baseline_keeps_its_pictures(traveller: Traveller) -> None:
    traveller.add("1:Waits")
    scenario = traveller.scenario()
    traveller.browser.post(f"/tools/scenarios/{scenario}/baseline")
    assert "Add a picture" not in traveller.page(f"/tools/scenarios/{scenario}")
    refused = traveller.add("0:Finds us", scenario=scenario)
    assert (refused.status_code, "This scenario is your baseline" in refused.text) == (409, True)
    assert traveller.remove(str(traveller.pictures()[1]), context=f"scenario:{scenario}").status_code == 303
    assert traveller.pictures(f"scenario:{scenario}")[1] == traveller.pictures()[1]


@pytest.mark.parametrize(("content", "says"), [(b"", "Choose a photograph first."), (b"a letter", "that can be read")])
def test_what_is_no_photograph_is_refused_in_words_and_what_was_typed_stays(
    traveller: Traveller, content: bytes, says: str
) -> None:
    refused = traveller.add("1:Waits", WORDS, content=content)
    assert (refused.status_code, says in refused.text, WORDS in refused.text) == (422, True, True)
    assert '<option value="1:Waits" selected>' in refused.text
    assert (traveller.pictures(), traveller.kept()) == ([None] * 3, [])


def test_a_touchpoint_that_has_moved_is_found_by_its_name_and_one_that_is_gone_is_asked_for(
    traveller: Traveller,
) -> None:
    traveller.walk("Waits", "Finds us", base=1)
    assert traveller.add("1:Waits").status_code == 303
    assert [bool(each) for each in traveller.pictures()] == [True, False]
    refused = traveller.add("2:Is helped")
    assert (refused.status_code, "Choose the touchpoint again." in refused.text) == (409, True)


def test_the_example_takes_no_picture(company: Company, traveller: Traveller) -> None:
    person = company.person()
    other = Traveller(company, person, company.browser(person), traveller.tool, traveller.context)
    assert "Pictures belong to your own way." in other.page()
    assert other.add("0:Finds us").status_code == 409


def test_there_is_a_most_to_keep_and_a_most_to_send_in_a_minute(
    traveller: Traveller, monkeypatch: pytest.MonkeyPatch, clock: SetClock
) -> None:
    monkeypatch.setattr(pictures, "MOST", 1)
    traveller.add("0:Finds us")
    refused = traveller.add("1:Waits")
    assert (refused.status_code, "You keep 1 pictures" in refused.text) == (422, True)
    monkeypatch.setattr(views, "MOST_A_MINUTE", 1)
    waits = traveller.add("1:Waits")
    assert (waits.status_code, "Wait a minute" in waits.text) == (429, True)
    assert waits.headers["Retry-After"] == "60"


def test_a_tool_without_a_way_takes_no_picture(traveller: Traveller) -> None:
    traveller.tool = "/tools/cost-of-churn"
    assert traveller.add("0:Finds us").status_code == 404
    assert "Pictures along the way" not in traveller.page()


def test_the_wall_shows_them_under_the_map_and_the_sheet_carries_them(traveller: Traveller) -> None:
    traveller.add("1:Waits", WORDS)
    strip = traveller.page().split("data-strip>")[1].split("</ul>")[0]
    assert (strip.count("<img"), WORDS in strip) == (1, True)
    for paper in ("a4", "wall"):
        made = traveller.browser.get(f"{traveller.tool}/export.pdf?paper={paper}")
        found = PdfReader(io.BytesIO(made.data))
        assert sum(len(page.images) for page in found.pages) == 1


def test_ones_own_export_holds_them(traveller: Traveller) -> None:
    traveller.add("1:Waits", WORDS)
    mine = json.loads(traveller.browser.get("/me/data.json").text)
    assert mine["journey_pictures"][0]["words"] == WORDS
    assert mine["journey_pictures"][0]["jpeg"].startswith("/9j/")
