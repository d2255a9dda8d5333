"""The names of colleagues who work on drafts: trainers see who wrote what, in their own organisation only."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.permissions import Actor
from lms.people.models import Person


def names_of(session: Session, actor: Actor, people: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the names of those of these people who are of the actor's organisation, by id; nothing else of them."""
    wanted = {each for each in people if each is not None}
    if not wanted:
        return {}
    here = (Person.organisation_id == actor.organisation_id, Person.id.in_(wanted))
    return {row.id: row.name for row in session.execute(select(Person.id, Person.name).where(*here))}
