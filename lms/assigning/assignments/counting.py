"""How much of a curriculum somebody has done: kept in their row, so that no list ever counts modules.

A completed module counts in the transaction that completed it. What was completed while a run was being staged is
counted when the run becomes seen, and everything else that could slip through each night.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from lms.assigning.assignments.completions import completed_by, counted
from lms.assigning.assignments.local_days import local_day
from lms.assigning.assignments.models import COMPLETED, OPEN, Assigned, Assignment, AssignmentRun
from lms.assigning.assignments.terms import finished_at
from lms.assigning.curricula.models import CurriculumItem
from lms.assigning.curricula.plan import Plan, progress
from lms.assigning.curricula.reading import plans_of
from lms.kernel import ledger, pace
from lms.kernel.jobs import JOB, Work, job
from lms.learning.completed import on_completed
from lms.learning.models import Enrolment, State
from lms.people.models import Organisation, Person

NAME: Final = "assignments.recount"
LOOKED_BACK: Final = timedelta(days=2)


@on_completed
def count_completed(session: Session, enrolment: Enrolment, now: datetime) -> None:
    """Bring what somebody has open up to date when they complete a module; one query where none of it holds that."""
    mine = (Assigned.person_id == enrolment.person_id, CurriculumItem.module_id == enrolment.module_id)
    rows = session.execute(
        _open().join(CurriculumItem, CurriculumItem.curriculum_id == Assigned.curriculum_id).where(*mine)
    ).all()
    finished = _count(session, rows)
    if finished:
        arguments = {
            "organisation": str(enrolment.organisation_id),
            "people": [str(enrolment.person_id)],
            "fields": ["completion"],
        }
        ledger.enqueue(session, "assignments.refresh", arguments, now=now, organisation_id=enrolment.organisation_id)


def count_again(session: Session, run: AssignmentRun, now: datetime) -> None:
    """Count for those of a run who completed something since it began to be staged: few, so they are asked first."""
    since = (Enrolment.organisation_id == run.organisation_id, Enrolment.completed_at >= run.created_at)
    lately = session.scalars(select(Enrolment.person_id).where(*since, Enrolment.state == State.COMPLETED)).all()
    curriculum = select(Assignment.curriculum_id).where(Assignment.id == run.assignment_id).scalar_subquery()
    theirs = (Assigned.person_id.in_(lately), Assigned.curriculum_id == curriculum)
    if lately:
        _count(session, session.execute(_open().where(*theirs, Assigned.run_id == run.id)).all())


def count_rows(session: Session, ids: Iterable[UUID]) -> int:
    """Count for these rows, where they are open; return how many are completed by it."""
    return _count(session, session.execute(_open().where(Assigned.id.in_(list(ids)))).all())


def _open() -> Any:
    """Return open rows with the zones that say on which day something was completed, locked against a second count."""
    return (
        select(
            Assigned.id,
            Assigned.person_id,
            Assigned.curriculum_id,
            Assigned.counted_from,
            Assigned.done,
            Assigned.total,
            Person.time_zone,
            Organisation.time_zone.label("organisation_zone"),
        )
        .join(Person, Person.id == Assigned.person_id)
        .join(Organisation, Organisation.id == Assigned.organisation_id)
        .where(Assigned.state == OPEN)
        .with_for_update(of=Assigned)
    )


def _count(session: Session, rows: Sequence[Any]) -> int:
    if not rows:
        return 0
    plans = plans_of(session, {row.curriculum_id for row in rows})
    modules = {module for plan in plans.values() for module in plan.modules}
    done = completed_by(session, {row.person_id for row in rows}, modules)
    changes = [_change(row, plans.get(row.curriculum_id, Plan(())), done.get(row.person_id, {})) for row in rows]
    finished = [change for change in changes if change and "state" in change]
    counted_on = [change for change in changes if change and "state" not in change]
    for each in (finished, counted_on):
        if each:
            session.execute(update(Assigned), each)
    return len(finished)


def _change(row: Any, plan: Plan, completed: Mapping[UUID, datetime]) -> dict[str, Any] | None:
    """Return what changes in a row, None where it stands as it should."""
    known = counted(completed, row.counted_from, row.time_zone, row.organisation_zone)
    where = progress(plan, {module: at.date() for module, at in known.items()})
    values: dict[str, Any] = {"id": row.id, "done": where.done, "total": where.total}
    if where.finished:
        at = finished_at(plan, known)
        day = local_day(at, row.time_zone, row.organisation_zone)
        return {**values, "state": COMPLETED, "completed_at": at, "completed_on": day, "missing": None}
    return None if (where.done, where.total) == (row.done, row.total) else values


@job(NAME, allowed=JOB, label=_l("Count progress again after a curriculum was changed"))
def recount(work: Work) -> None:
    """Count again everything that is open in a curriculum; what is completed stays completed."""
    curriculum = UUID(str(work.arguments["curriculum"]))
    recount_where(work, Assigned.curriculum_id == curriculum)


def recount_where(work: Work, wanted: ColumnElement[bool]) -> None:
    """Count again the open rows that `wanted` picks, in portions."""
    with work.reading() as session:
        ids = list(session.scalars(select(Assigned.id).where(wanted, Assigned.state == OPEN).order_by(Assigned.id)))
    rhythm = pace.of_rows()
    for portion in rhythm.portions(ids):
        with work.writing() as session, rhythm.timed(len(portion)):
            count_rows(session, portion)


def completed_lately(organisation_id: UUID, now: datetime) -> ColumnElement[bool]:
    """Return the condition for rows of people who completed something in the last two days."""
    since = (Enrolment.organisation_id == organisation_id, Enrolment.completed_at >= now - LOOKED_BACK)
    lately = select(Enrolment.person_id).where(*since, Enrolment.state == State.COMPLETED)
    return (Assigned.organisation_id == organisation_id) & Assigned.person_id.in_(lately)
