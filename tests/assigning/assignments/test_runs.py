"""An assignment carried out: everybody gets it once, seen at one moment, whatever dies on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from lms.assigning.assignments import runs, staging
from lms.assigning.assignments.audience import Part
from lms.assigning.assignments.dues import Due, Kind
from lms.assigning.assignments.models import COMPLETED, DRAFT, OPEN, STAGING, Assigned, Assignment, AssignmentRun
from lms.assigning.assignments.refusals import Refused
from lms.assigning.curricula.models import Curriculum
from lms.kernel import ledger, pace
from lms.kernel.ledger import Job
from lms.people.models import Person
from tests.assigning.assignments.office import EVERY_YEAR, EVERYONE, NINETY, Office


class Died(Exception):
    """The process was killed here."""


@pytest.fixture
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a transaction take three people, so that a small run has portions to die between."""
    monkeypatch.setattr(pace, "LEAST", 3)
    monkeypatch.setattr(pace, "MOST", 3)
    monkeypatch.setattr(pace, "FIRST", 3)
    monkeypatch.setattr(runs, "READ", 6)


def test_everybody_in_the_audience_gets_it_with_the_day_by_the_rule(office: Office) -> None:
    new = office.person(hire_date=office.today - timedelta(days=10))
    old = office.person(hire_date=date(2015, 3, 1))
    unknown = office.person()
    assignment = office.give(due=NINETY)
    run = office.run(assignment)
    assert (run.state, run.given, run.done, run.planned) == ("applied", 4, 4, 4)
    assert run.mails_at == office.now + timedelta(hours=1)
    assert office.row(new).due == office.today + timedelta(days=80)
    assert office.row(old).due == office.today + timedelta(days=14)
    waiting = office.row(unknown)
    assert (waiting.due, waiting.missing, waiting.state) == (None, "hire_date", OPEN)
    assert (waiting.done, waiting.total, waiting.available_from) == (0, 2, office.today)


def test_the_same_again_gives_nobody_anything(office: Office) -> None:
    office.hire(3)
    assignment = office.give(due=NINETY)
    before = [(row.id, row.due, row.state) for row in office.rows()]
    office.begin(assignment)
    office.work()
    assert [(row.id, row.due, row.state) for row in office.rows()] == before
    assert [run.given for run in office.all_runs(assignment)] == [4, 0]


def test_while_it_is_carried_out_beginning_it_again_gives_the_same_run(office: Office) -> None:
    assignment = office.draft()
    first = office.begin(assignment)
    assert office.begin(assignment).id == first.id
    office.work()
    assert office.begin(assignment).id != first.id


def test_nobody_sees_any_of_it_before_all_of_it_is_there(
    office: Office, small_portions: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.hire(8)
    assignment = office.draft()
    office.begin(assignment)
    monkeypatch.setattr(runs, "activate", _die)
    office.work()
    assert (office.stored(), office.rows()) == (9, [])
    assert office.run(assignment).state == STAGING


def _die(*_: Any, **__: Any) -> None:
    raise Died


@pytest.mark.parametrize("dies_at", range(1, 5))
def test_whatever_portion_it_dies_in_the_rows_are_the_same(
    office: Office, small_portions: None, monkeypatch: pytest.MonkeyPatch, dies_at: int
) -> None:
    people = office.hire(10)
    assignment = office.draft(due=Due(Kind.ASSIGNED, days=30))
    office.begin(assignment)
    _die_in_portion(monkeypatch, dies_at)
    office.work()
    assert office.rows() == []
    assert office.stored() == min(3 * (dies_at - 1), 11)
    office.forward(minutes=10)
    office.work()
    assert sorted(row.person_id for row in office.rows()) == sorted(p.id for p in (*people, office.school.hr))
    run = office.run(assignment)
    assert (run.given, run.done, run.planned) == (11, 11, 11)
    assert {row.due for row in office.rows()} == {office.today + timedelta(days=30)}


def _die_in_portion(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Kill the process once, after it wrote the rows of a portion and before that is committed."""
    real, calls = staging.write, []

    def write(session: Any, work: Any, rows: Any) -> int:
        found = real(session, work, rows)
        calls.append(found)
        if len(calls) == number:
            raise Died
        return found

    monkeypatch.setattr(runs, "write", write)


def test_who_was_given_it_meanwhile_by_another_run_has_it_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    person = office.hire(1)[0]
    first, second = office.draft(name="First"), office.draft(name="Second")
    office.begin(first)
    _another_is_quicker(office, monkeypatch, second, person)
    office.work()
    assert len(office.rows(person)) == 0, "the quicker run is not applied yet"
    assert office.run(first).given == 1
    assert office.stored() == 2


def test_without_the_conflict_clause_the_second_run_fails(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the test above: what keeps somebody from having it twice is the clause and its key."""
    person = office.hire(1)[0]
    first, second = office.draft(name="First"), office.draft(name="Second")
    office.begin(first)
    _another_is_quicker(office, monkeypatch, second, person)
    monkeypatch.setattr(staging, "KEY", ())
    office.work()
    assert office.run(first).given == 0
    with office.database.reading() as session:
        error = session.scalar(
            select(Job.last_error).where(Job.key == str(office.run(first).id), Job.name == runs.NAME)
        )
    assert "IntegrityError" in (error or "")


def _another_is_quicker(office: Office, monkeypatch: pytest.MonkeyPatch, other: Assignment, person: Person) -> None:
    """Let another run give it to somebody after the first one looked and before it writes."""
    real = staging.rows_for

    def look(session: Any, work: Any, people: Any) -> Any:
        rows = real(session, work, people)
        with office.database.writing() as writing:
            taken = writing.scalar(select(Assigned.id).where(Assigned.person_id == person.id))
            if taken is None:
                run = runs.open_run(writing, writing.get_one(Assignment, other.id), runs.BY_HAND, office.now)
                theirs = replace(work, run_id=run.id, terms=replace(work.terms, assignment_id=other.id))
                staging.write(writing, theirs, [row for row in rows if row.person_id == person.id])
        return rows

    monkeypatch.setattr(runs.stage_people, "__kwdefaults__", {"before": 0, "rows_of": look})


def test_what_was_completed_before_counts_and_who_finished_everything_is_not_asked(office: Office) -> None:
    half, whole = office.hire(2)
    office.complete(half, 0, days_ago=30)
    office.complete(whole, days_ago=40)
    assignment = office.give(due=NINETY)
    assert (office.row(half).done, office.row(half).state) == (1, OPEN)
    finished = office.row(whole)
    assert (finished.done, finished.state, finished.missing) == (2, COMPLETED, None)
    assert finished.completed_on == office.today - timedelta(days=40)
    office.forward(hours=2)
    office.work()
    assert office.run(assignment).mails == 2, "half, and HR who is in the company too"


def test_a_completion_that_no_longer_holds_does_not_count(office: Office) -> None:
    lately, long_ago = office.hire(2)
    office.complete(lately, days_ago=300)
    office.complete(long_ago, days_ago=400)
    office.give(due=NINETY, again=EVERY_YEAR)
    assert office.row(lately).state == COMPLETED
    asked = office.row(long_ago)
    assert (asked.state, asked.done, asked.counted_from) == (OPEN, 0, date(2025, 11, 22))


def test_a_module_completed_while_it_is_being_given_counts(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    person = office.hire(1)[0]
    assignment = office.draft()
    office.begin(assignment)
    real = runs.activate

    def complete_first(session: Any, run_id: Any, now: Any) -> None:
        monkeypatch.setattr(runs, "activate", _die)
        raise Died

    monkeypatch.setattr(runs, "activate", complete_first)
    office.work()
    office.complete(person)
    monkeypatch.setattr(runs, "activate", real)
    office.forward(minutes=10)
    office.work()
    assert office.row(person).state == COMPLETED


def test_it_starts_later_where_it_says_so(office: Office) -> None:
    start = office.today + timedelta(days=40)
    person = office.person()
    office.give(due=Due(Kind.ASSIGNED, days=30), starts_on=start)
    assert (office.row(person).available_from, office.row(person).due) == (start, start + timedelta(days=30))


def test_an_absence_moves_the_date_from_the_start(office: Office) -> None:
    first, last = office.today + timedelta(days=5), office.today + timedelta(days=14)
    person = office.person(away_from=first, away_until=last)
    office.give(due=Due(Kind.ASSIGNED, days=30))
    row = office.row(person)
    assert (row.due, row.due_by_rule) == (office.today + timedelta(days=40), office.today + timedelta(days=30))


def test_people_get_the_day_of_the_zone_they_live_in(office: Office) -> None:
    office.company.installation.clock.at = office.now.replace(hour=10, minute=30)
    east, west = office.person(time_zone="Pacific/Kiritimati"), office.person(time_zone="Pacific/Niue")
    office.give(due=Due(Kind.ASSIGNED, days=10))
    assert office.row(east).due == office.today + timedelta(days=11)
    assert office.row(west).due == office.today + timedelta(days=9)


def test_nobody_in_the_audience_is_refused(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        office.begin(office.draft([Part("group", office.group())]))
    assert refused.value.field == "audience"


def test_a_curriculum_that_was_retired_meanwhile_is_not_given(office: Office) -> None:
    assignment = office.draft()
    with office.database.writing() as session:
        session.get_one(Curriculum, office.curriculum).retired = True
    with pytest.raises(Refused) as refused:
        office.begin(assignment)
    assert refused.value.field == "curriculum"
    with office.database.reading() as session:
        assert session.get_one(Assignment, assignment.id).state == DRAFT


def test_a_run_whose_job_failed_for_good_is_gone_on_with(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.hire(2)
    assignment = office.draft()
    run = office.begin(assignment)
    with monkeypatch.context() as broken:
        broken.setattr(runs, "activate", _die)
        for _ in range(ledger.TRIES):
            office.work()
            office.forward(hours=1)
    with office.database.reading() as session:
        assert runs.has_failed(session, session.get_one(AssignmentRun, run.id))
    assert office.begin(assignment).id == run.id
    office.work()
    assert len(office.rows()) == 3


def test_another_companys_people_get_nothing(office: Office, other_company: Any) -> None:
    stranger = other_company.person()
    office.give(EVERYONE)
    with office.database.reading() as session:
        assert session.scalar(select(Assigned.id).where(Assigned.person_id == stranger.id)) is None
