"""What a learner sees of a curriculum: home, the module's page, the page of the whole; and what is not open yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from lms.assigning.assignments import exceptions
from lms.assigning.assignments.exceptions import Why
from lms.assigning.assignments.models import STAGING
from lms.assigning.curricula.plan import Item, Section
from lms.kernel.clock import SetClock
from lms.learning.models import State
from lms.people.models import Person
from tests.support.company import Browser, Company
from tests.support.curriculum import School
from tests.support.recaller import text_of
from tests.support.rows import statements

DAY = timedelta(days=1)


@pytest.fixture
def school(company: Company) -> School:
    """Return a company with three modules of its own and an HR person."""
    return School(company)


@pytest.fixture
def learner(school: School) -> Person:
    """Return somebody who learns there."""
    return school.company.person(name="Liv Lund")


@pytest.fixture
def browser(school: School, learner: Person) -> Browser:
    """Return their browser."""
    return school.company.browser(learner)


def test_home_shows_the_path_with_how_far_one_is_when_it_is_due_and_what_comes_next(
    school: School, learner: Person, browser: Browser
) -> None:
    given = school.publish()
    school.give(given, learner, due=school.today + 12 * DAY)
    school.complete(learner, school.modules[0])
    shown = text_of(browser.get("/learn"))
    assert "First steps" in shown
    assert "in 12 days" in shown
    assert "Next in First steps, which is due on" in shown
    assert f"/learn/{school.slugs[1]}" in browser.get("/learn").text
    assert f"/learn/curricula/{given}" in browser.get("/learn").text


def test_the_curriculum_that_is_due_first_comes_first_whatever_was_begun_besides(
    school: School, learner: Person, browser: Browser
) -> None:
    browser.post(f"/learn/{school.slugs[2]}/enrolment")
    later = school.publish(Section((Item(school.modules[0]),)), title="Later on")
    sooner = school.publish(Section((Item(school.modules[1]),)), title="Sooner")
    school.give(later, learner, due=school.today + 30 * DAY)
    school.give(sooner, learner, due=school.today + 3 * DAY)
    assert "Next in Sooner, which is due on" in text_of(browser.get("/learn"))


def test_who_is_late_is_told_so_without_a_scolding(school: School, learner: Person, browser: Browser) -> None:
    school.give(school.publish(), learner, due=school.today - 2 * DAY)
    shown = text_of(browser.get("/learn"))
    assert "Nothing is lost: it can still be finished" in shown
    assert "2 days ago" in shown


def _told(school: School, person: Person) -> str:
    """Return what home, the curriculum's page and the module's page say to them."""
    browser, (slug, *_) = school.company.browser(person), school.slugs
    given = browser.get("/learn").text.partition("/learn/curricula/")[2][:36]
    return " ".join(text_of(browser.get(f"/learn{each}")) for each in ("", f"/{slug}", f"/curricula/{given}"))


def _late_by_hr(school: School) -> set[UUID]:
    with school.company.installation.database.reading() as session:
        actor = school.company.actor(school.hr)
        return {case.person_id for case in exceptions.behind(session, actor, Why.LATE, school.now)[0]}


LATE = ("was due", "day ago", "days ago", "days late", "day late", "Nothing is lost")


def test_nobody_is_told_they_are_late_in_the_days_of_grace_or_while_away(school: School) -> None:
    grace, away, late = (school.company.person() for _ in range(3))
    with school.company.installation.database.writing() as session:
        absent = session.get_one(Person, away.id)
        absent.away_from, absent.away_until = school.today, school.today + 5 * DAY
    due = school.today - 2 * DAY
    curriculum = school.publish()
    school.give(curriculum, grace, due=due, late_after=school.today)
    school.give(curriculum, away, late, due=due)
    assert _late_by_hr(school) == {late.id}
    assert [word for word in LATE if word in _told(school, grace) + _told(school, away)] == []
    assert "in time until" in _told(school, grace)
    assert "paused while you are away" in _told(school, away)
    assert "was due" in _told(school, late)
    school.company.browser(away).post(f"/learn/{school.slugs[0]}/enrolment")
    assert [word for word in LATE if word in _told(school, away)] == []


def test_hrs_page_of_a_person_who_is_away_calls_nothing_late(school: School) -> None:
    away = school.company.person()
    school.give(school.publish(), away, due=school.today - 2 * DAY)
    assert "late, due" in text_of(school.browser.get(f"/assign/people/{away.id}"))
    with school.company.installation.database.writing() as session:
        absent = session.get_one(Person, away.id)
        absent.away_from, absent.away_until = school.today, school.today + 5 * DAY
    assert "late, due" not in text_of(school.browser.get(f"/assign/people/{away.id}"))


def test_the_due_day_is_counted_where_the_person_lives(school: School, clock: SetClock) -> None:
    clock.at = clock.at.replace(hour=12, minute=0)
    far = school.company.person()
    with school.company.installation.database.writing() as session:
        session.get_one(Person, far.id).time_zone = "Pacific/Auckland"
    here = school.company.person()
    school.give(school.publish(), far, here, due=school.today)
    assert "due today" in text_of(school.company.browser(here).get("/learn"))
    assert "was due yesterday" in text_of(school.company.browser(far).get("/learn"))


def test_what_a_run_has_not_given_yet_nobody_sees(school: School, learner: Person, browser: Browser) -> None:
    given = school.publish()
    school.give(given, learner, run_state=STAGING)
    assert "First steps" not in text_of(browser.get("/learn"))
    assert browser.get(f"/learn/curricula/{given}").status_code == 404


def test_modules_nobody_asked_for_stay_within_reach(school: School, learner: Person, browser: Browser) -> None:
    school.give(school.publish(Section((Item(school.modules[0]),))), learner)
    shown = text_of(browser.get("/learn"))
    assert "Compass" in shown
    assert "open to you" in shown


def test_the_modules_page_says_what_it_is_part_of_and_by_when(
    school: School, learner: Person, browser: Browser
) -> None:
    school.give(school.publish(), learner, due=school.today + 12 * DAY)
    assert "Part of First steps , due" in text_of(browser.get(f"/learn/{school.slugs[0]}"))


def test_beginning_takes_over_what_the_curriculum_asks(school: School, learner: Person, browser: Browser) -> None:
    school.give(school.publish(), learner, due=school.today + 12 * DAY)
    assert browser.post(f"/learn/{school.slugs[0]}/enrolment").status_code == 303
    (mine,) = school.enrolments(learner)
    assert (mine.required, mine.due, mine.cycle) == (True, school.today + 12 * DAY, 1)


@pytest.fixture
def locked(school: School, learner: Person) -> str:
    """Return the address of a module that opens after another one, and on a day in March."""
    first, second, third = school.modules
    opens = school.today.replace(year=school.today.year + 1, month=3, day=3)
    school.give(
        school.publish(Section((Item(first), Item(second, after=(first,), opens_on=opens), Item(third)))), learner
    )
    return f"/learn/{school.slugs[1]}"


def test_a_module_that_is_not_open_says_what_opens_it_and_when(browser: Browser, locked: str) -> None:
    shown = text_of(browser.get(locked))
    assert "Opens on 3 March" in shown
    assert "once you have completed Anchor" in shown
    assert "Begin" not in shown.split("Pages")[0].split("Opens on")[1]
    assert "once you have completed Anchor" in text_of(browser.get("/learn"))


@pytest.mark.parametrize(
    "act",
    [
        lambda browser, locked: browser.get(f"{locked}/01-why-loyalty-pays"),
        lambda browser, locked: browser.post(f"{locked}/enrolment"),
        lambda browser, locked: browser.post(f"{locked}/01-why-loyalty-pays/reading"),
    ],
    ids=["page", "begin", "read"],
)
def test_what_is_not_open_cannot_be_begun_by_any_door(
    school: School,
    learner: Person,
    browser: Browser,
    locked: str,
    act: Callable[[Browser, str], object],
) -> None:
    answered = act(browser, locked)
    assert (answered.status_code, answered.location) == (303, f"{locked}#opening")  # type: ignore[attr-defined]
    assert school.enrolments(learner) == []


def test_a_script_that_keeps_its_place_is_told_too(
    school: School, learner: Person, browser: Browser, locked: str
) -> None:
    answered = browser.send(f"{locked}/place", {"page": "01-why-loyalty-pays", "block": "start"})
    assert answered.status_code == 409
    assert school.enrolments(learner) == []


def test_what_opens_is_open_once_its_day_has_come_and_what_comes_first_is_done(
    school: School, learner: Person, locked: str, clock: SetClock
) -> None:
    school.complete(learner, school.modules[0])
    clock.at = clock.at.replace(year=clock.at.year + 1, month=3, day=3, hour=12)
    browser = school.company.browser(learner)
    assert browser.get(f"{locked}/01-why-loyalty-pays").status_code == 200
    assert browser.post(f"{locked}/enrolment").status_code == 303
    assert len(school.enrolments(learner)) == 2


def test_who_has_begun_before_goes_on(school: School, learner: Person, browser: Browser) -> None:
    first, second, _third = school.modules
    browser.post(f"/learn/{school.slugs[1]}/enrolment")
    school.give(school.publish(Section((Item(first), Item(second, after=(first,))))), learner)
    assert browser.get(f"/learn/{school.slugs[1]}/01-why-loyalty-pays").status_code == 200


def test_one_curriculum_that_opens_a_module_is_enough(
    school: School, learner: Person, browser: Browser, locked: str
) -> None:
    school.give(school.publish(Section((Item(school.modules[1]),)), title="Free"), learner)
    assert browser.get(f"{locked}/01-why-loyalty-pays").status_code == 200


def test_a_later_cycle_begins_a_new_enrolment_and_leaves_the_old_one_as_it_was(
    school: School, learner: Person, browser: Browser
) -> None:
    given = school.publish(Section((Item(school.modules[0]),)))
    school.complete(learner, school.modules[0], days_ago=400)
    school.give(given, learner, cycle=2, counted_from=school.today - 30 * DAY, due=school.today + 20 * DAY)
    (before,) = school.enrolments(learner)
    assert "Next because it is time to take it again" in text_of(browser.get("/learn"))
    page = f"/learn/{school.slugs[0]}"
    assert "Begin again" in text_of(browser.get(page))
    assert browser.post(f"{page}/enrolment").status_code == 303
    assert browser.post(f"{page}/enrolment").status_code == 303, "twice is once"
    old, new = school.enrolments(learner)
    assert (old.cycle, old.state, old.completed_at) == (1, State.COMPLETED, before.completed_at)
    assert (new.cycle, new.state, new.due) == (2, State.UNDER_WAY, school.today + 20 * DAY)
    assert "Begin again" not in text_of(browser.get(page))


def test_a_completion_that_counts_is_not_asked_again(school: School, learner: Person, browser: Browser) -> None:
    school.complete(learner, school.modules[0], days_ago=10)
    school.give(school.publish(), learner, cycle=2, counted_from=school.today - 30 * DAY)
    assert "Begin again" not in text_of(browser.get(f"/learn/{school.slugs[0]}"))


def test_the_page_of_a_curriculum_shows_sections_choices_and_days(
    school: School, learner: Person, browser: Browser
) -> None:
    first, second, third = school.modules
    choice = Section((Item(first), Item(second)), {"en": "Choose one"}, 1)
    given = school.publish(choice, Section((Item(third, required=False),), {"en": "If you want more"}))
    school.give(given, learner)
    school.complete(learner, first)
    shown = text_of(browser.get(f"/learn/curricula/{given}"))
    for words in ("Choose 1 of 2, 1 done", "If you want more", "optional", "suggested: done by", "completed on"):
        assert words in shown


def test_a_curriculum_one_was_not_given_is_not_there(school: School, browser: Browser, other_company: Company) -> None:
    given = school.publish()
    stranger = other_company.browser(other_company.person())
    for who, identity in ((browser, given), (stranger, given), (browser, uuid4())):
        assert who.get(f"/learn/curricula/{identity}").status_code == 404


def test_what_a_learner_was_given_is_one_query_however_much_it_is(
    school: School, learner: Person, browser: Browser
) -> None:
    counts = []
    for each in range(3):
        browser.get("/learn")
        with statements(school.company.installation.database) as sent:
            assert browser.get("/learn").status_code == 200
        counts.append(len(sent))
        assert sum("FROM assigned" in one for one in sent) == 1
        school.give(school.publish(title=f"Number {each}"), learner, due=school.today)
    assert len(set(counts)) == 1, counts
