"""On whose behalf something is done later: the rights somebody has at that moment, asked again."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from lms.kernel.ids import AccountId, OrganisationId, PersonId
from lms.kernel.permissions import Actor
from lms.people.models import Person


def actor_of(session: Session, person: UUID) -> Actor | None:
    """Return somebody with the roles they have now; None who has left, or cannot sign in."""
    found = session.get(Person, person)
    return None if found is None else acting(found)


def acting(person: Person) -> Actor | None:
    """Return the actor a person is now; None who has left, or cannot sign in."""
    if not person.active or person.account_id is None:
        return None
    ids = PersonId(person.id), AccountId(person.account_id), OrganisationId(person.organisation_id)
    return Actor(*ids, person.roles)
