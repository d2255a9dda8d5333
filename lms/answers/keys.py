"""A person's key: made with the first private answer, opened when one is read, gone when the person is erased."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.answers.models import PersonKey
from lms.answers.sealing import PersonSeal, new_wrapped_key, unwrap
from lms.kernel.database import insert


def seal_of(session: Session, person: UUID, secret: bytes, now: datetime) -> PersonSeal:
    """Return the person's seal, made when there is none."""
    found = known_seal(session, person, secret)
    if found is not None:
        return found
    made = {"person_id": person, "wrapped": new_wrapped_key(secret, person), "created_at": now}
    session.execute(insert(session, PersonKey).values(made).on_conflict_do_nothing())
    kept = session.scalars(select(PersonKey.wrapped).where(PersonKey.person_id == person)).one()
    return unwrap(secret, person, kept)


def known_seal(session: Session, person: UUID, secret: bytes) -> PersonSeal | None:
    """Return the person's seal, or None when nothing private was ever saved."""
    wrapped = session.scalar(select(PersonKey.wrapped).where(PersonKey.person_id == person))
    return None if wrapped is None else unwrap(secret, person, wrapped)
