"""More time at quizzes for one person: from as long as everybody to ten times as long.

What is set holds for attempts that are begun from then on, and for open ones, whose time is never made shorter.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.kernel import audit
from lms.kernel.database import insert
from lms.kernel.permissions import Actor, NotFound, Role
from lms.learning import timing
from lms.learning.allowances.models import ExtraTime
from lms.learning.models import Attempt, AttemptState
from lms.people.models import Person

LEAST: Final = timing.AS_EVERYBODY
MOST: Final = 1_000

_PERCENT = select(ExtraTime.percent).where(ExtraTime.person_id == bindparam("person"))


class OutOfRange(ValueError):
    """The share is below that of everybody, or above ten times it."""


def percent_of(session: Session, person: UUID) -> int:
    """Return how much of the time limit of a quiz a person has, in per cent; one query by its key."""
    return session.scalar(_PERCENT, {"person": person}) or LEAST


def give(session: Session, actor: Actor, person: Person, percent: int, now: datetime) -> None:
    """Set how much time a person of the actor's organisation has, and let what they have open last as long.

    Raises NotFound for anybody but HR of that organisation, OutOfRange below `LEAST` or above `MOST`.
    """
    if Role.HR not in actor.roles or person.organisation_id != actor.organisation_id:
        raise NotFound
    if not LEAST <= percent <= MOST:
        raise OutOfRange(percent)
    if percent == percent_of(session, person.id):
        return
    if percent == LEAST:
        session.execute(delete(ExtraTime).where(ExtraTime.person_id == person.id))
    else:
        values = {"percent": percent, "set_at": now}
        row = {"person_id": person.id, "organisation_id": person.organisation_id, **values}
        written = insert(session, ExtraTime).values(row)
        session.execute(written.on_conflict_do_update(index_elements=["person_id"], set_=values))
    _prolong(session, person.id, percent, now)
    audit.note(session, actor, "person.extra-time", now, subject=person.id)


def _prolong(session: Session, person: UUID, percent: int, now: datetime) -> None:
    """Let the open attempts of a person last as long as ones that are begun now; one whose time is up stays so."""
    held = (
        select(Attempt)
        .where(Attempt.person_id == person, Attempt.state == AttemptState.OPEN, Attempt.deadline_at.is_not(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    for attempt in session.scalars(held):
        settings = shelf.quiz(session, attempt.quiz_version_id).settings
        later = timing.deadline(settings, attempt.started_at, percent)
        if attempt.deadline_at and later and later > attempt.deadline_at and not timing.is_overdue(attempt, now):
            attempt.deadline_at = later
    session.flush()
