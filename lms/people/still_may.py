"""A job that works for somebody asks again, when it runs, whether they may still order it; where not, nothing is done.

Between ordering and running, roles are taken away and people leave. What the job was for stays as it was before it was
ordered, and one entry in the list of who did what says so.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, cast
from uuid import UUID

from sqlalchemy.orm import Session

from lms.kernel.audit import AuditEntry
from lms.kernel.ids import AccountId, OrganisationId, PersonId
from lms.kernel.permissions import Actor, Role
from lms.people.models import Person

REFUSED: Final = "job.refused"
LONGEST: Final = 200


def who(session: Session, person_id: UUID | None, *roles: Role) -> Actor | None:
    """Return whom a job works for, or None where they have left, lost their access or hold none of the roles."""
    person = session.get(Person, person_id, populate_existing=True) if person_id else None
    if person is None or not person.active or (roles and person.roles.isdisjoint(roles)):
        return None
    account = cast(AccountId, person.account_id)
    return Actor(PersonId(person.id), account, OrganisationId(person.organisation_id), person.roles)


def note_refused(session: Session, organisation: UUID, person_id: UUID | None, what: str, now: datetime) -> None:
    """Write down that work was not done because whoever ordered it may no longer order it. `what`: its job's name."""
    there = person_id if person_id and session.get(Person, person_id) is not None else None
    entry = {"organisation_id": organisation, "actor_id": there, "action": REFUSED, "detail": what[:LONGEST], "at": now}
    session.add(AuditEntry(**entry))
