"""Whom a new version of a module meets, in numbers: who is in the middle, has completed it, has yet to begin."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.learning.models import Enrolment, State


@dataclass(frozen=True, slots=True)
class Concerned:
    """People by where they stand in their latest cycle: numbers, never who they are.

    `under_way` are those on the module's current major, `on_older` those who still finish an older one.
    """

    under_way: int = 0
    on_older: int = 0
    completed: int = 0
    not_started: int = 0

    @property
    def any(self) -> bool:
        """Return whether anybody has the module at all."""
        return bool(self.under_way or self.on_older or self.completed or self.not_started)


def concerned(session: Session, organisation_id: UUID, module_id: UUID, major: int) -> Concerned:
    """Return whom a step from `major` concerns in an organisation; one query, grouped in the database."""
    latest = (
        select(func.max(Enrolment.cycle).label("cycle"), Enrolment.person_id.label("person_id"))
        .where(Enrolment.organisation_id == organisation_id, Enrolment.module_id == module_id)
        .group_by(Enrolment.person_id)
        .subquery()
    )
    rows = session.execute(
        select(Enrolment.state, Enrolment.major, func.count())
        .join(latest, (latest.c.person_id == Enrolment.person_id) & (latest.c.cycle == Enrolment.cycle))
        .where(Enrolment.organisation_id == organisation_id, Enrolment.module_id == module_id)
        .group_by(Enrolment.state, Enrolment.major)
    ).all()

    def count(state: State, *, current: bool | None = None) -> int:
        return sum(each for of, on, each in rows if of is state and current in (None, on == major))

    return Concerned(
        under_way=count(State.UNDER_WAY, current=True),
        on_older=count(State.UNDER_WAY, current=False),
        completed=count(State.COMPLETED),
        not_started=count(State.NOT_STARTED),
    )
