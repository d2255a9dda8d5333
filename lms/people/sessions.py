"""Database sessions: a random token in the browser, its hash in a row, over on the request after the row is gone."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, exists, select, update
from sqlalchemy.orm import Session, aliased

from lms.kernel.ids import AccountId, OrganisationId, PersonId
from lms.kernel.permissions import Actor, Role
from lms.kernel.zones import zone_of
from lms.people.models import Account, KnownDevice, Organisation, Person, SignIn
from lms.people.second_factor.models import PendingSignIn, TrustedBrowser
from lms.web.visitors import Visitor

IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=5)
LAUNCHED = "lti"
"""The door of sessions that another platform opened: whoever comes through it is a learner here and nothing more."""

_Report = aliased(Person, name="report")
_WHO = (
    select(
        Person.id,
        Person.account_id,
        Person.organisation_id,
        Person.roles,
        Person.name,
        Account.language,
        Person.language,
        Organisation.name,
        Organisation.language,
        Organisation.currency,
        Person.time_zone,
        Organisation.time_zone,
        Organisation.demo,
        SignIn.last_seen,
        SignIn.door,
        SignIn.context_id,
        exists().where(_Report.manager_id == Person.id, _Report.active).correlate(Person),
    )
    .join(Person, Person.id == SignIn.person_id)
    .join(Account, Account.id == SignIn.account_id)
    .join(Organisation, Organisation.id == Person.organisation_id)
    .where(
        SignIn.token_hash == bindparam("token"),
        SignIn.created_at > bindparam("born"),
        SignIn.last_seen > bindparam("seen"),
        Person.active,
        Account.active,
    )
)
"""Asked once by every request of somebody signed in, so it is put together once."""


def token_hash(token: str) -> str:
    """Return the SHA-256 of a token, as it is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(  # noqa: PLR0913 - a session and what it goes on from
    session: Session,
    person: Person,
    now: datetime,
    *,
    door: str = "",
    context: UUID | None = None,
    begun: datetime | None = None,
    there: str | None = None,
) -> str:
    """Start a session for `person`, return its token (256 random bits); `door`, `context`, `there`: see `SignIn`.

    `begun`: when the session began that this one goes on with, and with which it ends.
    """
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token_hash=token_hash(token),
            account_id=person.account_id,
            person_id=person.id,
            created_at=begun or now,
            last_seen=now,
            door=door,
            context_id=context,
            there_hash=there,
        )
    )
    return token


def signed_in(session: Session, token: str, now: datetime) -> Visitor | None:
    """Return who holds `token`; None when it is unknown, expired, idle too long, or person or account is inactive."""
    hashed = token_hash(token)
    row: Any = session.execute(_WHO, {"token": hashed, "born": now - LONGEST, "seen": now - IDLE}).first()
    if row is None:
        return None
    person, account, organisation, roles, name, own, at_work, company, company_language, currency = row[:10]
    zone, company_zone, demo, seen, door, context, leads = row[10:]
    if door == LAUNCHED:
        roles, leads = frozenset({Role.LEARNER}), False
    actor = Actor(PersonId(person), AccountId(account), OrganisationId(organisation), roles)
    zones = str(zone_of(zone, company_zone)), company_zone
    rest = demo, hashed, seen, leads, door, context
    return Visitor(actor, name, own or at_work, company, company_language, currency, *zones, *rest)


def begun_at(session: Session, hashed: str) -> datetime | None:
    """Return when a session began, by the hash of its token: when its holder last showed who they are."""
    return session.scalar(select(SignIn.created_at).where(SignIn.token_hash == hashed))


def touch(session: Session, hashed: str, now: datetime) -> None:
    """Write that the session was used."""
    session.execute(update(SignIn).where(SignIn.token_hash == hashed).values(last_seen=now))


def close_session(session: Session, token: str) -> None:
    """End one session."""
    session.execute(delete(SignIn).where(SignIn.token_hash == token_hash(token)))


def close_all(session: Session, account: AccountId) -> None:
    """End every session of an account, sign-ins under way, and trust in its browsers: on a new password, on leaving."""
    for table in (SignIn, PendingSignIn, TrustedBrowser):
        session.execute(delete(table).where(table.account_id == account))


def close_others(session: Session, account: AccountId, kept: str, *, only: PersonId | None = None) -> int:
    """End every session of an account but the one whose token has the hash `kept`; return how many ended.

    `only`: end those of one membership, and leave the account's other organisations alone.
    """
    others = delete(SignIn).where(SignIn.account_id == account, SignIn.token_hash != kept)
    if only is not None:
        others = others.where(SignIn.person_id == only)
    return len(session.scalars(others.returning(SignIn.id)).all())


def remember_device(session: Session, account: AccountId, now: datetime) -> str:
    """Remember the browser in hand and return its token."""
    token = secrets.token_urlsafe(32)
    session.add(KnownDevice(account_id=account, token_hash=token_hash(token), created_at=now))
    return token


def knows_device(session: Session, account: AccountId, token: str) -> bool:
    """Return whether the owner of `account` has signed in from this browser before."""
    known = select(KnownDevice.id).where(KnownDevice.account_id == account, KnownDevice.token_hash == token_hash(token))
    return session.scalar(known) is not None


def forget_expired(session: Session, now: datetime) -> None:
    """Delete sessions past their longest life or idle time, and devices not used for a year."""
    session.execute(delete(SignIn).where((SignIn.created_at <= now - LONGEST) | (SignIn.last_seen <= now - IDLE)))
    session.execute(delete(KnownDevice).where(KnownDevice.created_at <= now - timedelta(days=365)))
