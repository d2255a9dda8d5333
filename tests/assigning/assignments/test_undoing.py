"""Taking a run back: without a trace within the hour, with a word afterwards, and never somebody else's."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.assigning.assignments import clearing
from lms.assigning.assignments.audience import Part
from lms.assigning.assignments.models import (
    ACTIVE,
    APPLIED,
    COMPLETED,
    DRAFT,
    OPEN,
    UNDONE,
    WITHDRAWN,
    Assignment,
    AssignmentRun,
)
from lms.assigning.assignments.undoing import may_vanish
from lms.kernel.audit import AuditEntry
from lms.kernel.permissions import NotFound, Rows
from lms.learning.models import Enrolment
from tests.assigning.assignments.office import Office
from tests.support.company import Company


def _assignment(office: Office, assignment: Assignment) -> Assignment:
    with office.database.reading() as session:
        return session.get_one(Assignment, assignment.id)


def test_within_the_hour_it_is_as_if_it_had_never_been_given(office: Office) -> None:
    person = office.hire(1)[0]
    assignment = office.give()
    office.complete(person, 0)
    office.forward(minutes=59)
    undone = office.undo(office.run(assignment))
    assert (undone.people, undone.traceless, undone.already) == (2, True, False)
    assert (office.stored(), office.run(assignment).state) == (0, UNDONE)
    assert _assignment(office, assignment).state == DRAFT
    with office.database.reading() as session:
        assert len(session.scalars(select(Enrolment).where(Enrolment.person_id == person.id)).all()) == 1, (
            "stays theirs"
        )


def test_who_had_finished_before_is_counted_neither_as_given_nor_as_taken_back(office: Office) -> None:
    done, _ = office.hire(2)
    office.complete(done, days_ago=3)
    assignment = office.give()
    run = office.run(assignment)
    assert (office.row(done).state, run.given, run.done) == (COMPLETED, 2, 3)
    undone = office.undo(run)
    assert (undone.people, undone.kept, office.stored()) == (2, 0, 0)


def test_no_mail_goes_for_what_was_undone(office: Office) -> None:
    office.hire(1)
    assignment = office.give()
    office.undo(office.run(assignment))
    office.forward(hours=2)
    office.work()
    assert office.run(assignment).mails == 0


def test_after_the_mails_what_is_open_is_withdrawn_and_what_is_completed_stays(office: Office) -> None:
    done, opened = office.hire(2)
    assignment = office.give()
    office.complete(done)
    office.forward(hours=1)
    undone = office.undo(office.run(assignment))
    assert (undone.people, undone.kept, undone.traceless) == (2, 1, False)
    assert office.row(done).state == COMPLETED
    assert (office.row(opened).state, office.row(opened).reason) == (WITHDRAWN, "undone")
    assert office.run(assignment).state == APPLIED


def test_twice_is_once_and_it_is_written_down_once(office: Office) -> None:
    assignment = office.give()
    run = office.run(assignment)
    office.undo(run)
    again = office.undo(run)
    assert (again.already, again.people) == (True, 0)
    with office.database.reading() as session:
        mine = select(AuditEntry).where(AuditEntry.organisation_id == office.company.organisation.id)
        acts = [entry.action for entry in session.scalars(mine)]
    assert acts.count("assignment.undone") == 1


def test_what_another_assignment_gave_is_left_alone(office: Office) -> None:
    ann, bob = office.hire(2)
    first = office.give([Part("person", ann.id)])
    second = office.give([Part("person", ann.id), Part("person", bob.id)])
    office.undo(office.run(second))
    assert [row.assignment_id for row in office.rows()] == [first.id]


def test_mended_and_given_again_everybody_has_it_in_the_first_cycle(office: Office) -> None:
    person = office.hire(1)[0]
    assignment = office.give()
    office.undo(office.run(assignment))
    office.begin(assignment)
    office.work()
    assert (office.row(person).cycle, office.row(person).state) == (1, OPEN)
    assert _assignment(office, assignment).state == ACTIVE


def test_a_large_run_is_unseen_at_once_and_taken_away_by_a_job(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clearing, "AT_ONCE", 2)
    office.hire(5)
    assignment = office.give()
    office.undo(office.run(assignment))
    assert (office.rows(), office.stored()) == ([], 4)
    office.begin(assignment)
    office.work()
    assert {row.cycle for row in office.rows()} == {1}
    assert office.stored() == 6


def test_a_run_that_is_being_carried_out_stops(office: Office) -> None:
    office.hire(2)
    assignment = office.draft()
    run = office.begin(assignment)
    office.undo(run)
    office.work()
    assert (office.stored(), office.run(assignment).state) == (0, UNDONE)


def test_undoing_what_reached_newcomers_stops_reaching_them(office: Office) -> None:
    assignment = office.give()
    newcomer = office.welcome()
    office.work()
    by_rule = office.all_runs(assignment)[-1]
    assert by_rule.cause == "rule"
    assert office.undo(by_rule).stopped
    office.night()
    assert office.rows(newcomer) == []
    assert len(office.rows()) == 1


def test_the_hour_ends_when_the_mails_go(office: Office) -> None:
    run = office.run(office.give())
    assert run.mails_at is not None
    assert may_vanish(run, office.now)
    assert not may_vanish(run, run.mails_at)


def test_another_companys_run_is_not_there(office: Office, other_company: Company) -> None:
    run = office.run(office.give())
    stranger = other_company.actor(other_company.person(*office.school.hr.roles))
    with office.database.reading() as session, pytest.raises(NotFound):
        Rows(session, stranger, AssignmentRun).where(AssignmentRun.id == run.id).one_or_404()


@pytest.mark.parametrize("late", [False, True])
def test_who_is_asked_by_another_assignment_too_is_asked_by_that_from_now_on(office: Office, late: bool) -> None:
    both, only = office.hire(2)
    group = office.group(both)
    everyone = office.give(name="Everyone", standing=True)
    other = office.give([Part("group", group)], name="The group", standing=True)
    assert office.row(both).assignment_id == everyone.id
    if late:
        office.forward(minutes=61)
    office.undo(office.run(everyone))
    office.work()
    assert [(row.assignment_id, row.state) for row in office.rows(both) if row.state == OPEN] == [(other.id, OPEN)]
    assert all(row.state == WITHDRAWN for row in office.rows(only))
