"""Taking back what a run gave: without a trace while its mails are held, with a word about it afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from lms.assigning.assignments import clearing
from lms.assigning.assignments.arriving import OPENED
from lms.assigning.assignments.models import (
    ACTIVE,
    APPLIED,
    COMPLETED,
    DRAFT,
    OPEN,
    STAGING,
    UNDONE,
    Assigned,
    Assignment,
    AssignmentRun,
)
from lms.assigning.assignments.runs import BY_HAND
from lms.kernel import audit, ledger
from lms.kernel.permissions import Actor


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing did. `people`: whose row goes; `kept`: who had completed it, which stays (only after mails went).

    Whoever had finished before the run began is in neither: it asked nothing of them.

    `traceless`: no mail had gone. `already`: it was undone before, nothing happened. `stopped`: the assignment no
    longer reaches newcomers.
    """

    people: int
    kept: int
    traceless: bool
    already: bool = False
    stopped: bool = False


def may_vanish(run: AssignmentRun, now: datetime) -> bool:
    """Return whether undoing it now leaves no trace: its first mails are still held."""
    return run.undone_at is None and (run.mails_at is None or now < run.mails_at)


def undo(session: Session, actor: Actor, run: AssignmentRun, now: datetime) -> Undone:
    """Take back what a run gave. Doing it twice is the same as once. What people learnt meanwhile stays theirs.

    Before `mails_at` (or while it is staging) its rows vanish as if never given; afterwards what is open is withdrawn
    with the reason "undone" and what is completed stays. Rows go in portions, by a job; where mails had not gone nobody
    sees them from this moment on.
    """
    session.get_one(Assignment, run.assignment_id, with_for_update=True, populate_existing=True)  # no run begins now
    held = session.get_one(AssignmentRun, run.id, with_for_update=True, populate_existing=True)
    if held.undone_at is not None:
        return Undone(0, 0, traceless=held.state == UNDONE, already=True)
    traceless = may_vanish(held, now)
    people, kept = _take_back(session, held, now)
    stopped, followers = _stop(session, held)
    for each in followers:
        more, stay = _take_back(session, each, now)
        people, kept = people + more, kept + stay
    audit.note(session, actor, "assignment.undone", now, detail=f"{people} back, {kept} kept")
    return Undone(people, kept, traceless, stopped=stopped)


def _take_back(session: Session, run: AssignmentRun, now: datetime) -> tuple[int, int]:
    """Undo one run; return how many rows go and how many stay because they are completed."""
    traceless = may_vanish(run, now)
    by_state = _by_state(session, run)
    run.undone_at = now
    if traceless:
        run.state = UNDONE
    session.flush()
    _take_away(session, run, now)
    if traceless:
        return sum(by_state.values()), 0
    return by_state.get(OPEN, 0), by_state.get(COMPLETED, 0)


def _by_state(session: Session, run: AssignmentRun) -> dict[str, int]:
    news = or_(Assigned.completed_at.is_(None), Assigned.completed_at >= run.created_at)
    rows = select(Assigned.state, func.count()).where(Assigned.run_id == run.id, news).group_by(Assigned.state)
    return {state: count for state, count in session.execute(rows)}  # noqa: C416  - rows are no pairs to mypy


def _take_away(session: Session, run: AssignmentRun, now: datetime) -> None:
    """Take a small run's rows away at once; leave a large one's to a job."""
    if clearing.clear_some(session, run.id, clearing.AT_ONCE, now) == clearing.AT_ONCE:
        key = str(run.id)
        ledger.enqueue(session, clearing.NAME, {"run": key}, now=now, key=key, organisation_id=run.organisation_id)


def _stop(session: Session, run: AssignmentRun) -> tuple[bool, list[AssignmentRun]]:
    """Make the assignment a draft again where no run of it by hand is left, or else keep it from giving it again.

    Return whether it no longer reaches newcomers although it did, and the runs that go with the last one by hand: what
    it gave to newcomers and in later cycles.
    """
    assignment = session.get_one(Assignment, run.assignment_id)
    mine = select(AssignmentRun).where(
        AssignmentRun.assignment_id == run.assignment_id, AssignmentRun.undone_at.is_(None)
    )
    left = list(session.scalars(mine.where(AssignmentRun.state.in_((APPLIED, STAGING))).with_for_update()))
    gave_on = assignment.standing or run.cause == OPENED
    stopped = gave_on and assignment.state == ACTIVE
    if any(each.cause == BY_HAND for each in left):
        assignment.standing = False
        return stopped, []
    if assignment.state == ACTIVE:
        assignment.state = DRAFT
    return stopped, left
