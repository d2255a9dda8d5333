"""What HR ought to look at: counts in three queries, and the names behind each by keyset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.dues import WAITS_FOR
from lms.assigning.assignments.inviting import reachable
from lms.assigning.assignments.local_days import late_condition, local_day
from lms.assigning.assignments.models import ASKED, FAILED, OPEN, STAGING, Assigned, AssignmentRun, ExtensionWish
from lms.assigning.assignments.reading import seen, zone_of
from lms.assigning.assignments.runs import NAME
from lms.kernel import ledger
from lms.kernel.addresses import is_reachable
from lms.kernel.ids import read_id
from lms.kernel.ledger import Job
from lms.kernel.permissions import Actor, scope_of
from lms.people.models import Department, Person

PAGE: Final = 50
After = tuple[str, str]


class Why(StrEnum):
    """Why something is an exception."""

    MISSING = "missing"
    UNREACHABLE = "unreachable"
    LATE = "late"
    WISHES = "wishes"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Counts. `missing`: open rows that wait for a date, by anchor; `unreachable`: people with something open and no
    e-mail address; `late`: rows; `wishes`: undecided ones, `wishes_past` of them where the due date is past;
    `failed`: runs that stand still."""

    missing: Mapping[str, int]
    unreachable: int
    late: int
    wishes: int
    wishes_past: int
    failed: int

    @property
    def none(self) -> bool:
        """Return whether there is nothing to look at."""
        return not (sum(self.missing.values()) + self.unreachable + self.late + self.wishes + self.failed)


@dataclass(frozen=True, slots=True)
class Case:
    """One row behind a count: the person, and what of theirs it is about; `days_late` is 0 where it is not late."""

    assigned_id: UUID
    person_id: UUID
    name: str
    email: str
    department: str | None
    curriculum_id: UUID
    assignment_id: UUID
    due: date | None
    missing: str | None
    days_late: int
    no_email: bool


def exceptions(session: Session, actor: Actor, now: datetime, known: Mapping[str, int] | None = None) -> Exceptions:
    """Return the counts for HR, or for a line manager those of own reports. Three queries.

    `known`: counts that need not be made, by their name here: "late" and "unreachable" of a large organisation.
    """
    zone = zone_of(session, actor.organisation_id)
    today = local_day(now, None, zone)
    mine = scope_of(Assigned, actor)
    counts: dict[str, Any] = {
        anchor: _rows(mine, Assigned.state == OPEN, Assigned.missing == anchor) for anchor in WAITS_FOR.values()
    }
    undecided = (
        select(func.count())
        .select_from(ExtensionWish)
        .where(scope_of(ExtensionWish, actor), ExtensionWish.state == ASKED)
    )
    past = undecided.join(Assigned, Assigned.id == ExtensionWish.assigned_id).where(Assigned.due < today)
    failed = (
        select(func.count()).select_from(AssignmentRun).where(scope_of(AssignmentRun, actor), stands_still(session))
    )
    people = select(func.count()).select_from(Person).where(scope_of(Person, actor), Person.active, ~reachable())
    has_open = exists().where(Assigned.person_id == Person.id, Assigned.state == OPEN, seen())
    counts |= {
        "unreachable": people.where(has_open),
        "late": _rows(mine, late_condition(now, zone)),
        "wishes": undecided,
        "wishes_past": past,
        "failed": failed,
    }
    counts = {name: query.scalar_subquery() for name, query in counts.items()}
    counts |= {name: literal(count) for name, count in (known or {}).items()}
    row = session.execute(select(*(each.label(name) for name, each in counts.items()))).one()
    missing = {anchor: getattr(row, anchor) for anchor in WAITS_FOR.values() if getattr(row, anchor)}
    return Exceptions(missing, row.unreachable, row.late, row.wishes, row.wishes_past, row.failed)


def _rows(*wanted: ColumnElement[bool]) -> Any:
    """Return the count of rows of active people that are seen."""
    rows = select(func.count()).select_from(Assigned).join(Person, Person.id == Assigned.person_id)
    return rows.where(*wanted, Person.active, seen())


def stands_still(session: Session) -> ColumnElement[bool]:
    """Return the condition that a run does not go on by itself: its job failed on its last try; one query."""
    parked = session.scalars(select(Job.key).where(Job.name == NAME, Job.state == ledger.FAILED))
    ids = [id for key in parked if key is not None and (id := read_id(key)) is not None]
    return or_(AssignmentRun.state == FAILED, and_(AssignmentRun.state == STAGING, AssignmentRun.id.in_(ids)))


def behind(
    session: Session, actor: Actor, why: Why, now: datetime, *, anchor: str | None = None, after: After | None = None
) -> tuple[list[Case], After | None]:
    """Return 50 rows behind a count of missing, unreachable or late, by name, and where the next page begins."""
    zone = zone_of(session, actor.organisation_id)
    query = (
        select(Assigned, Person.name, Person.email, Person.time_zone, Department.name.label("in_"))
        .join(Person, Person.id == Assigned.person_id)
        .outerjoin(Department, Department.id == Person.department_id)
        .where(scope_of(Assigned, actor), Person.active, seen(), _why(why, anchor, late_condition(now, zone)))
    )
    if after is not None:
        name, id = after[0], read_id(after[1])
        query = query.where(or_(Person.name > name, and_(Person.name == name, Assigned.id > id)))
    rows = session.execute(query.order_by(Person.name, Assigned.id).limit(PAGE + 1)).all()
    found = [_case(row, why, now, zone) for row in rows[:PAGE]]
    return found, (found[-1].name, str(found[-1].assigned_id)) if len(rows) > PAGE else None


def _why(why: Why, anchor: str | None, late: ColumnElement[bool]) -> ColumnElement[bool]:
    if why is Why.LATE:
        return late
    if why is Why.UNREACHABLE:
        return and_(Assigned.state == OPEN, ~reachable())
    if why is Why.MISSING:
        anchors = list(WAITS_FOR.values()) if anchor is None else [anchor]  # named, so that their index serves it
        return and_(Assigned.state == OPEN, Assigned.missing.in_(anchors))
    raise ValueError(f"{why} has lists of its own: reading.wishes, failed_runs")


def _case(row: Any, why: Why, now: datetime, zone: str) -> Case:
    assigned: Assigned = row.Assigned
    late = why is Why.LATE and assigned.due is not None
    days = (local_day(now, row.time_zone, zone) - assigned.due).days if late and assigned.due else 0
    return Case(
        assigned.id,
        assigned.person_id,
        row.name,
        row.email,
        row.in_,
        assigned.curriculum_id,
        assigned.assignment_id,
        assigned.due,
        assigned.missing,
        days,
        not is_reachable(row.email),
    )


def failed_runs(session: Session, actor: Actor) -> list[AssignmentRun]:
    """Return the runs that stand still, the latest first, at most 50; `runs.begin` goes on with them."""
    mine = select(AssignmentRun).where(scope_of(AssignmentRun, actor), stands_still(session))
    return list(session.scalars(mine.order_by(AssignmentRun.created_at.desc()).limit(PAGE)))
