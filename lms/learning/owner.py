"""A person as the one who acts: for what a job, or HR, brings to an end in their stead."""

from __future__ import annotations

from typing import cast

from lms.kernel.ids import AccountId, OrganisationId, PersonId
from lms.kernel.permissions import Actor
from lms.people.models import Person


def acting_for(person: Person) -> Actor:
    """Return a person as an actor; one who has no account yet acts without one."""
    account = cast(AccountId, person.account_id)
    return Actor(PersonId(person.id), account, OrganisationId(person.organisation_id), person.roles)
