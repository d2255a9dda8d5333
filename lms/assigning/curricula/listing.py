"""The list of curricula: what each holds, how long it takes, and how many people have it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import APPLIED, COMPLETED, OPEN, Assigned, AssignmentRun
from lms.assigning.curricula.document import Document
from lms.assigning.curricula.models import Curriculum
from lms.assigning.curricula.plan import Hours, Minutes, Plan, hours
from lms.assigning.curricula.reading import plans_of
from lms.kernel.permissions import Actor, scope_of


@dataclass(frozen=True, slots=True)
class People:
    """How many have a curriculum open, and how many have finished it."""

    open: int = 0
    completed: int = 0

    @property
    def all(self) -> int:
        """Return both together."""
        return self.open + self.completed


@dataclass(frozen=True, slots=True)
class Line:
    """One curriculum of the list. `plan`: as it was published, or while it never was, as it stands."""

    curriculum: Curriculum
    plan: Plan
    hours: Hours
    people: People


def lines(session: Session, actor: Actor, minutes: dict[UUID, Minutes]) -> list[Line]:
    """Return the organisation's curricula, those in use first, the newest first among equals; five queries."""
    mine = select(Curriculum).where(scope_of(Curriculum, actor), Curriculum.removed_at.is_(None))
    found = list(session.scalars(mine.order_by(Curriculum.retired, Curriculum.created_at.desc(), Curriculum.id)))
    plans = plans_of(session, [each.id for each in found if each.published])
    people = people_of(session, actor, [each.id for each in found])
    each_plan = {each.id: plans.get(each.id) or _draft_of(each) for each in found}
    return [
        Line(each, each_plan[each.id], hours(each_plan[each.id], minutes), people.get(each.id, People()))
        for each in found
    ]


def _draft_of(curriculum: Curriculum) -> Plan:
    return Document.from_json(curriculum.draft).plan if curriculum.draft is not None else Plan(())


def removed_since(session: Session, actor: Actor, since: datetime) -> list[Curriculum]:
    """Return the curricula that were removed lately, the latest first, at most three."""
    gone = select(Curriculum).where(scope_of(Curriculum, actor), Curriculum.removed_at > since)
    return list(session.scalars(gone.order_by(Curriculum.removed_at.desc()).limit(3)))


def people_of(session: Session, actor: Actor, curricula: list[UUID]) -> dict[UUID, People]:
    """Return how many people have these curricula, by id; two queries over an index, whatever the number of people.

    Somebody in a later cycle counts once in each: what they have open, and what they have finished before.
    """
    counts: dict[tuple[UUID, str], int] = {}
    unseen = select(AssignmentRun.id).where(scope_of(AssignmentRun, actor), AssignmentRun.state != APPLIED)
    of = (scope_of(Assigned, actor), Assigned.curriculum_id.in_(curricula), Assigned.state.in_((OPEN, COMPLETED)))
    by = (Assigned.curriculum_id, Assigned.state)
    for curriculum, state, count in session.execute(select(*by, func.count()).where(*of).group_by(*by)):
        counts[curriculum, state] = count
    hidden = select(*by, func.count()).where(*of, Assigned.run_id.in_(unseen)).group_by(*by)
    for curriculum, state, count in session.execute(hidden):
        counts[curriculum, state] -= count
    return {id: People(counts.get((id, OPEN), 0), counts.get((id, COMPLETED), 0)) for id in curricula}
