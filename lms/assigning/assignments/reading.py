"""Lists of assignments, of what one gave, and of what one person has: for pages, by keyset, never all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.local_days import away_condition, late_condition
from lms.assigning.assignments.models import (
    APPLIED,
    ASKED,
    COMPLETED,
    EXEMPT,
    OPEN,
    WITHDRAWN,
    Assigned,
    Assignment,
    AssignmentRun,
    ExtensionWish,
)
from lms.assigning.curricula.models import Curriculum
from lms.kernel.ids import read_id
from lms.kernel.permissions import Actor, Role, scope_of
from lms.people import words
from lms.people.models import Department, Organisation, Person

PAGE: Final = 50
After = tuple[str, str]
"""Where a page begins: the key and the id, as text, of the last one on the page before."""


@dataclass(frozen=True, slots=True)
class Counts:
    """People of one assignment: `given` altogether and how they stand; `late` and `missing` are among the open."""

    given: int = 0
    open: int = 0
    late: int = 0
    completed: int = 0
    exempt: int = 0
    withdrawn: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """One assignment in the list, with its latest run (None: never carried out)."""

    assignment: Assignment
    counts: Counts
    run: AssignmentRun | None


@dataclass(frozen=True, slots=True)
class Given:
    """What one person has through one assignment. `late`: past its last day where they live, and they are not away."""

    row: Assigned
    name: str
    email: str
    department: str | None
    late: bool
    away: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """An undecided wish for more time with what it is about."""

    wish: ExtensionWish
    row: Assigned
    name: str
    email: str
    curriculum_title: dict[str, str]


def zone_of(session: Session, organisation_id: UUID) -> str:
    """Return the organisation's time zone."""
    return session.scalar(select(Organisation.time_zone).where(Organisation.id == organisation_id)) or "UTC"


def seen() -> ColumnElement[bool]:
    """Return the condition that an `Assigned` counts: its run is applied."""
    return Assigned.run_id.in_(select(AssignmentRun.id).where(AssignmentRun.state == APPLIED))


def assignments(
    session: Session, actor: Actor, now: datetime, *, state: str | None = None, after: After | None = None
) -> tuple[list[Listed], After | None]:
    """Return 50 assignments, the newest first, and where the next page begins (created_at as ISO text, id)."""
    query = select(Assignment).where(scope_of(Assignment, actor))
    if state is not None:
        query = query.where(Assignment.state == state)
    if (place := _place(after)) is not None:
        at, id = place
        earlier = or_(Assignment.created_at < at, and_(Assignment.created_at == at, Assignment.id < id))
        query = query.where(earlier)
    rows = list(session.scalars(query.order_by(Assignment.created_at.desc(), Assignment.id.desc()).limit(PAGE + 1)))
    page = rows[:PAGE]
    ids = [each.id for each in page]
    stand, run = counts(session, actor, ids, now), _latest_runs(session, ids)
    listed = [Listed(each, stand.get(each.id, Counts()), run.get(each.id)) for each in page]
    return listed, (page[-1].created_at.isoformat(), str(page[-1].id)) if len(rows) > PAGE else None


def _place(after: After | None) -> tuple[datetime, UUID] | None:
    """Return the moment and the id behind which a page begins; None for the first one, and for a mistyped address."""
    if after is None:
        return None
    try:
        at, id = datetime.fromisoformat(after[0]).astimezone(UTC), read_id(after[1])
    except (ValueError, OverflowError):
        return None
    return None if id is None else (at, id)


def _latest_runs(session: Session, ids: Sequence[UUID]) -> dict[UUID, AssignmentRun]:
    numbered = (
        select(
            AssignmentRun.id,
            func.row_number()
            .over(
                partition_by=AssignmentRun.assignment_id,
                order_by=(AssignmentRun.created_at.desc(), AssignmentRun.id.desc()),
            )
            .label("place"),
        )
        .where(AssignmentRun.assignment_id.in_(ids))
        .subquery()
    )
    first = select(AssignmentRun).join(numbered, numbered.c.id == AssignmentRun.id).where(numbered.c.place == 1)
    return {run.assignment_id: run for run in session.scalars(first)}


def counts(session: Session, actor: Actor, assignment_ids: Sequence[UUID], now: datetime) -> dict[UUID, Counts]:
    """Return how the people of these assignments stand; one query."""
    late = late_condition(now, zone_of(session, actor.organisation_id))

    def counted(condition: ColumnElement[bool]) -> Any:
        return func.sum(case((condition, 1), else_=0))

    states = [counted(Assigned.state == state) for state in (COMPLETED, EXEMPT, WITHDRAWN)]
    rows = session.execute(
        select(
            Assigned.assignment_id,
            func.count(),
            counted(Assigned.state == OPEN),
            counted(late),
            *states,
            counted(and_(Assigned.state == OPEN, Assigned.missing.is_not(None))),
        )
        .join(Person, Person.id == Assigned.person_id)
        .where(scope_of(Assigned, actor), Assigned.assignment_id.in_(assignment_ids), seen())
        .group_by(Assigned.assignment_id)
    )
    return {row[0]: Counts(*(int(each) for each in row[1:])) for row in rows}


def standing(
    session: Session,
    actor: Actor,
    assignment: Assignment,
    now: datetime,
    *,
    shown: str = "all",
    word: str = "",
    after: After | None = None,
) -> tuple[list[Given], After | None]:
    """Return 50 people of one assignment by name. `shown`: "all", "open", "late", "completed", "exempt", "withdrawn",
    "missing"."""
    zone = zone_of(session, actor.organisation_id)
    query = _given(actor, now, zone).where(Assigned.assignment_id == assignment.id)
    query = query.where(*_shown(shown, late_condition(now, zone)))
    if word.strip():
        query = query.where(*words.matching(session, actor, word).conditions)
    if after is not None:
        name, id = after[0], read_id(after[1])
        query = query.where(or_(Person.name > name, and_(Person.name == name, Assigned.id > id)))
    rows = session.execute(query.order_by(Person.name, Assigned.id).limit(PAGE + 1)).all()
    found = [_one(row) for row in rows[:PAGE]]
    return found, (found[-1].name, str(found[-1].row.id)) if len(rows) > PAGE else None


def _shown(shown: str, late: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    conditions: dict[str, ColumnElement[bool]] = {
        "late": late,
        "missing": and_(Assigned.state == OPEN, Assigned.missing.is_not(None)),
        **{state: Assigned.state == state for state in (OPEN, COMPLETED, EXEMPT, WITHDRAWN)},
    }
    return [conditions[shown]] if shown in conditions else []


def _given(actor: Actor, now: datetime, zone: str) -> Any:
    columns = (Person.name, Person.email, Department.name.label("department"))
    flags = (late_condition(now, zone).label("late"), away_condition(now, zone).label("away"))
    return (
        select(Assigned, *columns, *flags)
        .join(Person, Person.id == Assigned.person_id)
        .outerjoin(Department, Department.id == Person.department_id)
        .where(scope_of(Assigned, actor), seen())
    )


def _one(row: Any) -> Given:
    return Given(row.Assigned, row.name, row.email, row.department, bool(row.late), bool(row.away))


def runs_of(session: Session, actor: Actor, assignment: Assignment) -> list[AssignmentRun]:
    """Return the latest 50 runs of an assignment, the newest first."""
    mine = (scope_of(AssignmentRun, actor), AssignmentRun.assignment_id == assignment.id)
    newest = (AssignmentRun.created_at.desc(), AssignmentRun.id.desc())
    return list(session.scalars(select(AssignmentRun).where(*mine).order_by(*newest).limit(PAGE)))


def given_to(session: Session, actor: Actor, person_id: UUID, now: datetime) -> list[Given]:
    """Return everything one person was given, what is open first, by due date; past cycles after it."""
    query = _given(actor, now, zone_of(session, actor.organisation_id)).where(Assigned.person_id == person_id)
    first = case((Assigned.state == OPEN, 0), else_=1)
    undated = case((Assigned.due.is_(None), 1), else_=0)
    return [_one(row) for row in session.execute(query.order_by(first, undated, Assigned.due, Assigned.id))]


def wishes(session: Session, actor: Actor, after: After | None = None) -> tuple[list[Wish], After | None]:
    """Return 50 undecided wishes that the actor may decide, the longest waiting first."""
    query = (
        select(ExtensionWish, Assigned, Person.name, Person.email, Curriculum.title)
        .join(Assigned, Assigned.id == ExtensionWish.assigned_id)
        .join(Person, Person.id == ExtensionWish.person_id)
        .join(Curriculum, Curriculum.id == Assigned.curriculum_id)
        .where(scope_of(ExtensionWish, actor), ExtensionWish.state == ASKED)
    )
    if Role.HR not in actor.roles:
        query = query.where(ExtensionWish.person_id != actor.person_id)
    if (place := _place(after)) is not None:
        at, id = place
        later = or_(ExtensionWish.asked_at > at, and_(ExtensionWish.asked_at == at, ExtensionWish.id > id))
        query = query.where(later)
    rows = session.execute(query.order_by(ExtensionWish.asked_at, ExtensionWish.id).limit(PAGE + 1)).all()
    found = [Wish(*row) for row in rows[:PAGE]]
    last = found[-1].wish if len(rows) > PAGE else None
    return found, (last.asked_at.isoformat(), str(last.id)) if last is not None else None


def own_wishes(session: Session, actor: Actor) -> list[ExtensionWish]:
    """Return one's own wishes, the latest first, at most 50."""
    mine = (scope_of(ExtensionWish, actor), ExtensionWish.person_id == actor.person_id)
    newest = (ExtensionWish.asked_at.desc(), ExtensionWish.id.desc())
    return list(session.scalars(select(ExtensionWish).where(*mine).order_by(*newest).limit(PAGE)))
