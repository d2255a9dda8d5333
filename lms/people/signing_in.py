"""Checking a secret and opening a session: reads first, hashes outside any transaction, then one short write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from lms.kernel.database import Database
from lms.kernel.ids import AccountId
from lms.people import sessions
from lms.people.models import Account, Person
from lms.people.passwords import hash_password, is_outdated, password_fits
from lms.people.throttling import Throttle


@dataclass(frozen=True)
class Door:
    """One try to come in: what was typed, from where, on which browser."""

    email: str
    password: str
    address: str
    device: str | None


@dataclass(frozen=True)
class Opened:
    """A session was opened: its token, its person, and a device token where the browser was new."""

    token: str
    person: Person
    device: str | None


class TooManyTries(Exception):
    """The account or the address has used up its wrong tries for now."""


def sign_in(database: Database, door: Door, secret: bytes, now: datetime) -> Opened | None:
    """Return the opened session, or None when address and password do not belong together.

    Raises TooManyTries. Unknown address, wrong password and no active membership look the same and take the same work.
    """
    email = door.email.strip().casefold()
    with database.reading() as session:
        account = session.scalar(select(Account).where(Account.email == email, Account.active))
        known = (
            account is not None
            and door.device is not None
            and sessions.knows_device(session, AccountId(account.id), door.device)
        )
    throttle = Throttle(secret, email, door.address, door.device if known else None)
    with database.writing() as session:  # counted before the check, so that parallel tries cannot slip through together
        if throttle.is_shut(session, now):
            raise TooManyTries
        throttle.count(session, now)
    if not password_fits(door.password, account.password_hash if account else None) or account is None:
        return None
    renewed = hash_password(door.password) if is_outdated(account.password_hash or "") else None
    with database.writing() as session:
        person = first_membership(session, AccountId(account.id))
        if person is None:
            return None
        throttle.forgive(session)
        if renewed:
            session.execute(update(Account).where(Account.id == account.id).values(password_hash=renewed))
        device = None if known else sessions.remember_device(session, AccountId(account.id), now)
        return Opened(sessions.open_session(session, person, now), person, device)


def first_membership(session: Session, account: AccountId) -> Person | None:
    """Return the active membership an account works in when it has just signed in: the oldest."""
    return session.scalars(memberships_of(account).limit(1)).first()


def memberships_of(account: AccountId) -> Select[Person]:
    """Return the query of an account's active memberships, oldest first."""
    return select(Person).where(Person.account_id == account, Person.active).order_by(Person.created_at, Person.id)
