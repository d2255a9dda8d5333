"""How people stand with a curriculum or a module, as SQL: one row a person, the same for counting and for naming.

A curriculum: the row of the latest cycle that an applied run gave, open or completed; who is exempt and has no such row
is exempt. A module: whoever has a curriculum that holds it, or has begun it by themselves, as their latest enrolment
says; one completed before their present cycle began to count is to be done again. Late with a module is who is late
with a curriculum that requires it and has not finished the module. Late is judged where each of them lives.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased

from lms.assigning.assignments.local_days import late_condition
from lms.assigning.assignments.models import APPLIED, COMPLETED, EXEMPT, OPEN, Assigned, AssignmentRun
from lms.assigning.curricula.models import CurriculumItem
from lms.assigning.reports.rows import Column
from lms.learning.models import Enrolment, State
from lms.people.models import Person

Condition = ColumnElement[bool]
HELD: Final = (OPEN, COMPLETED)


def here(organisation_id: UUID, only: Collection[UUID] | None = None) -> Condition:
    """Return the condition over `Assigned` that a row is where somebody stands with its curriculum today.

    `only`: people of that organisation; they are then asked for by their ids alone, which is what an index serves.
    """
    later = aliased(Assigned)
    held_later = and_(later.state.in_(HELD), or_(later.cycle > Assigned.cycle, Assigned.state == EXEMPT))
    exempt_later = and_(later.state == EXEMPT, Assigned.state == EXEMPT, later.cycle > Assigned.cycle)
    superseded = exists().where(
        later.person_id == Assigned.person_id,
        later.curriculum_id == Assigned.curriculum_id,
        later.id != Assigned.id,
        or_(held_later, exempt_later),
        later.run_id.not_in(_hidden(organisation_id)),
    )
    return and_(
        Assigned.organisation_id == organisation_id if only is None else Assigned.person_id.in_(only),
        Assigned.state.in_((*HELD, EXEMPT)),
        Assigned.run_id.not_in(_hidden(organisation_id)),
        ~superseded,
    )


def _hidden(organisation_id: UUID) -> Select[UUID]:
    """Return the runs whose rows nobody sees: those not applied are few, so they are what is looked up."""
    ours = AssignmentRun.organisation_id == organisation_id
    return select(AssignmentRun.id).where(ours, AssignmentRun.state != APPLIED)


def with_curriculum(now: datetime, zone: str) -> Mapping[Column, Condition]:
    """Return the condition of each column over an `Assigned` that is `here`, joined with its `Person`."""
    halfway = and_(Assigned.state == OPEN, Assigned.total > 0, Assigned.done * 2 >= Assigned.total)
    begun = and_(Assigned.state == OPEN, Assigned.done > 0)
    return {
        Column.PEOPLE: Assigned.state.in_(HELD),
        Column.NOT_STARTED: and_(Assigned.state == OPEN, Assigned.done == 0),
        Column.UNDER_WAY: begun,
        Column.FINISHED: Assigned.state == COMPLETED,
        Column.LATE: late_condition(now, zone),
        Column.EXEMPT: Assigned.state == EXEMPT,
        Column.HALFWAY: or_(Assigned.state == COMPLETED, halfway),
        Column.BEGUN: or_(Assigned.state == COMPLETED, begun),
    }


class WithModule:
    """One module, asked of a query over `Person`: what to join, and the condition of each column."""

    def __init__(
        self, organisation_id: UUID, module_id: UUID, now: datetime, zone: str, only: Collection[UUID] | None = None
    ) -> None:
        """Prepare the question of one module in one organisation, or of `only` these people of it."""
        self._organisation, self._module, self._only = organisation_id, module_id, only
        self._asked = self._asked_of(now, zone)

    def joined(self, query: Any) -> Any:
        """Return a query over `Person` joined with what each was asked and their latest enrolment."""
        asked = self._asked
        query = query.outerjoin(asked, asked.c.person_id == Person.id)
        return query.outerjoin(Enrolment, and_(Enrolment.person_id == Person.id, self._latest()))

    @property
    def conditions(self) -> Mapping[Column, Condition]:
        """Return the condition of each column; people who have nothing to do with the module meet none."""
        asked = self._asked.c
        again = func.coalesce(asked.counted_from > Enrolment.completed_at, false())
        finished = func.coalesce(and_(Enrolment.state == State.COMPLETED, ~again), false())
        has_begun = func.coalesce(Enrolment.state == State.UNDER_WAY, false())
        held = func.coalesce(asked.held == 1, false())
        under_way = and_(has_begun, ~finished)
        not_started = and_(held, ~has_begun, ~finished)
        return {
            Column.PEOPLE: or_(finished, under_way, not_started),
            Column.NOT_STARTED: not_started,
            Column.UNDER_WAY: under_way,
            Column.FINISHED: finished,
            Column.LATE: and_(func.coalesce(asked.late == 1, false()), ~finished),
            Column.EXEMPT: and_(asked.person_id.is_not(None), ~held, ~has_begun, ~finished),
            Column.HALFWAY: finished,
            Column.BEGUN: or_(finished, under_way),
        }

    @property
    def due(self) -> ColumnElement[Any]:
        """Return the day by which it has to be done, None without one."""
        return cast(ColumnElement[Any], self._asked.c.due)

    def _asked_of(self, now: datetime, zone: str) -> Any:
        """Return, by person, what their curricula ask: whether one holds it, is late, by when, counted from when."""
        required = and_(Assigned.state == OPEN, CurriculumItem.required)
        return (
            select(
                Assigned.person_id,
                func.max(case((Assigned.state.in_(HELD), 1), else_=0)).label("held"),
                func.max(case((and_(late_condition(now, zone), CurriculumItem.required), 1), else_=0)).label("late"),
                func.max(case((Assigned.state == OPEN, Assigned.counted_from))).label("counted_from"),
                func.min(case((required, Assigned.due))).label("due"),
            )
            .join(CurriculumItem, CurriculumItem.curriculum_id == Assigned.curriculum_id)
            .join(Person, Person.id == Assigned.person_id)
            .where(here(self._organisation, self._only), CurriculumItem.module_id == self._module)
            .group_by(Assigned.person_id)
            .subquery("asked")
        )

    def _latest(self) -> Condition:
        """Return the condition that an enrolment is somebody's latest on the module."""
        later = aliased(Enrolment)
        superseded = exists().where(
            later.person_id == Enrolment.person_id,
            later.module_id == Enrolment.module_id,
            later.cycle > Enrolment.cycle,
        )
        ours = Enrolment.organisation_id == self._organisation if self._only is None else true()
        return and_(ours, Enrolment.module_id == self._module, ~superseded)
