"""Of whom an organisation asks a second factor, and whether a browser may be trusted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.permissions import MEMBERS, Role
from lms.kernel.zones import zone_of
from lms.people.models import Organisation, Person
from lms.people.second_factor.models import SecondFactorPolicy

NOBODY: Final = "nobody"
WHOM: Final[Mapping[str, frozenset[Role]]] = {
    NOBODY: frozenset(),
    "admins": frozenset({Role.ADMIN}),
    "staff": frozenset({Role.ADMIN, Role.HR, Role.TRAINER}),
    "everybody": frozenset(MEMBERS),
}
"""The roles that each choice asks."""


def policy_of(session: Session, organisation: UUID) -> SecondFactorPolicy:
    """Return what an organisation asks for; one that has settled nothing asks nobody. The row may be new, unsaved."""
    found = session.get(SecondFactorPolicy, organisation)
    return found or SecondFactorPolicy(organisation_id=organisation, whom=NOBODY, since=None, trusting=False)


def settle(session: Session, organisation: UUID, whom: str, since: date | None, trusting: bool) -> None:
    """Keep what an organisation asks for. `whom`: a key of WHOM."""
    policy = policy_of(session, organisation)
    policy.whom, policy.since, policy.trusting = whom, since, trusting
    session.add(policy)


def asked_from(session: Session, account: UUID) -> date | None:
    """Return the first day one of the account's organisations asks it for a second factor; date.min: long since.

    None where none does. An account in several organisations has one way in, so the strictest counts.
    """
    days = [policy.since or date.min for policy, person, _zone in _rows(session, account) if _asks(policy, person)]
    return min(days, default=None)


def must_have(session: Session, account: UUID, now: datetime) -> bool:
    """Return whether an account must have a second factor today, by the day of the organisation that asks."""
    return any(
        _asks(policy, person) and (policy.since or date.min) <= now.astimezone(zone_of(zone)).date()
        for policy, person, zone in _rows(session, account)
    )


def may_trust(session: Session, account: UUID) -> bool:
    """Return whether a browser may be trusted: only where every organisation of the account allows it."""
    memberships = set(
        session.scalars(select(Person.organisation_id).where(Person.account_id == account, Person.active))
    )
    allowing = select(SecondFactorPolicy.organisation_id).where(
        SecondFactorPolicy.organisation_id.in_(memberships), SecondFactorPolicy.trusting
    )
    return bool(memberships) and memberships == set(session.scalars(allowing))


def _asks(policy: SecondFactorPolicy, person: Person) -> bool:
    return bool(WHOM[policy.whom] & person.roles)


def _rows(session: Session, account: UUID) -> Sequence[tuple[SecondFactorPolicy, Person, str]]:
    found = session.execute(
        select(SecondFactorPolicy, Person, Organisation.time_zone)
        .join(Person, Person.organisation_id == SecondFactorPolicy.organisation_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(Person.account_id == account, Person.active)
    )
    return [(row[0], row[1], row[2]) for row in found]
