"""A sitting: begun once, saved as one goes along, closed once and for good; the next one after eight weeks."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest

from lms.kernel.permissions import Role
from lms.learning.assessing.models import SittingState
from lms.learning.assessing.scoring import CANNOT_JUDGE
from tests.support.at_once import at_once
from tests.support.company import MODULE, Company, answer
from tests.support.forms import form_to
from tests.support.rows import log_of, stored
from tests.support.sitter import BLOCK, ITEMS, PATH, Sitter, all_of, without

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def sitter(company: Company) -> Sitter:
    """Return somebody who has not sat yet."""
    return Sitter.of(company)


def test_a_manager_sits_by_forms_alone(sitter: Sitter) -> None:
    page = sitter.browser.get(f"/learn/{MODULE}/01-why-loyalty-pays").text
    begin = form_to(page, "/sittings")
    html = sitter.browser.client.post(begin.action, data=begin.values, follow_redirects=True).text
    assert html.index("Think of the last three months") < html.index("a1-1"), "the frame stands first"
    form = form_to(html, "/closing")
    assert set(form.choices) == {f"item-{item}" for item in ITEMS}
    assert form.choices["item-a1-1"] == ["1", "2", "3", "4", "5", CANNOT_JUDGE]
    sent = form.values | {f"item-{item}": str(value) for item, value in all_of(4).items()}
    result = sitter.browser.client.post(form.action, data=sent, follow_redirects=True)
    assert "Established" in result.text
    assert "75 of 100" in result.text
    assert "Knowing the numbers" in result.text
    assert f'href="/learn/{MODULE}/02-what-a-customer-is-worth"' in result.text, "the page that helps"
    assert f'href="/learn/{MODULE}/01-why-loyalty-pays#profile"' in result.text, "the way back"


def test_answers_are_kept_as_one_goes_along_and_counted(sitter: Sitter) -> None:
    context = sitter.begin()
    saved = sitter.save(context, {"a1-1": 4, "a1-3": 2, "a1-7": CANNOT_JUDGE})
    assert len(saved.json["saved"]) == 3
    html = sitter.browser.get(PATH).text
    assert "3 of 9" in html
    values = form_to(html, "/closing").values
    assert (values["item-a1-1"], values["item-a1-3"], values["item-a1-7"]) == ("4", "2", CANNOT_JUDGE)
    assert "3 of 9 answered" in sitter.browser.get(f"/learn/{MODULE}/01-why-loyalty-pays").text
    assert {row.version for row in log_of(sitter.installation.database, sitter.person)} == {"1.0"}


def test_what_was_saved_and_what_the_form_shows_count_together(sitter: Sitter) -> None:
    context = sitter.begin()
    sitter.save(context, {item: all_of(5)[item] for item in ITEMS[:5]})
    assert sitter.close(context, {item: all_of(5)[item] for item in ITEMS[5:]}).status_code == 303
    assert sitter.sittings()[0].result is not None
    assert sitter.sittings()[0].result["score"] == 100


def test_going_on_later_without_a_script_keeps_what_the_form_shows(sitter: Sitter) -> None:
    identity = sitter.begin().partition(":")[2]
    kept = sitter.browser.post(f"/learn/sittings/{identity}/answers", {"item-a1-1": "4", "item-a1-2": CANNOT_JUDGE})
    assert kept.location == f"/learn/{MODULE}/01-why-loyalty-pays#profile"
    assert "2 of 9" in sitter.browser.get(PATH).text


def test_a_statement_left_out_is_named_and_nothing_is_closed(sitter: Sitter) -> None:
    context = sitter.begin()
    eight = {item: value for item, value in all_of(4).items() if item != "a1-5"}
    refused = sitter.close(context, eight)
    assert refused.status_code == 422
    assert "1 statement has no answer yet." in refused.text
    assert refused.text.count("left-out") == 1
    assert form_to(refused.text, "/closing").values["item-a1-1"] == "4", "what was chosen is still chosen"
    assert sitter.sittings()[0].state is SittingState.OPEN


def test_seven_of_nine_are_too_few_and_the_words_say_how_many_are_needed(sitter: Sitter) -> None:
    refused = sitter.close(sitter.begin(), without(all_of(4), "a1-1", "a1-2"))
    assert refused.status_code == 422
    assert "You could judge 7 of 9 statements; a score needs 8." in refused.text
    assert sitter.sittings()[0].state is SittingState.OPEN


@pytest.mark.parametrize("chosen", ["0", "6", "2.5", "-1", "five", "４"])
def test_an_answer_that_is_none_is_refused_at_its_statement(sitter: Sitter, chosen: str) -> None:
    refused = sitter.close(sitter.begin(), all_of(4) | {"a1-4": chosen})
    assert refused.status_code == 422
    assert "Choose one of the answers shown." in refused.text


@pytest.mark.parametrize(
    ("block", "item", "value", "field"),
    [
        (BLOCK, "a1-1", 0, "value"),
        (BLOCK, "a1-1", 6, "value"),
        (BLOCK, "a1-1", 4.5, "value"),
        (BLOCK, "a1-1", True, "value"),
        (BLOCK, "a1-1", "4", "value"),
        (BLOCK, "a1-1", {"x": 1}, "value"),
        (BLOCK, "b7-1", 4, "item"),
        ("profile", "a1-1", 4, "block"),
    ],
)
def test_a_script_that_sends_nonsense_is_told_where(
    sitter: Sitter, block: str, item: str, value: object, field: str
) -> None:
    refused = sitter.browser.save(answer(sitter.begin(), block, item, value))
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, f"[0].{field}")


def test_a_closed_sitting_takes_no_answer_and_no_second_closing(sitter: Sitter) -> None:
    context = sitter.begin()
    sitter.close(context, all_of(4))
    late = sitter.save(context, {"a1-1": 1})
    assert (late.status_code, late.json["errors"][0]["field"]) == (409, "[0].context")
    assert sitter.close(context, all_of(1)).status_code == 303
    identity = context.partition(":")[2]
    assert sitter.browser.post(f"/learn/sittings/{identity}/answers", {"item-a1-1": "1"}).status_code == 303
    assert sitter.browser.post(f"/learn/sittings/{identity}/discarding").status_code == 303
    (mine,) = sitter.sittings()
    assert mine.result is not None
    assert (mine.state, mine.result["score"]) == (SittingState.CLOSED, 75)


def test_the_same_answer_again_is_the_same_answer_after_the_closing_too(sitter: Sitter) -> None:
    context = sitter.begin()
    record = answer(context, BLOCK, "a1-1", 4)
    first = sitter.browser.save(record).json
    sitter.close(context, all_of(4))
    assert sitter.browser.save(record).json == first


def test_opening_twice_opens_one(sitter: Sitter) -> None:
    assert sitter.begin() == sitter.begin()
    assert len(sitter.sittings()) == 1


def test_tabs_that_begin_at_once_begin_one(sitter: Sitter) -> None:
    tabs = [sitter.another_tab() for _ in range(4)]
    for tab in tabs:
        tab.browser.token()
    assert len(set(at_once(*(tab.begin for tab in tabs)))) == 1
    assert len(sitter.sittings()) == 1


def test_two_tabs_that_close_at_once_close_once(sitter: Sitter) -> None:
    context = sitter.begin()
    tabs = [sitter.another_tab() for _ in range(4)]
    for tab in tabs:
        tab.browser.token()
    outcomes = at_once(*(partial(tab.close, context, all_of(point)) for point, tab in enumerate(tabs, 1)))
    assert {outcome.status_code for outcome in outcomes} == {303}
    (mine,) = sitter.sittings()
    assert mine.result is not None
    assert mine.state is SittingState.CLOSED
    assert mine.result["score"] in (0, 25, 50, 75)
    assert stored(sitter.installation.database, sitter.person) == (9, 9), "one tab's answers, none of the others'"


def test_an_open_one_can_be_put_aside_and_counts_for_nothing(sitter: Sitter) -> None:
    context = sitter.begin()
    identity = context.partition(":")[2]
    sitter.save(context, {"a1-1": 4})
    assert sitter.browser.post(f"/learn/sittings/{identity}/discarding").status_code == 303
    assert sitter.browser.get(f"/learn/sittings/{identity}").status_code == 404
    assert sitter.save(context, {"a1-2": 4}).status_code == 409
    assert sitter.begin() != context
    assert "0 of 9" in sitter.browser.get(PATH).text, "the next one begins empty"


def test_a_repeat_within_eight_weeks_is_refused_with_the_day(sitter: Sitter) -> None:
    sitter.sit(all_of(3))
    sitter.later(days=55)
    refused = sitter.browser.post(f"{PATH}/sittings", follow_redirects=True)
    assert "It makes sense again from 16 January 2027" in refused.text
    assert len(sitter.sittings()) == 1
    assert "Do it again" not in refused.text


def test_it_may_be_repeated_after_eight_weeks_and_is_suggested_after_ninety_days(sitter: Sitter) -> None:
    sitter.sit(all_of(3))
    sitter.later(days=56)
    html = sitter.browser.get(PATH).text
    assert "You may do it again now; it tells more from 19 February 2027." in html
    sitter.later(days=34)
    assert "Three months have passed" in sitter.browser.get(PATH).text
    assert sitter.browser.post(f"{PATH}/sittings").status_code == 303
    assert [each.state for each in sitter.sittings()] == [SittingState.CLOSED, SittingState.OPEN]


def test_the_order_is_the_same_every_time_and_another_for_somebody_else(company: Company, sitter: Sitter) -> None:
    sitter.begin()
    order = sitter.order()
    assert sorted(order) == list(ITEMS)
    assert sitter.order() == order
    sitter.sit(all_of(3))
    sitter.later(days=90)
    sitter.begin()
    assert sitter.order() == order, "then and now"
    others = []
    for _ in range(4):
        other = Sitter.of(company)
        other.begin()
        others.append(tuple(other.order()))
    assert len({tuple(order), *others}) > 1


def test_nobody_else_reaches_a_sitting_whatever_their_role(company: Company, other_company: Company) -> None:
    manager = company.person()
    mine = Sitter.of(company, manager=manager).sit(all_of(4))
    looks = [company.browser(manager), company.browser(company.person(Role.HR, Role.TRAINER, Role.ADMIN))]
    for browser in [*looks, other_company.browser(other_company.person(Role.HR, Role.ADMIN))]:
        assert browser.get(f"/learn/sittings/{mine.id}").status_code == 404
        for verb in ("closing", "answers", "discarding"):
            assert browser.post(f"/learn/sittings/{mine.id}/{verb}", {"item-a1-1": "1"}).status_code == 404
        assert browser.save(answer(mine.context, BLOCK, "a1-1", 1)).status_code == 404
        assert "75 of 100" not in browser.get(PATH).text


def test_what_is_not_there_is_not_there(sitter: Sitter) -> None:
    for path in ("/learn/assessments/no-such", f"/learn/sittings/{uuid4()}", "/learn/assessments/loyalty-economics"):
        assert sitter.browser.get(path).status_code == 404
    assert sitter.browser.post("/learn/assessments/no-such/sittings").status_code == 404
