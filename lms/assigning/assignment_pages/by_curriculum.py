"""Which rows of a curriculum say how somebody stands with it now, for the list of who has it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from lms.assigning.assignments.models import APPLIED, COMPLETED, OPEN, Assigned, AssignmentRun
from lms.kernel.permissions import Actor, scope_of


def current() -> ColumnElement[bool]:
    """Return the condition that a row is how somebody stands now: open, or completed with no later cycle begun."""
    later = aliased(Assigned)
    superseded = exists().where(
        later.person_id == Assigned.person_id,
        later.curriculum_id == Assigned.curriculum_id,
        later.cycle > Assigned.cycle,
        later.state.in_((OPEN, COMPLETED)),
    )
    return or_(Assigned.state == OPEN, and_(Assigned.state == COMPLETED, ~superseded))


def seen(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a row's run is applied; runs that are not are few, so they are what is looked up."""
    hidden = select(AssignmentRun.id).where(scope_of(AssignmentRun, actor), AssignmentRun.state != APPLIED)
    return Assigned.run_id.not_in(hidden)
