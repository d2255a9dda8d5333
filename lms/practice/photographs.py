"""The photograph brought back from work: sealed, given back to its owner alone; removed, it can come back for a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, undefer

from lms.answers.keys import known_seal, seal_of
from lms.answers.sealing import PersonSeal, Unreadable
from lms.kernel.database import insert
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.permissions import Actor, NotFound, scope_of
from lms.practice.models import PracticeExercise, PracticePhotograph
from lms.web.photographs.taking import Drawn

RETURNABLE = timedelta(days=1)
"""So long a removed photograph can be brought back; then it is deleted for good."""


def keep(
    session: Session, actor: Actor, exercise: PracticeExercise, photograph: Drawn, secret: bytes, now: datetime
) -> None:
    """Keep the photograph with the exercise, in place of the one before."""
    sealed = seal_of(session, actor.person_id, secret, now).seal_bytes(photograph.jpeg, _field(exercise.id))
    row = {"width": photograph.width, "height": photograph.height, "sealed": sealed, "added_at": now}
    row["removed_at"] = None
    key = {"exercise_id": exercise.id, "organisation_id": actor.organisation_id, "person_id": actor.person_id}
    adding = insert(session, PracticePhotograph).values(key | row)
    session.execute(adding.on_conflict_do_update(index_elements=["exercise_id"], set_=row))


def jpeg_of(session: Session, actor: Actor, exercise: UUID, secret: bytes) -> bytes:
    """Return the JPEG. NotFound when there is none, or the exercise is not the actor's."""
    mine = select(PracticePhotograph).where(
        scope_of(PracticePhotograph, actor),
        PracticePhotograph.exercise_id == exercise,
        PracticePhotograph.removed_at.is_(None),
    )
    found = session.scalars(mine.options(undefer(PracticePhotograph.sealed))).one_or_none()
    if found is None:
        raise NotFound
    return opened(found, known_seal(session, actor.person_id, secret))


def opened(photograph: PracticePhotograph, seal: PersonSeal | None) -> bytes:
    """Return the JPEG of a row."""
    if seal is None:
        raise Unreadable("a photograph has lost its person's key")
    return seal.open_bytes(photograph.sealed, _field(photograph.exercise_id))


def remove(session: Session, actor: Actor, exercise: PracticeExercise, now: datetime) -> None:
    """Take the photograph away; for a day it can be brought back."""
    _mark(session, actor, exercise, removed_at=now)


def bring_back(session: Session, actor: Actor, exercise: PracticeExercise) -> bool:
    """Put a removed photograph back in its place. False when it is deleted by now."""
    return _mark(session, actor, exercise, removed_at=None)


def _mark(session: Session, actor: Actor, exercise: PracticeExercise, removed_at: datetime | None) -> bool:
    mine = update(PracticePhotograph).where(
        scope_of(PracticePhotograph, actor), PracticePhotograph.exercise_id == exercise.id
    )
    done = session.execute(mine.values(removed_at=removed_at).returning(PracticePhotograph.exercise_id))
    return done.first() is not None


@job("practice.photographs", every=timedelta(hours=1), allowed=JOB, label=_l("Forget photographs that were removed"))
def keep_house(work: Work) -> None:
    """Delete the photographs that can no longer come back. There are few: one portion does."""
    with work.last() as session:
        forget_removed(session, work.now())


def forget_removed(session: Session, now: datetime) -> None:
    """Delete, for good, the photographs that were removed more than a day ago."""
    session.execute(delete(PracticePhotograph).where(PracticePhotograph.removed_at <= now - RETURNABLE))


def _field(exercise: UUID) -> str:
    return f"photograph/{exercise}"
