"""A line manager's own reports, and how each stands with what they have been given. Completion only, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.local_days import late_condition
from lms.assigning.assignments.models import APPLIED, COMPLETED, OPEN, Assigned, AssignmentRun
from lms.assigning.assignments.reading import zone_of
from lms.kernel.permissions import Actor, NotFound
from lms.people.models import Person

MOST = 500
"""More direct reports than anybody has; the list needs no pages."""


@dataclass(frozen=True)
class Report:
    """One report: how many curricula are open, late and done, and the next day something is due."""

    person_id: UUID
    name: str
    job: str | None
    away_until: date | None
    open: int
    late: int
    done: int
    next_due: date | None


def reports_of(session: Session, actor: Actor, now: datetime) -> Sequence[Report]:
    """Return the actor's active reports, the first 500 by name, of them who is late first; two queries."""
    late = late_condition(now, zone_of(session, actor.organisation_id))
    applied = and_(AssignmentRun.id == Assigned.run_id, AssignmentRun.state == APPLIED)
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            Person.job,
            Person.away_until,
            _counted(and_(Assigned.state == OPEN, AssignmentRun.id.is_not(None))),
            _counted(and_(late, AssignmentRun.id.is_not(None))),
            _counted(and_(Assigned.state == COMPLETED, AssignmentRun.id.is_not(None))),
            func.min(case((and_(Assigned.state == OPEN, AssignmentRun.id.is_not(None)), Assigned.due))),
        )
        .select_from(Person)
        .outerjoin(Assigned, Assigned.person_id == Person.id)
        .outerjoin(AssignmentRun, applied)
        .where(*reporting(actor))
        .group_by(Person.id, Person.name, Person.job, Person.away_until)
        .order_by(Person.name, Person.id)
        .limit(MOST)
    )
    found = [
        Report(person, name, job, away, int(open_ or 0), int(late_ or 0), int(done or 0), next_due)
        for person, name, job, away, open_, late_, done, next_due in rows
    ]
    return sorted(found, key=lambda each: (-each.late, each.name, each.person_id))


def report(session: Session, actor: Actor, person: UUID) -> Person:
    """Return one of the actor's own reports. NotFound for anybody else, HR's people included."""
    found = session.scalars(_mine(actor).where(Person.id == person)).one_or_none()
    if found is None:
        raise NotFound
    return found


def has_reports(session: Session, actor: Actor) -> bool:
    """Return whether anybody reports to the actor; one query by an index."""
    return session.scalar(_mine(actor).with_only_columns(Person.id).limit(1)) is not None


def _mine(actor: Actor) -> Select[Person]:
    return select(Person).where(*reporting(actor))


def reporting(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of reporting to the actor: whoever does is in the same organisation, and to say so as well
    would let a database that knows little of its tables walk all of it."""
    return Person.manager_id == actor.person_id, Person.active.is_(True)


def _counted(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((condition, 1), else_=0))
