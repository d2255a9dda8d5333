"""The outline: every field saved as typed, pages arranged, undone."""

from __future__ import annotations

import re

import pytest

from tests.support.company import Company
from tests.support.drafting import Desk, begin, copy_of_library

JSON = {"Accept": "application/json"}


@pytest.fixture
def desk(company: Company) -> Desk:
    """Return a trainer's desk with a new draft."""
    return begin(company)


def sent(desk: Desk, part: str, **fields: str) -> dict[str, str]:
    """Return the fields of the form of one part."""
    base = {f"base:{desk.module}:{part}": desk.base(desk.module, part)}
    return base | {f"{part}:{path.replace('__', '.')}": text for path, text in fields.items()}


def test_the_outline_opens_and_says_at_its_field_what_is_missing(desk: Desk) -> None:
    page = desk.browser.get(desk.address)
    assert page.status_code == 200
    assert 'data-error-for="summary:summary.en">' in page.text
    assert 'data-error-for="title:title.en" hidden>' in page.text
    assert "2 problems" in page.text


def test_what_is_typed_is_kept_and_the_fault_goes(desk: Desk) -> None:
    said = desk.browser.post(desk.address, sent(desk, "summary", summary__en="What Mondays teach."), headers=JSON)
    assert said.status_code == 200, said.text
    assert [each["field"] for each in said.json["problems"]] == ["objectives.1:objectives.0.en"]
    assert 'en = "What Mondays teach."' in (desk.part(desk.module, "summary") or "")


def test_without_a_script_the_form_leads_back_to_the_outline(desk: Desk) -> None:
    said = desk.browser.post(desk.address, sent(desk, "title", title__en="Listening on Tuesdays"))
    assert said.status_code == 303
    assert "Listening on Tuesdays" in desk.browser.get(desk.address).text


def test_without_a_script_a_conflict_shows_both_and_mine_can_be_put_in_its_place(desk: Desk) -> None:
    mine = sent(desk, "title", title__en="Mine")
    desk.browser.post(desk.address, sent(desk, "title", title__en="Theirs"))
    page = desk.browser.post(desk.address, mine)
    assert page.status_code == 409
    assert "Theirs" in page.text
    assert "Mine" in page.text
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))
    assert desk.browser.post(desk.address, again).status_code == 303
    assert "Mine" in desk.text(desk.module)


def test_a_number_that_is_none_is_kept_and_said(desk: Desk) -> None:
    said = desk.browser.post(desk.address, sent(desk, "@head", minutes="soon"), headers=JSON)
    assert said.status_code == 200
    assert "@head:minutes" in [each["field"] for each in said.json["problems"]]
    assert 'minutes = "soon"' in desk.text(desk.module)


def test_minutes_follow_the_pages_until_somebody_types_them(desk: Desk) -> None:
    part = "pages.01-first-page"
    said = desk.browser.post(desk.address, sent(desk, part, pages__0__minutes="12"), headers=JSON)
    assert (said.json["sum"], said.json["minutes"]) == (12, "12")
    desk.browser.post(desk.address, sent(desk, "@head", minutes="40"), headers=JSON)
    said = desk.browser.post(desk.address, sent(desk, part, pages__0__minutes="9"), headers=JSON)
    assert (said.json["sum"], said.json["minutes"]) == (9, "40")


def test_pages_are_added_renamed_moved_and_removed_and_every_step_is_taken_back(desk: Desk) -> None:
    before = desk.files()
    assert desk.browser.post(f"{desk.address}/pages", {"title": "The second day"}).status_code == 303
    added = next(path for path in desk.files() if "02-the-second-day" in path)
    assert 'title = "The second day"' in desk.text(added)
    assert "pages.02-the-second-day" in (desk.part(desk.module, "@order") or "")
    desk.browser.post(f"{desk.address}/arrangement", {"act": "up:02-the-second-day"})
    order = desk.part(desk.module, "@order") or ""
    assert order.index("02-the-second-day") < order.index("01-first-page")
    gone = desk.browser.post(f"{desk.address}/arrangement", {"act": "remove:01-first-page"})
    assert desk.page == added
    number = re.search(r"undo=(\d+)", gone.headers["Location"])
    assert number is not None
    for act in range(int(number[1]), 0, -1):
        assert desk.browser.post(f"{desk.address}/history/{act}/undo").status_code == 303
    assert desk.files() == before


def test_a_title_of_a_page_is_changed_in_its_own_file(desk: Desk) -> None:
    fields = {f"base:{desk.page}:@head": desk.base(desk.page, "@head"), "page-title:en/01-first-page": "On a Monday"}
    assert desk.browser.post(desk.address, fields).status_code == 303
    assert desk.part(desk.page, "@head") == '+++\ntitle = "On a Monday"\n+++\n\n'


def test_objectives_and_sources_come_and_go(desk: Desk) -> None:
    for kind in ("objectives", "sources"):
        assert desk.browser.post(f"{desk.address}/arrangement", {"act": f"add-entry:{kind}"}).status_code == 303
    fields = sent(desk, "sources.1", sources__0__title="Kundefokuseret ledelse", sources__0__note__en="A note.")
    assert desk.browser.post(desk.address, fields).status_code == 303
    assert 'note = {en = "A note."}' in (desk.part(desk.module, "sources.1") or "")
    desk.browser.post(f"{desk.address}/arrangement", {"act": "remove-entry:objectives.1"})
    order = desk.part(desk.module, "@order") or ""
    assert "objectives.1" in order
    assert "objectives.2" not in order


def test_a_language_is_added_and_nothing_has_to_be_translated_at_once(company: Company) -> None:
    desk = begin(company)
    assert desk.browser.post(f"{desk.address}/languages", {"language": "da"}).status_code == 303
    head = desk.part(desk.module, "@head") or ""
    assert 'languages = ["en", "da"]' in head
    assert 'partly = ["da"]' in head
    assert "2 problems" in desk.browser.get(desk.address).text


def test_the_outline_of_a_full_copy_opens_without_a_fault(company: Company) -> None:
    desk = copy_of_library(company)
    page = desk.browser.get(desk.address)
    assert page.status_code == 200
    assert "no problems" in page.text
    assert page.text.count("data-page=") == sum("/en/" in path for path in desk.files())


def test_a_language_goes_only_after_it_was_asked_and_comes_back_whole(company: Company) -> None:
    desk = copy_of_library(company)
    before = desk.files()
    danish = [path for path in before if "/da/" in path]
    asked = desk.browser.post(f"{desk.address}/arrangement", {"act": "remove-language:da"})
    assert asked.status_code == 409
    assert f"{len(danish)} pages in Dansk go." in asked.text
    assert desk.files() == before
    sure = {"act": "remove-language:da", "sure": "1"}
    gone = desk.browser.post(f"{desk.address}/arrangement", sure)
    assert gone.status_code == 303
    assert [path for path in desk.files() if "/da/" in path] == []
    assert 'languages = ["en"' in desk.text(desk.module)
    assert '"da"' not in desk.text(desk.module).partition("[")[2].partition("]")[0]
    number = gone.headers["Location"].partition("undo=")[2].partition("#")[0]
    assert desk.browser.post(f"{desk.address}/history/{number}/undo").status_code == 303
    assert desk.files() == before


@pytest.mark.parametrize("code", ["en", "sv", "xx"])
def test_english_and_what_is_not_there_cannot_be_removed(desk: Desk, code: str) -> None:
    sure = {"act": f"remove-language:{code}", "sure": "1"}
    assert desk.browser.post(f"{desk.address}/arrangement", sure).status_code == 404
