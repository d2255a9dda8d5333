"""How people stand with one curriculum, as conditions over `Person`: whoever was given it by a run that counts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, true

from lms.assigning.assignments.local_days import late_condition
from lms.assigning.assignments.models import APPLIED, COMPLETED, OPEN, Assigned, AssignmentRun
from lms.kernel.permissions import Actor, scope_of
from lms.people.models import Person


def given(actor: Actor, curriculum: UUID, show: str, now: datetime, zone: str) -> ColumnElement[bool]:
    """Return the condition of having been given a curriculum and standing so with it.

    `show`: "late", "finished", "open", "not-begun", or anything else for everybody who has it. `zone`: the
    organisation's.
    """
    states: dict[str, ColumnElement[bool]] = {
        "late": late_condition(now, zone),
        "finished": Assigned.state == COMPLETED,
        "open": Assigned.state == OPEN,
        "not-begun": (Assigned.state == OPEN) & (Assigned.done == 0),
    }
    those = (
        select(Assigned.person_id)
        .join(AssignmentRun, AssignmentRun.id == Assigned.run_id)
        .join(Person, Person.id == Assigned.person_id)
        .where(
            scope_of(Assigned, actor),
            Assigned.curriculum_id == curriculum,
            AssignmentRun.state == APPLIED,
            states.get(show, true()),
        )
    )
    return Person.id.in_(those.correlate(None))
