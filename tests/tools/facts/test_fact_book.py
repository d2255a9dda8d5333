"""My fact book: entered once, with a range and a source; every earlier value stays; nobody else ever reads it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from lms.kernel.permissions import Role
from lms.people.erasing import erase
from lms.people.models import Person
from tests.support.company import Company, answer
from tests.support.fact_shelf import FactShelf
from tests.support.forms import SeenForm, form_to, forms_of
from tests.support.installation import Installation
from tests.support.learner import Learner
from tests.support.rows import dump, stored

PAGE = "/me/facts"
FACTS = "facts:mine"


def kept(likely: float, **more: Any) -> dict[str, Any]:
    """Return a fact as it is kept."""
    bare = {"low": None, "high": None, "source": "guess", "date": "2026-11-20", "note": ""}
    return {"likely": likely, **bare, **more}


def fact_form(html: str, fact: str) -> SeenForm:
    """Return the form in which a fact is entered."""
    return next(form for form in forms_of(html) if form.action == f"{PAGE}/{fact}")


def keep(manager: Learner, fact: str, **typed: str) -> Any:
    """Send the form of a fact as the page has it, with what is typed; accept what moves."""
    form = fact_form(manager.browser.get(PAGE).text, fact)
    return manager.browser.client.post(form.action, data={**form.values, "accepted": "1", **typed})


def card(html: str, fact: str) -> str:
    """Return the part of the page that is one fact's, without tags."""
    part = html[html.index(f'id="{fact}"') :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part[: part.index("</article>")])).replace("\u00a0", " ")


def test_a_new_manager_is_told_where_to_begin(manager: Learner) -> None:
    html = manager.browser.get(PAGE).text
    assert "0 of 3 facts" in html
    assert "“Lost in a year” is worth most: 2 tools wait for it." in html


def test_a_fact_is_kept_with_its_range_its_source_and_its_day(manager: Learner) -> None:
    typed = {"likely": "4,800", "low": "4,000", "high": "5,200", "source": "measured", "date": "2026-11-12"}
    answered = keep(manager, "customers", **typed, note="from the billing system")
    assert (answered.status_code, answered.location) == (303, f"{PAGE}#customers")
    html = manager.browser.get(PAGE).text
    shown = card(html, "customers")
    assert "4,800" in shown
    assert "between 4,000 and 5,200" in shown
    assert "measured" in shown
    assert "12 November 2026 · from the billing system" in shown
    assert "1 of 3 facts" in html


@pytest.mark.parametrize(
    ("fact", "typed", "box", "words"),
    [
        ("customers", {"likely": ""}, "likely", "Write the number you think most likely"),
        ("customers", {"likely": "many"}, "likely", "Enter a number, such as 1,200.50."),
        ("customers", {"likely": "1e309"}, "likely", "Enter a number, such as 1,200.50."),
        ("customers", {"likely": "-1"}, "likely", "The smallest number that can be used here is 0."),
        ("yearly_churn", {"likely": "120 %"}, "likely", "The largest number that can be used here is 100%."),
        ("customers", {"likely": "10", "low": "11"}, "low", "The low number is at most the likely one."),
        ("customers", {"likely": "10", "high": "9"}, "high", "The high number is at least the likely one."),
        ("customers", {"likely": "10", "date": "2026-12-24"}, "date", "That day is still to come."),
        ("customers", {"likely": "10", "date": "yesterday"}, "date", "Write the day as year-month-day"),
        ("customers", {"likely": "10", "source": "rumour"}, "source", "Choose one of the three."),
        ("customers", {"likely": "10", "note": "x" * 281}, "note", "at most 280 characters"),
    ],
)
def test_what_cannot_be_a_fact_is_refused_at_its_box_and_stays_typed(
    installation: Installation, manager: Learner, fact: str, typed: dict[str, str], box: str, words: str
) -> None:
    refused = keep(manager, fact, **typed)
    assert refused.status_code == 422
    error = refused.text[refused.text.index(f'id="{fact}-{box}-error"') :]
    assert words in error[: error.index("</p>")]
    assert stored(installation.database, manager.person) == (0, 0)
    again = fact_form(refused.text, fact).values
    assert all(again[name] == value for name, value in typed.items() if name not in ("source",))


@pytest.mark.parametrize(
    ("item", "value", "field"),
    [
        ("customers", 4800, "value"),
        ("customers", {"likely": 4800}, "value"),
        ("customers", kept(4800, more=1), "value"),
        ("customers", kept("4800"), "value.likely"),  # type: ignore[arg-type]
        ("customers", kept(True), "value.likely"),
        ("customers", kept(-1), "value.likely"),
        ("yearly_churn", kept(1.5), "value.likely"),
        ("customers", kept(10, low=11), "value.low"),
        ("customers", kept(10, high=9), "value.high"),
        ("customers", kept(10, source="rumour"), "value.source"),
        ("customers", kept(10, source=["guess"]), "value.source"),
        ("customers", kept(10, date="20261120"), "value.date"),
        ("customers", kept(10, date=20261120), "value.date"),
        ("customers", kept(10, note="two\nlines"), "value.note"),
        ("no-such-fact", kept(10), "item"),
    ],
)
def test_what_a_script_sends_is_judged_the_same(
    installation: Installation, manager: Learner, item: str, value: object, field: str
) -> None:
    refused = manager.browser.save(answer(FACTS, "facts", item, value))
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, f"[0].{field}")
    assert stored(installation.database, manager.person) == (0, 0)


@pytest.mark.parametrize("context", ["facts:yours", "facts:", "facts:00000000-0000-0000-0000-000000000000"])
def test_there_is_no_fact_book_but_ones_own(manager: Learner, context: str) -> None:
    assert manager.browser.save(answer(context, "facts", "customers", kept(1))).status_code == 404


def test_every_earlier_value_stays_and_one_press_puts_it_back(manager: Learner) -> None:
    for likely in ("4,800", "5,100", "5,300"):
        keep(manager, "customers", likely=likely)
    shown = card(manager.browser.get(PAGE).text, "customers")
    assert "Earlier figures (2)" in shown
    assert shown.index("5,300") < shown.index("5,100") < shown.index("4,800")
    put_back = {"revision": "1", "base": "3", "accepted": "1"}
    assert manager.browser.post(f"{PAGE}/customers/restoration", put_back).status_code == 303
    shown = card(manager.browser.get(PAGE).text, "customers")
    assert shown.index("4,800") < shown.index("5,300"), "the earlier one stands again, and nothing is lost"
    assert "Earlier figures (3)" in shown


@pytest.mark.parametrize("revision", ["9", "", "-1", "x", "99999999999"])
def test_a_line_that_is_not_in_its_history_is_not_found(manager: Learner, revision: str) -> None:
    keep(manager, "customers", likely="4,800")
    answered = manager.browser.post(f"{PAGE}/customers/restoration", {"revision": revision, "base": "1"})
    assert answered.status_code == 404


def test_a_fact_taken_out_can_be_put_back(manager: Learner) -> None:
    keep(manager, "customers", likely="4,800")
    assert manager.browser.post(f"{PAGE}/customers/removal", {"base": "1", "accepted": "1"}).status_code == 303
    html = manager.browser.get(PAGE).text
    assert "0 of 3 facts" in html
    assert "It was 4,800 before." in card(html, "customers")
    assert manager.browser.post(f"{PAGE}/customers/restoration", {"base": "2", "revision": "1"}).status_code == 303
    assert "1 of 3 facts" in manager.browser.get(PAGE).text


def test_two_windows_and_nothing_is_lost(manager: Learner) -> None:
    earlier = fact_form(manager.browser.get(PAGE).text, "customers")
    keep(manager, "customers", likely="4,800")
    late = manager.browser.client.post(earlier.action, data={**earlier.values, "likely": "5,000"})
    assert late.status_code == 409
    assert "changed in another window" in late.text
    assert "4,800" in card(late.text, "customers")
    again = fact_form(late.text, "customers")
    assert again.values["likely"] == "5,000", "what was typed is still in its box"
    assert manager.browser.client.post(again.action, data={**again.values, "accepted": "1"}).status_code == 303
    shown = card(manager.browser.get(PAGE).text, "customers")
    assert shown.index("5,000") < shown.index("4,800")


def test_a_stale_base_from_a_script_is_a_conflict(manager: Learner) -> None:
    manager.browser.save(answer(FACTS, "facts", "customers", kept(4800)))
    late = manager.browser.save(answer(FACTS, "facts", "customers", kept(5000))).json
    assert [each["current"]["value"]["likely"] for each in late["conflicts"]] == [4800]


def test_danish_numbers_are_read_and_shown_as_danes_write_them(manager: Learner) -> None:
    manager.browser.client.set_cookie("lms_language", "da")
    keep(manager, "yearly_churn", likely="12,5 %", low="10")
    values = fact_form(manager.browser.get(PAGE).text, "yearly_churn").values
    assert (values["likely"], values["low"]) == ("12,5\u00a0%", "10\u00a0%")


def test_an_unknown_fact_is_not_found(manager: Learner) -> None:
    for path in ("no-such-fact", "no-such-fact/removal", "no-such-fact/restoration", "no-such-fact/approval"):
        assert manager.browser.post(f"{PAGE}/{path}", {"likely": "1"}).status_code == 404


def test_a_number_already_in_a_tool_is_offered_and_taken_over(shelf: FactShelf, manager: Learner) -> None:
    manager.browser.save(answer(shelf.value_context, "inputs", "retention", 0.9))
    html = manager.browser.get(PAGE).text
    assert "You have entered 10% in “Customer lifetime value”." in card(html, "yearly_churn")
    form = form_to(html, f"/tools/{shelf.value}/facts")
    answered = manager.browser.client.post(form.action, data=form.values)
    assert (answered.status_code, answered.location) == (303, f"{PAGE}#yearly_churn")
    html = manager.browser.get(PAGE).text
    assert "1 of 3 facts" in html
    assert "number of its own" not in card(html, "yearly_churn"), "the tool follows the fact from now on"


def test_nobody_else_ever_sees_a_fact(installation: Installation, company: Company, manager: Learner) -> None:
    keep(manager, "customers", likely="8675309", note="planted-note")
    every = company.browser(company.person(Role.HR, Role.TRAINER, Role.ADMIN))
    pages = ("/me/facts", "/assign", "/assign/people", "/assign/facts", "/author", "/admin", "/me", "/me/data.json")
    seen = "".join(every.get(path).text for path in pages)
    assert not re.search(r"8[.,\s\u00a0]?675[.,\s\u00a0]?309|planted-note", seen)
    everything = dump(installation.database)
    assert b"8675309" not in everything
    assert b"planted-note" not in everything


def test_ones_own_export_holds_every_line(manager: Learner) -> None:
    keep(manager, "customers", likely="4,800", note="first")
    keep(manager, "customers", likely="5,100")
    found = [each for each in manager.browser.get("/me/data.json").json["private_answers"] if each["context"] == FACTS]
    assert [each["value"]["likely"] for each in found] == [4800, 5100]


def test_the_page_says_what_is_private_and_holds_no_markup_of_a_note(manager: Learner) -> None:
    keep(manager, "customers", likely="1", note="<script>alert(1)</script>")
    html = manager.browser.get(PAGE).text
    assert "<script>alert" not in html
    assert "Only you can see your fact book" in html


def test_erasing_a_person_takes_their_fact_book_with_them(installation: Installation, manager: Learner) -> None:
    keep(manager, "customers", likely="4,800")
    with installation.database.writing() as session:
        person = session.get(Person, manager.person.id)
        assert person is not None
        erase(session, person, installation.clock.now())
    assert stored(installation.database, manager.person) == (0, 0)


def test_what_is_written_once_holds_nothing_of_whoever_saw_it_first(manager: Learner, company: Company) -> None:
    keep(manager, "customers", likely="86753", note="ours alone")
    first = manager.browser.get(PAGE).text
    other = company.browser(company.person())
    second = other.get(PAGE).text
    assert fact_form(first, "customers").values["likely"] == "86,753"
    assert fact_form(second, "customers").values["likely"] == ""
    assert "ours alone" in first
    assert "ours alone" not in second
    tokens = [fact_form(page, "customers").values["csrf_token"] for page in (first, second)]
    assert tokens[0] != tokens[1]
    form = fact_form(second, "customers")
    sent = other.client.post(form.action, data={**form.values, "accepted": "1", "likely": "12"})
    assert sent.status_code == 303, "the second one's own token is taken"
