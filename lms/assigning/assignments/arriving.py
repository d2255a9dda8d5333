"""Giving a curriculum to whoever comes and opens it: one by one, at once, and without a mail.

A door keeps one assignment for each place people come from, and it is HR's like any other: ending it, or undoing what
it gave, closes the way for those who come later. Who is exempt, or had it withdrawn by hand, is not given it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.assignments import audience, dues
from lms.assigning.assignments.audience import Part
from lms.assigning.assignments.dues import Due
from lms.assigning.assignments.models import ACTIVE, APPLIED, STAY, Assignment, AssignmentRun
from lms.assigning.assignments.runs import BY_HAND
from lms.assigning.assignments.staging import Staging, rows_for, write
from lms.assigning.assignments.terms import terms_of
from lms.assigning.reminding.models import ReminderLadder
from lms.kernel.database import insert

OPENED: Final = "opened"
"""The cause of a run that gives to whoever opens it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where people come from, and the assignment that is kept for it. `id`: of the assignment, the same every time."""

    id: UUID
    organisation_id: UUID
    curriculum_id: UUID
    part: Part
    name: str


def give(session: Session, place: Place, person_id: UUID, now: datetime) -> bool:
    """Give a place's curriculum to somebody who opened it, in the caller's writing transaction; return whether that was
    news. Of any number at once each is given it once. The caller has seen that the curriculum can be given.
    """
    assignment = _kept(session, place, now)
    run = _run(session, assignment, now) if assignment.state == ACTIVE else None
    if run is None:
        return False
    terms = terms_of(session, assignment)
    staging = Staging(terms, run.id, now, terms.plan.total)
    rows = rows_for(session, staging, [person_id])
    given = write(session, staging, rows)
    run.planned, run.done = run.planned + given, run.done + given
    run.given += given if any(row.completed_at is None for row in rows) else 0
    return bool(given)


def _kept(session: Session, place: Place, now: datetime) -> Assignment:
    """Return the place's assignment under a lock, made where it is not there yet; no mail reminds of a new one."""
    found = session.get(Assignment, place.id, with_for_update=True)
    if found is None:
        made = insert(session, Assignment).values(_new(place, now)).on_conflict_do_nothing().returning(Assignment.id)
        if session.scalar(made) is not None:
            silent = {"organisation_id": place.organisation_id, "assignment_id": place.id, "steps": []}
            session.add(ReminderLadder(**silent, changed_at=now))
        found = session.get_one(Assignment, place.id, with_for_update=True)
    return found


def _new(place: Place, now: datetime) -> dict[str, Any]:
    return {
        "id": place.id,
        "organisation_id": place.organisation_id,
        "curriculum_id": place.curriculum_id,
        "name": place.name,
        "state": ACTIVE,
        "audience": audience.to_json([place.part]),
        "due": dues.to_json(Due()),
        "standing": False,
        "leaves": STAY,
        "created_at": now,
    }


def _run(session: Session, assignment: Assignment, now: datetime) -> AssignmentRun | None:
    """Return the run that those who come are given it by; None where it was undone, and not given by hand since."""
    mine = select(AssignmentRun).where(AssignmentRun.assignment_id == assignment.id)
    every = session.scalars(mine.where(AssignmentRun.cause.in_((OPENED, BY_HAND)))).all()
    opened = [each for each in every if each.cause == OPENED]
    going_on = next((each for each in opened if each.undone_at is None), None)
    if going_on is not None:
        return going_on
    undone = max((each.undone_at for each in opened if each.undone_at is not None), default=None)
    by_hand = [each.created_at for each in every if each.cause == BY_HAND and each.undone_at is None]
    if undone is not None and not any(at >= undone for at in by_hand):
        return None
    of = {"organisation_id": assignment.organisation_id, "assignment_id": assignment.id}
    at = {"created_at": now, "applied_at": now, "mails_at": now}  # its mails are over: undoing leaves what is finished
    made = AssignmentRun(**of, **at, state=APPLIED, cause=OPENED, planned=0, done=0, given=0)
    session.add(made)
    session.flush()
    return made
