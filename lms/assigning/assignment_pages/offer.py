"""What can be chosen when something is assigned: curricula, departments, groups, people, events.

A company has thousands of departments and a hundred thousand people: a page shows what is chosen, what a search finds
and, where they are few, the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, literal, or_, select, true
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import DueEvent
from lms.assigning.cohorts.models import Cohort
from lms.assigning.curricula.choosing import published
from lms.assigning.curricula.models import Curriculum
from lms.assigning.curricula.plan import Hours, Minutes, Plan, hours
from lms.assigning.curricula.reading import plans_of
from lms.assigning.groups.models import PeopleGroup
from lms.catalog.models import Module, ModuleVersion
from lms.catalog.shelf import newest
from lms.kernel.addresses import is_reachable
from lms.kernel.permissions import Actor, scope_of
from lms.people.models import Department, Person

FEW, MOST_FOUND = 40, 20
DEEPEST = 60
"""Departments above one another that are named."""


@dataclass(frozen=True)
class CurriculumChoice:
    """A published curriculum: how many modules, what it takes, and the days from one module to the next."""

    id: UUID
    title: dict[str, str]
    modules: int
    takes: Hours
    every_days: int


@dataclass(frozen=True)
class Choice:
    """One department, group, event or person to tick; `note` is what tells two of one name apart."""

    id: UUID
    name: str
    note: str = ""
    count: int | None = None


@dataclass(frozen=True)
class Chosen:
    """The ids that are ticked already, by kind, and the word that is searched for."""

    departments: frozenset[UUID] = frozenset()
    groups: frozenset[UUID] = frozenset()
    people: frozenset[UUID] = frozenset()
    cohorts: frozenset[UUID] = frozenset()
    word: str = ""


@dataclass(frozen=True)
class Offer:
    """What the form shows. `searched`: whether a search narrowed it; `hidden`: there is more than is shown."""

    curricula: Sequence[CurriculumChoice]
    departments: Sequence[Choice]
    groups: Sequence[Choice]
    cohorts: Sequence[Choice]
    people: Sequence[Choice]
    events: Sequence[DueEvent]
    hidden: bool = False


def offer_of(session: Session, actor: Actor, chosen: Chosen) -> Offer:
    """Return what can be chosen; ten queries at most, however many people there are."""
    departments = _departments(session, actor, chosen)
    groups = _groups(session, actor, chosen)
    events = session.scalars(select(DueEvent).where(scope_of(DueEvent, actor)).order_by(DueEvent.name).limit(FEW))
    return Offer(
        curricula=curricula_of(session, actor),
        departments=departments[:FEW],
        groups=groups[:FEW],
        cohorts=_cohorts(session, actor, chosen),
        people=_people(session, actor, chosen),
        events=list(events),
        hidden=len(departments) > FEW or len(groups) > FEW,
    )


def curricula_of(session: Session, actor: Actor) -> list[CurriculumChoice]:
    """Return the curricula that can be given, with what they take; four queries."""
    rows = published(session, actor)
    plans = plans_of(session, [row.id for row in rows])
    minutes = _minutes(session, actor, plans)
    return [_choice(row, plans[row.id], minutes) for row in rows if row.id in plans]


def _choice(row: Curriculum, plan: Plan, minutes: Mapping[UUID, Minutes]) -> CurriculumChoice:
    return CurriculumChoice(row.id, row.title, len(plan.modules), hours(plan, minutes), row.every_days)


def _minutes(session: Session, actor: Actor, plans: Mapping[UUID, Plan]) -> dict[UUID, Minutes]:
    wanted = {module for plan in plans.values() for module in plan.modules}
    if not wanted:
        return {}
    rows = session.execute(
        select(Module.id, ModuleVersion.document)
        .join(ModuleVersion, newest())
        .where(scope_of(Module, actor), Module.id.in_(wanted))
    )
    return {module: Minutes(document["minutes"], document.get("work_minutes", 0)) for module, document in rows}


def _departments(session: Session, actor: Actor, chosen: Chosen) -> list[Choice]:
    """Return what is ticked first, so that it is never out of sight, then those at the top, then the others by name;
    at most one more than is shown. Two queries."""
    wanted = _like(Department.name, chosen.word) if chosen.word else true()
    ticked = Department.id.in_(chosen.departments)
    query = select(Department.id, Department.name).where(scope_of(Department, actor), or_(wanted, ticked))
    ordered = query.order_by(case((ticked, 0), else_=1), Department.parent_id.is_not(None), Department.name)
    found = session.execute(ordered.order_by(Department.id).limit(max(FEW, len(chosen.departments)) + 1)).all()
    ways = _ways(session, [id for id, _name in found])
    return [Choice(id, name, " › ".join(ways.get(id, ()))) for id, name in found]


def _ways(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Return the names above each of these departments, from the top down; one query."""
    begin = select(Department.id.label("of"), Department.parent_id.label("above"), literal(0).label("steps"))
    up = begin.where(Department.id.in_(ids)).cte("up", recursive=True)
    higher = select(up.c.of, Department.parent_id, up.c.steps + 1).join(Department, Department.id == up.c.above)
    up = up.union_all(higher.where(up.c.steps < DEEPEST))
    named = select(up.c.of, Department.name).join(Department, Department.id == up.c.above)
    found: dict[UUID, list[str]] = {}
    for id, name in session.execute(named.order_by(up.c.steps.desc())):
        found.setdefault(id, []).append(name)
    return found


def _groups(session: Session, actor: Actor, chosen: Chosen) -> list[Choice]:
    wanted = ~PeopleGroup.retired
    if chosen.word:
        wanted &= _like(PeopleGroup.name, chosen.word)
    query = select(PeopleGroup).where(scope_of(PeopleGroup, actor), or_(wanted, PeopleGroup.id.in_(chosen.groups)))
    rows = list(session.scalars(query.order_by(PeopleGroup.name).limit(FEW + 1 + len(chosen.groups))))
    rows.sort(key=lambda row: row.id not in chosen.groups)
    return [Choice(row.id, row.name, count=row.members) for row in rows]


def _cohorts(session: Session, actor: Actor, chosen: Chosen) -> list[Choice]:
    wanted = ~Cohort.retired
    if chosen.word:
        wanted &= _like(Cohort.name, chosen.word)
    query = select(Cohort).where(scope_of(Cohort, actor), or_(wanted, Cohort.id.in_(chosen.cohorts)))
    rows = list(session.scalars(query.order_by(Cohort.name).limit(FEW + len(chosen.cohorts))))
    rows.sort(key=lambda row: row.id not in chosen.cohorts)
    return [Choice(row.id, row.name) for row in rows]


def _people(session: Session, actor: Actor, chosen: Chosen) -> list[Choice]:
    ticked = _found(session, actor, Person.id.in_(chosen.people), len(chosen.people)) if chosen.people else []
    if len(chosen.word) < 2:  # one letter finds half a company
        return ticked
    word = or_(_like(Person.name, chosen.word), _like(Person.email, chosen.word))
    found = _found(session, actor, word & Person.active & Person.id.not_in(chosen.people), MOST_FOUND)
    return [*ticked, *found]


def _found(session: Session, actor: Actor, condition: ColumnElement[bool], most: int) -> list[Choice]:
    rows: Iterable[Any] = session.execute(
        select(Person.id, Person.name, Person.email)
        .where(scope_of(Person, actor), condition)
        .order_by(Person.name, Person.id)
        .limit(most)
    )
    return [Choice(id, name, email if is_reachable(email) else "") for id, name, email in rows]


def _like(column: Any, word: str) -> ColumnElement[bool]:
    plain = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    found: ColumnElement[bool] = column.ilike(f"%{plain}%", escape="\\")
    return found
