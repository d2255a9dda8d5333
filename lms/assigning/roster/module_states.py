"""How people stand with one module, for HR: counts and conditions. Nothing of answers, tries, or anything private."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from lms.catalog.models import Module, ModuleVersion
from lms.catalog.shelf import newest
from lms.kernel.permissions import Actor, scope_of
from lms.learning.models import Enrolment, State
from lms.people.models import Person


@dataclass(frozen=True, slots=True)
class Overview:
    """The organisation on one module, in counts of active people."""

    people: int
    finished: int
    under_way: int
    late: int
    no_hire_date: int

    @property
    def not_started(self) -> int:
        """Return how many have not begun."""
        return self.people - self.finished - self.under_way


def titles(session: Session, actor: Actor) -> list[tuple[Module, dict[str, str]]]:
    """Return the modules on the shelf with their titles."""
    rows = session.execute(
        select(Module, ModuleVersion.document)
        .join(ModuleVersion, newest())
        .where(scope_of(Module, actor))
        .order_by(Module.position)
    )
    return [(module, document["title"]) for module, document in rows]


def with_module(query: Any, module: Module) -> Any:
    """Return a query over Person joined with each one's latest enrolment on the module, if there is any."""
    later = aliased(Enrolment)
    superseded = exists().where(
        later.person_id == Enrolment.person_id, later.module_id == Enrolment.module_id, later.cycle > Enrolment.cycle
    )
    return query.outerjoin(
        Enrolment, and_(Enrolment.person_id == Person.id, Enrolment.module_id == module.id, ~superseded)
    )


def late(today: date) -> ColumnElement[bool]:
    """Return the condition of being past the due date; nobody is late while they are away."""
    is_away = and_(Person.away_from <= today, Person.away_until >= today)
    return and_(Enrolment.due < today, Enrolment.state != State.COMPLETED, or_(Person.away_from.is_(None), ~is_away))


def states(today: date) -> dict[str, ColumnElement[bool]]:
    """Return the condition of each state, over people joined by `with_module`."""
    return {
        "late": late(today),
        "finished": Enrolment.state == State.COMPLETED,
        "under-way": Enrolment.state == State.UNDER_WAY,
        "not-started": or_(Enrolment.state.is_(None), Enrolment.state == State.NOT_STARTED),
    }


def overview(session: Session, actor: Actor, module: Module, today: date) -> Overview:
    """Return the counts of the whole organisation; one query."""

    def counted(condition: ColumnElement[bool]) -> Any:
        return func.sum(case((condition, 1), else_=0))

    each = states(today)
    asked = select(
        func.count(Person.id),
        counted(each["finished"]),
        counted(each["under-way"]),
        counted(each["late"]),
        counted(Person.hire_date.is_(None)),
    ).select_from(Person)
    row = session.execute(with_module(asked, module).where(scope_of(Person, actor), Person.active)).one()
    return Overview(*(int(count or 0) for count in row))
