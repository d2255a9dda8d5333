"""Re-certification: a new cycle in the window, the earlier one kept, late only after the grace."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from lms.assigning.assignments import reading
from lms.assigning.assignments.again import Again
from lms.assigning.assignments.models import COMPLETED, OPEN, Assigned
from lms.people.models import Person
from tests.assigning.assignments.office import EVERY_YEAR, EVERYONE, NINETY, Office

DAY = timedelta(days=1)


def _at(office: Office, day: date) -> None:
    """Move to nine in the morning of a day, and let the night before it have been worked through."""
    office.company.installation.clock.at = office.now.replace(year=day.year, month=day.month, day=day.day)
    office.night()


def _late(office: Office, person: Person) -> bool:
    with office.database.reading() as session:
        return any(each.late for each in reading.given_to(session, office.hr, person.id, office.now))


def test_the_next_cycle_opens_in_the_window_and_the_first_stays_as_it_was(office: Office) -> None:
    person = office.person(hire_date=office.today)
    office.give(due=NINETY, again=EVERY_YEAR)
    office.complete(person)  # on 21 November 2026
    first = office.row(person)
    _at(office, date(2027, 9, 21))
    assert len(office.rows(person)) == 1, "the window opens on 22 September"
    _at(office, date(2027, 9, 22))
    kept, second = office.rows(person)
    assert (kept.completed_at, kept.state, kept.done) == (first.completed_at, COMPLETED, 2)
    assert (second.cycle, second.state, second.done, second.counted_from) == (2, OPEN, 0, date(2027, 9, 22))
    assert (second.due, second.late_after) == (date(2027, 11, 21), date(2027, 12, 21))


def test_it_is_late_only_after_the_grace(office: Office) -> None:
    person = office.person(hire_date=office.today)
    office.give(due=NINETY, again=EVERY_YEAR)
    office.complete(person)
    _at(office, date(2027, 10, 1))
    _at(office, date(2027, 12, 21))
    assert not _late(office, person)
    _at(office, date(2027, 12, 22))
    assert _late(office, person)


def test_every_night_again_opens_nothing_more(office: Office) -> None:
    person = office.person(hire_date=office.today)
    assignment = office.give(due=NINETY, again=EVERY_YEAR)
    office.complete(person)
    for day in (date(2027, 10, 1), date(2027, 10, 2), date(2027, 10, 3)):
        _at(office, day)
    assert [row.cycle for row in office.rows(person)] == [1, 2]
    assert [run.cause for run in office.all_runs(assignment)].count("again") == 1


def test_done_again_it_holds_from_the_new_day(office: Office) -> None:
    person = office.person(hire_date=office.today)
    office.give(due=NINETY, again=EVERY_YEAR)
    office.complete(person)
    _at(office, date(2027, 10, 1))
    office.complete(person, cycle=2)
    assert [row.state for row in office.rows(person)] == [COMPLETED, COMPLETED]
    _at(office, date(2028, 8, 1))
    assert len(office.rows(person)) == 2
    _at(office, date(2028, 8, 2))
    assert office.rows(person)[-1].due == date(2028, 10, 1)


def test_one_who_finished_in_the_window_of_a_fixed_day_is_not_asked_at_once(office: Office) -> None:
    yearly = Again(None, "12-31", window_days=60, grace_days=30)
    newly, earlier = office.hire(2)
    office.complete(earlier, days_ago=200)
    office.give(EVERYONE, again=yearly)
    office.complete(newly)  # 21 November: inside the window before 31 December
    office.night()
    assert len(office.rows(newly)) == 1
    assert office.rows(earlier)[-1].due == date(2026, 12, 31)
    _at(office, date(2027, 11, 1))
    assert office.rows(newly)[-1].due == date(2027, 12, 31)


def test_a_leap_day_expires_on_the_last_of_february(office: Office) -> None:
    office.company.installation.clock.at = office.now.replace(year=2028, month=2, day=29)
    person = office.person(hire_date=office.today)
    office.give(due=NINETY, again=EVERY_YEAR)
    office.complete(person)
    _at(office, date(2029, 1, 5))
    assert office.rows(person)[-1].due == date(2029, 2, 28)


def test_it_does_not_matter_through_which_assignment_it_was_completed(office: Office) -> None:
    person = office.hire(1)[0]
    first = office.give()
    office.complete(person)
    second = office.give(again=EVERY_YEAR, name="Every year")
    _at(office, date(2027, 10, 1))
    assert [row.assignment_id for row in office.rows(person)] == [first.id, second.id]


def test_who_left_the_audience_or_the_company_is_not_asked_again(office: Office) -> None:
    goes, leaves = office.hire(2)
    office.give(again=EVERY_YEAR)
    for person in (goes, leaves):
        office.complete(person)
    office.change(leaves, active=False)
    _at(office, date(2027, 10, 1))
    assert len(office.rows(goes)) == 2
    assert len(office.rows(leaves)) == 1


def test_a_completion_that_had_expired_before_anybody_looked_leaves_two_weeks(office: Office) -> None:
    person = office.hire(1)[0]
    office.give(again=EVERY_YEAR)
    office.complete(person)
    _at(office, date(2028, 6, 1))
    second = office.rows(person)[-1]
    assert (second.due, second.late_after) == (date(2028, 6, 15), date(2028, 7, 15))
    _at(office, date(2028, 6, 10))
    assert office.rows(person)[-1].due == date(2028, 6, 15), "reckoned again it stays"


def test_undoing_a_cycle_within_the_hour_leaves_the_completion(office: Office) -> None:
    person = office.hire(1)[0]
    assignment = office.give(again=EVERY_YEAR)
    office.complete(person)
    _at(office, date(2027, 10, 1))
    office.undo(office.all_runs(assignment)[-1])
    with office.database.reading() as session:
        rows = session.scalars(select(Assigned).where(Assigned.person_id == person.id)).all()
    assert [(row.cycle, row.state) for row in rows] == [(1, COMPLETED)]


def test_the_dry_run_counts_who_is_asked_again_at_once_and_undoing_takes_that_back_too(office: Office) -> None:
    long_ago, lately = office.hire(2)
    office.give(name="Last year")
    for person in (long_ago, lately):
        office.complete(person)
    with office.database.writing() as session:
        mine = Assigned.person_id == long_ago.id
        session.scalars(select(Assigned).where(mine)).one().completed_on = date(2025, 11, 1)
    assignment = office.draft(again=EVERY_YEAR, name="Every year")
    said = office.preview(assignment)
    assert (said.new, said.again, said.finished, said.has, said.mails) == (0, 1, 1, 1, 1)
    assert said.first_due == office.today + 14 * DAY
    office.begin(assignment)
    office.work()
    assert [row.due for row in office.rows(long_ago)][1:] == [said.first_due]
    office.undo(office.all_runs(assignment)[0])
    assert len(office.rows(long_ago)) == 1
