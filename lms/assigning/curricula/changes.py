"""What publishing a changed curriculum would change for the people who have it, before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, distinct, func, literal, or_, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import APPLIED, COMPLETED, OPEN, Assigned, AssignmentRun
from lms.assigning.curricula.models import Curriculum
from lms.assigning.curricula.plan import Plan
from lms.kernel.permissions import Actor, scope_of
from lms.learning.models import Enrolment, State


@dataclass(frozen=True, slots=True)
class Impact:
    """What changes: modules `added` and `removed`, `required` that were optional, `optional` that were required.

    Of `people` who have it, `finishing` have it open and would be finished by it; `lacking` have finished and stay so,
    though it would ask them for more now. `total`: how many modules are asked then, `was` before.
    """

    added: tuple[UUID, ...]
    removed: tuple[UUID, ...]
    required: tuple[UUID, ...]
    optional: tuple[UUID, ...]
    was: int
    total: int
    people: int = 0
    finishing: int = 0
    lacking: int = 0

    @property
    def is_plain(self) -> bool:
        """Return whether it asks for the same modules as before."""
        return not (self.added or self.removed or self.required or self.optional) and self.was == self.total


def impact(session: Session, actor: Actor, curriculum: Curriculum, was: Plan, to: Plan) -> Impact:
    """Return what changes; one query that reads each person's row once."""
    people, finishing, lacking = _people(session, actor, curriculum, to)
    had, has = {item.module: item for item in was.items}, {item.module: item for item in to.items}
    both = [module for module in to.modules if module in had]
    return Impact(
        added=tuple(module for module in to.modules if module not in had),
        removed=tuple(module for module in was.modules if module not in has),
        required=tuple(module for module in both if has[module].required and not had[module].required),
        optional=tuple(module for module in both if had[module].required and not has[module].required),
        was=was.total,
        total=to.total,
        people=people,
        finishing=finishing,
        lacking=lacking,
    )


def _people(session: Session, actor: Actor, curriculum: Curriculum, to: Plan) -> tuple[int, int, int]:
    counted = and_(
        Enrolment.person_id == Assigned.person_id,
        Enrolment.state == State.COMPLETED,
        Enrolment.module_id.in_(to.modules),
        or_(Assigned.counted_from.is_(None), Enrolment.completed_at >= Assigned.counted_from),
    )
    each = (
        select(Assigned.state.label("state"), _done(to).label("done"))
        .join(AssignmentRun, and_(AssignmentRun.id == Assigned.run_id, AssignmentRun.state == APPLIED))
        .outerjoin(Enrolment, counted)
        .where(
            scope_of(Assigned, actor), Assigned.curriculum_id == curriculum.id, Assigned.state.in_((OPEN, COMPLETED))
        )
        .group_by(Assigned.id, Assigned.state)
        .subquery()
    )
    finished = each.c.done >= to.total
    row = session.execute(
        select(
            func.count(),
            func.sum(case((and_(each.c.state == OPEN, finished), 1), else_=0)),
            func.sum(case((and_(each.c.state == COMPLETED, ~finished), 1), else_=0)),
        ).select_from(each)
    ).one()
    people, finishing, lacking = (int(count or 0) for count in row)
    return people, finishing, lacking


def _done(plan: Plan) -> ColumnElement[int]:
    """Return how many of the modules the plan asks for a person has done: in each section as many as it asks."""
    total: Any = literal(0)
    for section in plan.sections:
        mine = Enrolment.module_id.in_([item.module for item in section.required])
        done = func.count(distinct(case((mine, Enrolment.module_id))))
        total = total + case((done > section.asks, section.asks), else_=done)
    return total  # type: ignore[no-any-return]  # a sum of columns
