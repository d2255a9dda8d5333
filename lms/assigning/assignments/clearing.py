"""Taking away, in portions, the rows of runs that were undone: nobody sees them any more, whenever this is done."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import (
    ACTIVE,
    APPLIED,
    OPEN,
    UNDONE,
    WITHDRAWN,
    Assigned,
    Assignment,
    AssignmentRun,
    ExtensionWish,
)
from lms.kernel import ledger, pace
from lms.kernel.jobs import JOB, Work, job

NAME: Final = "assignments.clear"
REASON: Final = "undone"
AT_ONCE: Final = 500
"""Rows that are taken away in the request itself, so that a small undoing is over when its page says so."""


@job(NAME, allowed=JOB, label=_l("Take back what was given by mistake"))
def clear(work: Work) -> None:
    """Take away the rows of one undone run: deleted where no mail went, else withdrawn where they are open."""
    _clear(work, UUID(str(work.arguments["run"])))


def clear_undone(work: Work, curriculum_id: UUID) -> None:
    """Delete what undone runs of a curriculum have left, so that it stands in nobody's way."""
    left = (
        select(Assigned.run_id)
        .join(AssignmentRun, AssignmentRun.id == Assigned.run_id)
        .where(Assigned.curriculum_id == curriculum_id, AssignmentRun.state == UNDONE)
        .distinct()
    )
    with work.reading() as session:
        runs = list(session.scalars(left))
    for run_id in runs:
        _clear(work, run_id)


def _clear(work: Work, run_id: UUID) -> None:
    rhythm = pace.of_rows()
    while True:
        asked = rhythm.size
        with work.writing() as session, rhythm.timed(asked):
            if clear_some(session, run_id, asked, work.now()) < asked:
                return
        rhythm.rest()


def clear_some(session: Session, run_id: UUID, most: int, now: datetime) -> int:
    """Take away up to `most` rows of an undone run; return how many.

    With the last of them gone, the other assignments of the curriculum are looked at: whoever is in their audience too
    is asked by one of those from now on.
    """
    run = session.get_one(AssignmentRun, run_id)
    if run.state == UNDONE:
        taken = _delete(session, run_id, most)
    elif run.state == APPLIED and run.undone_at is not None:
        taken = _withdraw(session, run_id, most)
    else:
        return 0
    if taken < most:
        _let_others_ask(session, run, now)
    return taken


def _let_others_ask(session: Session, run: AssignmentRun, now: datetime) -> None:
    undone = session.get_one(Assignment, run.assignment_id)
    others = select(Assignment.id).where(
        Assignment.curriculum_id == undone.curriculum_id,
        Assignment.id != undone.id,
        Assignment.state == ACTIVE,
        Assignment.standing,
    )
    for each in session.scalars(others).all():
        of = {"organisation": str(run.organisation_id), "assignment": str(each), "fields": ["groups"]}
        key = f"undone:{run.id}:{each}"
        ledger.enqueue(session, "assignments.refresh", of, now=now, key=key, organisation_id=run.organisation_id)


def _delete(session: Session, run_id: UUID, most: int) -> int:
    ids = list(session.scalars(select(Assigned.id).where(Assigned.run_id == run_id).limit(most)))
    session.execute(delete(ExtensionWish).where(ExtensionWish.assigned_id.in_(ids)))
    session.execute(delete(Assigned).where(Assigned.id.in_(ids)))
    return len(ids)


def _withdraw(session: Session, run_id: UUID, most: int) -> int:
    opened = select(Assigned.id).where(Assigned.run_id == run_id, Assigned.state == OPEN).limit(most)
    ids = list(session.scalars(opened))
    values = {"state": WITHDRAWN, "reason": REASON, "missing": None}
    session.execute(update(Assigned).where(Assigned.id.in_(ids)).values(values))
    return len(ids)
