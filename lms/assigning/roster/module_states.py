"""How people stand with one module, for HR: counts and conditions. Nothing of answers, tries, or anything private."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from lms.assigning.assignments.local_days import late_condition
from lms.assigning.assignments.models import APPLIED, OPEN, Assigned, AssignmentRun
from lms.assigning.curricula.models import CurriculumItem
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


def asked_of(
    module: UUID | InstrumentedAttribute[UUID], now: datetime, zone: str
) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return, for the `Person` of a query, by when their curricula require a module, and the due day they are late by.

    Each is None where there is none; the second also while nothing is late, where they live. Whoever has completed the
    module is not late with it: that is for the caller. `zone`: the organisation's.
    """
    open_ones = _asked(func.min(Assigned.due), module).where(CurriculumItem.required)
    since = open_ones.with_only_columns(func.min(func.coalesce(Assigned.due, Assigned.late_after)))
    passed = since.where(late_condition(now, zone))
    outer = (Person, Module)
    return open_ones.correlate(*outer).scalar_subquery(), passed.correlate(*outer).scalar_subquery()


def late(actor: Actor, module: Module, now: datetime, zone: str) -> ColumnElement[bool]:
    """Return the condition of being late with a module: with a curriculum that requires it, where they live, and they
    have not completed it. Over people joined by `with_module`. `zone`: the organisation's.
    """
    requiring = select(CurriculumItem.curriculum_id).where(
        CurriculumItem.module_id == module.id, CurriculumItem.required
    )
    those = (
        select(Assigned.person_id)
        .join(AssignmentRun, AssignmentRun.id == Assigned.run_id)
        .join(Person, Person.id == Assigned.person_id)
        .where(
            scope_of(Assigned, actor),
            late_condition(now, zone),
            Assigned.curriculum_id.in_(requiring),
            AssignmentRun.state == APPLIED,
        )
    )
    unfinished = or_(Enrolment.state.is_(None), Enrolment.state != State.COMPLETED, _is_again(module))
    return and_(Person.id.in_(those.correlate(None)), unfinished)


def _is_again(module: Module) -> ColumnElement[bool]:
    """Return the condition of somebody who has to take a module anew: they completed it before an open round counts."""
    round_ = _asked(Assigned.id, module.id).where(Assigned.counted_from > Enrolment.completed_at)
    return and_(Enrolment.state == State.COMPLETED, round_.correlate(Person, Enrolment).exists())


def _asked(what: Any, module: Any) -> Select[Any]:
    """Return the query of what is open for a person with a curriculum that holds a module; `module`: its id."""
    return (
        select(what)
        .join(CurriculumItem, CurriculumItem.curriculum_id == Assigned.curriculum_id)
        .join(AssignmentRun, AssignmentRun.id == Assigned.run_id)
        .where(
            Assigned.person_id == Person.id,
            Assigned.state == OPEN,
            AssignmentRun.state == APPLIED,
            CurriculumItem.module_id == module,
        )
    )


def states(actor: Actor, module: Module, now: datetime, zone: str) -> dict[str, ColumnElement[bool]]:
    """Return the condition of each state, over people joined by `with_module`, as the reports say it."""
    again = _is_again(module)
    return {
        "late": late(actor, module, now, zone),
        "finished": and_(Enrolment.state == State.COMPLETED, ~again),
        "under-way": Enrolment.state == State.UNDER_WAY,
        "not-started": or_(Enrolment.state.is_(None), Enrolment.state == State.NOT_STARTED, again),
    }


def overview(session: Session, actor: Actor, module: Module, now: datetime, zone: str) -> Overview:
    """Return the counts of the whole organisation, whose time zone is `zone`; one query."""

    def counted(condition: ColumnElement[bool]) -> Any:
        return func.sum(case((condition, 1), else_=0))

    each = states(actor, module, now, zone)
    asked = select(
        func.count(Person.id),
        counted(each["finished"]),
        counted(each["under-way"]),
        counted(each["late"]),
        counted(Person.hire_date.is_(None)),
    ).select_from(Person)
    row = session.execute(with_module(asked, module).where(scope_of(Person, actor), Person.active)).one()
    return Overview(*(int(count or 0) for count in row))
