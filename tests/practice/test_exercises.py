"""Exercises at work: chosen, planned, done; switching loses nothing; days pass without blame."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lms.practice.models import ExerciseState
from tests.practice.work import MODULE_ID, SLUG, TODAY, Doer, a_day, publish
from tests.support.company import Company, answer
from tests.support.forms import form_to
from tests.support.installation import Installation

PAGE = f"/learn/{SLUG}/01-try"
NOTE = f"practice:{MODULE_ID}"


def test_a_page_shows_both_exercises_with_their_steps_and_chooses_one(doer: Doer) -> None:
    page = doer.browser.get(PAGE).text
    assert page.count("I will do this one") == 2
    assert "<strong>Call them.</strong>" in page
    assert "Five reasons in their words." in page
    doer.browser.post(form_to(page, "/call-five").action)
    chosen = doer.browser.get(PAGE).text
    assert chosen.count("Choose this one instead") == 1
    assert "no day yet" in chosen


def test_the_other_of_a_choice_is_set_aside_and_comes_back_with_everything(doer: Doer) -> None:
    first = doer.choose("call-five")
    doer.browser.post(f"/practice/exercises/{first.id}/day", {"day": a_day(3)})
    doer.browser.save(answer(NOTE, "call-five", "note", "Two of five moved away."))
    doer.choose("fill-the-sheet")
    assert doer.exercise("call-five").state is ExerciseState.SET_ASIDE
    again = doer.choose("call-five")
    assert (again.id, again.planned_for) == (first.id, date(2026, 11, 24))
    assert doer.exercise("fill-the-sheet").state is ExerciseState.SET_ASIDE
    assert "Two of five moved away." in doer.browser.get(PAGE).text


def test_a_double_click_chooses_once(doer: Doer) -> None:
    assert doer.choose().id == doer.choose().id


def test_what_is_done_stays_done_when_the_other_is_chosen_too(doer: Doer) -> None:
    first = doer.choose("call-five")
    doer.browser.post(f"/practice/exercises/{first.id}/completion", {"text": "Called."})
    doer.choose("fill-the-sheet")
    assert doer.exercise("call-five").state is ExerciseState.DONE
    assert doer.exercise("fill-the-sheet").state is ExerciseState.CHOSEN


@pytest.mark.parametrize(
    ("ahead", "later", "said"),
    [
        (0, 0, "planned for today"),
        (1, 0, "planned for tomorrow"),
        (6, 0, "planned for Friday"),
        (13, 0, "planned for Friday 4 December"),
        (6, 8, "planned for last Friday"),
        (6, 20, "planned for Friday 27 November"),
    ],
)
def test_a_day_is_said_as_people_say_it_and_is_never_late(doer: Doer, ahead: int, later: int, said: str) -> None:
    row = doer.choose()
    doer.browser.post(f"/practice/exercises/{row.id}/day", {"day": a_day(ahead)})
    doer.installation.clock.forward(days=later)
    browser = doer.again()
    page = browser.get(f"/practice/exercises/{row.id}").text
    assert f">{said}<" in page
    assert " late" not in page
    assert ("Pick a new day, or tell how it went" in page) == bool(later)


def test_the_next_tuesday_thursday_and_friday_are_offered(doer: Doer) -> None:
    row = doer.choose()
    page = doer.browser.get(f"/practice/exercises/{row.id}").text
    for day in ("Tuesday 24 November", "Thursday 26 November", "Friday 27 November"):
        assert day in page


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("", "Choose a day."),
        ("2026-11-20", "That day has passed."),
        ("2028-01-01", "more than a year away"),
        ("next week", "Write the day as year-month-day"),
        ("2026-02-31", "Write the day as year-month-day"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words_and_changes_nothing(doer: Doer, day: str, said: str) -> None:
    row = doer.choose()
    doer.browser.post(f"/practice/exercises/{row.id}/day", {"day": a_day(2)})
    refused = doer.browser.post(f"/practice/exercises/{row.id}/day", {"day": day})
    assert refused.status_code == 422
    assert said in refused.text
    assert doer.exercise().planned_for == date(2026, 11, 23)


def test_today_is_the_organisations_not_the_servers(installation: Installation, clock: Any) -> None:
    doer = Doer.of(Company(installation))
    row = doer.choose()
    doer.move_to("Pacific/Auckland")
    clock.forward(hours=3)  # noon on Saturday in Greenwich, already Sunday over there
    browser = doer.again()
    refused = browser.post(f"/practice/exercises/{row.id}/day", {"day": TODAY.isoformat()})
    assert "That day has passed." in refused.text
    browser.post(f"/practice/exercises/{row.id}/day", {"day": a_day(1)})
    assert "planned for today" in browser.get(f"/practice/exercises/{row.id}").text


def test_done_with_a_note_without_a_script_and_open_again(doer: Doer) -> None:
    row = doer.choose()
    page = doer.browser.get(f"/practice/exercises/{row.id}").text
    assert doer.browser.post(form_to(page, "/completion").action, {"text": "Price was <never> it."}).status_code == 303
    done = doer.exercise()
    assert done.state is ExerciseState.DONE
    assert done.done_at == doer.installation.clock.at
    shown = doer.browser.get(PAGE).text
    assert "Price was &lt;never&gt; it." in shown
    doer.browser.post(f"/practice/exercises/{row.id}/reopening")
    opened = doer.exercise()
    assert (opened.state, opened.done_at) == (ExerciseState.CHOSEN, None)
    assert "Price was &lt;never&gt; it." in doer.browser.get(PAGE).text


def test_a_note_that_is_too_long_is_refused_with_everything_still_in_the_field(doer: Doer) -> None:
    row = doer.choose()
    refused = doer.browser.post(f"/practice/exercises/{row.id}/completion", {"text": "æ" * 4_012})
    assert refused.status_code == 422
    assert "12 characters more than the 4000" in refused.text.replace(",", "")
    assert "æ" * 4_012 in refused.text
    assert doer.exercise().state is ExerciseState.CHOSEN


def test_another_persons_exercise_is_not_there(doer: Doer, stranger: Doer, company: Company) -> None:
    row = doer.choose()
    everyone = [stranger, *(Doer(doer.installation, p, company.browser(p)) for p in _colleagues(company, doer))]
    for other in everyone:
        assert other.browser.get(f"/practice/exercises/{row.id}").status_code == 404
        for verb in ("day", "note", "completion", "reopening", "photograph", "photograph/removal"):
            sent = other.browser.post(f"/practice/exercises/{row.id}/{verb}", {"day": a_day(2), "text": "mine"})
            assert sent.status_code == 404, verb
    assert doer.exercise().planned_for is None


def test_no_block_but_an_exercise_can_be_chosen(doer: Doer) -> None:
    for block in ("think", "word", "start", "nothing"):
        assert doer.browser.post(f"/practice/choices/{doer.version}/{block}").status_code == 404


def test_a_new_minor_shows_its_wording_and_keeps_what_was_planned(doer: Doer, tmp_path: Path) -> None:
    row = doer.choose()
    publish(doer.installation, tmp_path, version="1.1", wording="After.")
    assert doer.browser.get(f"/practice/exercises/{row.id}").status_code == 200
    assert "no day yet" in doer.browser.get(PAGE).text


def test_an_exercise_speaks_the_readers_language(doer: Doer) -> None:
    row = doer.choose()
    doer.browser.post("/language", {"language": "da"})
    page = doer.browser.get(f"/practice/exercises/{row.id}").text
    assert "Ring til fem kunder, der gik" in page
    assert "fredag den 27. november" in page


def _colleagues(company: Company, doer: Doer) -> list[Any]:
    from lms.kernel.permissions import Role
    from lms.people.models import Person

    chief = company.person(Role.HR, Role.ADMIN, Role.TRAINER)
    with doer.database.writing() as session:
        kept = session.get(Person, doer.person.id)
        assert kept is not None
        kept.manager_id = chief.id
    return [chief, company.person()]
