"""Resting from the questions that come back, for some days or from one module; each can be taken back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.kernel.database import insert
from lms.kernel.permissions import Actor, NotFound, scope_of
from lms.learning.recall.models import RecallCard, RecallRest

RESTS: Final = (1, 7, 28)
"""Days one may rest at once: until tomorrow, for a week, for four weeks."""


def rest(session: Session, actor: Actor, days: int, today: date) -> date:
    """Ask nothing for so many days from today on, and return the day it goes on. What falls due waits till then."""
    until = today + timedelta(days=days)
    row = {"person_id": actor.person_id, "organisation_id": actor.organisation_id, "until": until}
    kept = insert(session, RecallRest).values(row)
    session.execute(kept.on_conflict_do_update(index_elements=["person_id"], set_={"until": until}))
    return until


def resume(session: Session, actor: Actor) -> None:
    """End the rest today; every question has the day it had."""
    session.execute(delete(RecallRest).where(scope_of(RecallRest, actor)))


def stop(session: Session, actor: Actor, module: UUID) -> None:
    """Let nothing of a module come back. NotFound where nothing of it did."""
    _stopped(session, actor, module, True)


def restart(session: Session, actor: Actor, module: UUID) -> None:
    """Let a module's questions come back again, each on the day it had. NotFound as above."""
    _stopped(session, actor, module, False)


def _stopped(session: Session, actor: Actor, module: UUID, stopped: bool) -> None:
    mine = scope_of(RecallCard, actor), RecallCard.module_id == module
    cards = session.scalars(select(RecallCard).where(*mine)).all()
    if not cards:
        raise NotFound
    for card in cards:
        card.stopped = stopped
