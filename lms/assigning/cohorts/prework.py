"""Who of a cohort has done what comes before a meeting: by name, because that is what a cohort is for. Nothing private.

A facilitator sees of the members whether the modules of the prework are completed, and nothing else of theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.assigning.cohorts.models import Cohort, CohortMeeting, CohortMember
from lms.catalog.models import Module, ModuleVersion
from lms.catalog.shelf import newest
from lms.kernel.permissions import Actor, scope_of
from lms.learning.models import Enrolment, State
from lms.people.models import Person


@dataclass(frozen=True)
class Member:
    """One member: who they are, and how far they are with each module of any prework."""

    person_id: UUID
    name: str
    email: str
    active: bool
    states: Mapping[str, State]

    def done(self, prework: Sequence[str]) -> int:
        """Return how many modules of a meeting's prework are completed."""
        return sum(self.states.get(each) is State.COMPLETED for each in prework)

    def begun(self, prework: Sequence[str]) -> bool:
        """Return whether any module of the prework has been begun."""
        return any(self.states.get(each) in (State.UNDER_WAY, State.COMPLETED) for each in prework)


@dataclass(frozen=True)
class Ahead:
    """The next meeting of a cohort, and how many of its members are ready for it."""

    cohort: Cohort
    meeting: CohortMeeting
    ready: int
    members: int


def titles(session: Session, actor: Actor) -> dict[str, dict[str, str]]:
    """Return {module id: {language: title}} of the shelf, in its order; one query."""
    rows = session.execute(
        select(Module.id, ModuleVersion.document)
        .join(ModuleVersion, newest())
        .where(scope_of(Module, actor))
        .order_by(Module.position, Module.slug)
    )
    return {str(module): document["title"] for module, document in rows}


def meetings_of(session: Session, actor: Actor, cohort: UUID) -> Sequence[CohortMeeting]:
    """Return the meetings of a cohort in the order they take place; one query."""
    mine = select(CohortMeeting).where(scope_of(CohortMeeting, actor), CohortMeeting.cohort_id == cohort)
    return session.scalars(mine.order_by(CohortMeeting.begins_at, CohortMeeting.id)).all()


def members_of(session: Session, actor: Actor, cohort: UUID, prework: Sequence[str]) -> Sequence[Member]:
    """Return the members the actor may see, by name, with their states in the modules of `prework`; two queries."""
    people = session.execute(
        select(Person.id, Person.name, Person.email, Person.active)
        .join(CohortMember, CohortMember.person_id == Person.id)
        .where(scope_of(CohortMember, actor), CohortMember.cohort_id == cohort)
        .order_by(Person.name, Person.id)
    ).all()
    states = _states(session, actor, cohort, prework)
    return [Member(id, name, email, active, states.get(id, {})) for id, name, email, active in people]


def _states(session: Session, actor: Actor, cohort: UUID, prework: Sequence[str]) -> dict[UUID, dict[str, State]]:
    if not prework:
        return {}
    seen = select(CohortMember.person_id).where(scope_of(CohortMember, actor), CohortMember.cohort_id == cohort)
    rows = session.execute(
        select(Enrolment.person_id, Enrolment.module_id, Enrolment.state)
        .where(
            Enrolment.organisation_id == actor.organisation_id,
            Enrolment.person_id.in_(seen),
            Enrolment.module_id.in_([UUID(each) for each in prework]),
        )
        .order_by(Enrolment.cycle)
    )
    found: dict[UUID, dict[str, State]] = {}
    for person, module, state in rows:  # the latest cycle comes last and counts
        found.setdefault(person, {})[str(module)] = state
    return found


def ahead(session: Session, actor: Actor, cohorts: Sequence[Cohort], now: datetime) -> Sequence[Ahead]:
    """Return the next meeting of each cohort that has one, soonest first; a few queries a cohort, so few are asked."""
    found = []
    for cohort in cohorts:
        coming = [m for m in meetings_of(session, actor, cohort.id) if m.begins_at >= now and not m.cancelled]
        if coming:
            members = members_of(session, actor, cohort.id, coming[0].prework)
            ready = sum(each.done(coming[0].prework) == len(coming[0].prework) for each in members)
            found.append(Ahead(cohort, coming[0], ready, len(members)))
    return sorted(found, key=lambda each: each.meeting.begins_at)


def sizes(session: Session, actor: Actor) -> dict[UUID, int]:
    """Return {cohort: how many members}; one query."""
    counted = select(CohortMember.cohort_id, func.count()).where(scope_of(CohortMember, actor))
    return dict(session.execute(counted.group_by(CohortMember.cohort_id)).all())
