"""Which modules people have completed and when, and how much of a plan that is, read for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.local_days import local_day
from lms.assigning.assignments.terms import Terms, finished_at
from lms.assigning.curricula.plan import Plan, Section, progress
from lms.kernel.bulk import among
from lms.kernel.zones import zone_of
from lms.learning.models import Enrolment, State

Completed = Mapping[UUID, datetime]
FURTHEST: Final = timedelta(hours=27)
"""Days begin at most so far apart in two places of the world."""


def completed_by(session: Session, people: Iterable[UUID], modules: Iterable[UUID]) -> dict[UUID, dict[UUID, datetime]]:
    """Return {person: {module: when they completed it last}} of these modules; one query, nobody without any."""
    found: dict[UUID, dict[UUID, datetime]] = {}
    rows = session.execute(
        select(Enrolment.person_id, Enrolment.module_id, func.max(Enrolment.completed_at))
        .where(among(session, Enrolment.person_id, people), Enrolment.module_id.in_(list(modules)))
        .where(Enrolment.state == State.COMPLETED, Enrolment.completed_at.is_not(None))
        .group_by(Enrolment.person_id, Enrolment.module_id)
    )
    for person, module, at in rows:
        if at is not None:
            found.setdefault(person, {})[module] = at
    return found


def counted(
    completed: Completed, counted_from: date | None, zone: str | None, organisation_zone: str
) -> dict[UUID, datetime]:
    """Return those that count: completed on that day or later where the person lives."""
    if counted_from is None:
        return dict(completed)
    return {m: at for m, at in completed.items() if local_day(at, zone, organisation_zone) >= counted_from}


@dataclass(frozen=True, slots=True)
class Done:
    """How many modules of a plan somebody has done that count, and when that finished it, None while it is not."""

    modules: int = 0
    finished_at: datetime | None = None


NOTHING: Final = Done()


def done_by(session: Session, terms: Terms, people: Sequence[tuple[UUID, str | None, date | None]]) -> dict[UUID, Done]:
    """Return what people have done, given as (id, time zone, first day that counts); who has done nothing is not in it.

    One query counts modules by section. Who has finished, and who completed something so near to the first day that
    counts that their time zone decides, is looked at module by module in a second one.
    """
    if not people or not terms.plan.total:
        return {}
    since = min((day for _, _, day in people if day is not None), default=None)
    latest = max((day for _, _, day in people if day is not None), default=None)
    sections = [section for section in terms.plan.sections if section.asks]
    counts = [_counted(section).label(f"section_{number}") for number, section in enumerate(sections)]
    query = (
        select(Enrolment.person_id, *counts, _close(since, latest, terms.zone).label("close"))
        .where(among(session, Enrolment.person_id, [id for id, _, _ in people]))
        .where(Enrolment.module_id.in_(asked(terms.plan)))
        .where(Enrolment.state == State.COMPLETED, Enrolment.completed_at.is_not(None))
        .group_by(Enrolment.person_id)
    )
    if since is not None:
        query = query.where(Enrolment.completed_at >= midnight(since, terms.zone) - FURTHEST)
    found, exactly = {}, set()
    asks, total = [section.asks for section in sections], terms.plan.total
    for id, *done, close in session.execute(query):
        found[id] = Done(sum(map(min, done, asks)))
        if close or found[id].modules >= total:
            exactly.add(id)
    if exactly:
        found |= _exactly(session, terms, [each for each in people if each[0] in exactly])
    return found


def _counted(section: Section) -> ColumnElement[int]:
    required = [item.module for item in section.required]
    return func.count(case((Enrolment.module_id.in_(required), Enrolment.module_id)).distinct())


def _close(since: date | None, latest: date | None, zone: str) -> Any:
    if since is None or latest is None:
        return func.max(0)
    near = Enrolment.completed_at < midnight(latest, zone) + FURTHEST
    return func.max(case((near, 1), else_=0))


def _exactly(
    session: Session, terms: Terms, people: Sequence[tuple[UUID, str | None, date | None]]
) -> dict[UUID, Done]:
    completed = completed_by(session, [id for id, _, _ in people], asked(terms.plan))
    found = {}
    for id, zone, since in people:
        known = counted(completed.get(id, {}), since, zone, terms.zone)
        where = progress(terms.plan, {module: at.date() for module, at in known.items()})
        found[id] = Done(where.done, finished_at(terms.plan, known) if where.finished else None)
    return found


def asked(plan: Plan) -> list[UUID]:
    """Return the required modules of a plan."""
    return [item.module for section in plan.sections for item in section.required]


def midnight(day: date, zone: str) -> datetime:
    """Return the moment a day begins in a zone."""
    return datetime.combine(day, time.min, zone_of(zone))
