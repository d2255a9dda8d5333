"""How far each curriculum is in the organisation: counts of people in two grouped queries, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from lms.assigning.assignments.local_days import late_condition
from lms.assigning.assignments.models import APPLIED, COMPLETED, OPEN, Assigned, AssignmentRun
from lms.assigning.assignments.reading import zone_of
from lms.assigning.curricula.models import Curriculum
from lms.kernel.permissions import Actor, scope_of
from lms.people.models import Person


@dataclass(frozen=True)
class Progress:
    """People who have a curriculum now: `given` is `finished` and open together; `late` and `not_begun` are open."""

    curriculum: Curriculum
    given: int = 0
    finished: int = 0
    not_begun: int = 0
    late: int = 0

    @property
    def share(self) -> int:
        """Return how many of a hundred have finished, rounded down: a hundred means everybody."""
        return 100 * self.finished // self.given if self.given else 0


def progress_of(session: Session, actor: Actor, curricula: Iterable[Curriculum], now: datetime) -> list[Progress]:
    """Return the progress of these curricula in their order; three queries."""
    counted = {row[0]: row[1:] for row in session.execute(_counts(actor))}
    late = dict(_late(session, actor, now))
    found = []
    for each in curricula:
        given, finished, not_begun = (int(count) for count in counted.get(each.id, (0, 0, 0)))
        found.append(Progress(each, given, finished, not_begun, late.get(each.id, 0)))
    return found


def _counts(actor: Actor) -> Any:
    def counted(condition: Any) -> Any:
        return func.sum(case((condition, 1), else_=0))

    not_begun = and_(Assigned.state == OPEN, Assigned.done == 0)
    return (
        select(Assigned.curriculum_id, func.count(), counted(Assigned.state == COMPLETED), counted(not_begun))
        .where(scope_of(Assigned, actor), current(), seen(actor))
        .group_by(Assigned.curriculum_id)
    )


def _late(session: Session, actor: Actor, now: datetime) -> list[tuple[UUID, int]]:
    late = late_condition(now, zone_of(session, actor.organisation_id))
    rows = session.execute(
        select(Assigned.curriculum_id, func.count())
        .join(Person, Person.id == Assigned.person_id)
        .where(scope_of(Assigned, actor), late, seen(actor))
        .group_by(Assigned.curriculum_id)
    )
    return [(curriculum, int(count)) for curriculum, count in rows]


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
