"""Counting: how people stand with curricula and modules, by department, by line manager, or all together.

The same queries count for a page over few people and, in a job, a whole organisation for its stored edition.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, null, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import Assigned
from lms.assigning.reports.rows import COUNTED, Column, Figures
from lms.assigning.reports.standings import WithModule, here, with_curriculum
from lms.people.models import Person

DEPARTMENT, MANAGER, ALL = "department", "manager", "all"
_COLUMNS = [Column(name.replace("_", "-")) for name in COUNTED]


@dataclass(frozen=True, slots=True)
class People:
    """Whose figures: active people of one organisation who meet `conditions` over `Person`, at a moment."""

    organisation_id: UUID
    now: datetime
    zone: str
    conditions: tuple[ColumnElement[bool], ...] = ()

    @property
    def them(self) -> tuple[ColumnElement[bool], ...]:
        """Return everything that makes somebody one of them."""
        return (Person.organisation_id == self.organisation_id, Person.active.is_(True), *self.conditions)


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures of those who stand under `by` (a department, a line manager, None: neither) with one subject."""

    subject_id: UUID
    by: UUID | None
    figures: Figures


def count_curricula(
    session: Session, people: People, by: str = ALL, only: Collection[UUID] | None = None
) -> list[Counted]:
    """Return the figures of every curriculum that somebody has, or of `only` those; one query."""
    conditions = with_curriculum(people.now, people.zone)
    under = _under(by)
    query: Any = (
        select(Assigned.curriculum_id, under, *(_sum(conditions[each]) for each in _COLUMNS))
        .join(Person, Person.id == Assigned.person_id)
        .where(here(people.organisation_id), *people.them)
        .group_by(Assigned.curriculum_id, *(() if by == ALL else (under,)))
    )
    if only is not None:
        query = query.where(Assigned.curriculum_id.in_(only))
    return [Counted(row[0], row[1], _figures(row[2:])) for row in session.execute(query)]


def count_module(session: Session, people: People, module_id: UUID, by: str = ALL) -> list[Counted]:
    """Return the figures of one module; one query. Who has nothing to do with it is nowhere in them."""
    asked = WithModule(people.organisation_id, module_id, people.now, people.zone)
    conditions = asked.conditions
    under = _under(by)
    query = asked.joined(select(under, *(_sum(conditions[each]) for each in _COLUMNS)).select_from(Person))
    query = query.where(*people.them)
    if by != ALL:
        query = query.group_by(under)
    counted = [Counted(module_id, row[0], _figures(row[1:])) for row in session.execute(query)]
    return [each for each in counted if each.figures != Figures()]


def _under(by: str) -> Any:
    return {DEPARTMENT: Person.department_id, MANAGER: Person.manager_id, ALL: null()}[by]


def _sum(condition: ColumnElement[bool]) -> Any:
    return func.sum(case((condition, 1), else_=0))


def _figures(row: Any) -> Figures:
    return Figures(*(int(each or 0) for each in row))
