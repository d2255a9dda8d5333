"""Checking a secret and opening a session: reads first, hashes outside any transaction, then one short write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from lms.kernel.database import Database
from lms.kernel.ids import AccountId
from lms.people import elsewhere, sessions
from lms.people.letting_in import Opened
from lms.people.models import Account, Person
from lms.people.passwords import hash_password, is_outdated, password_fits
from lms.people.second_factor import codes, factors, pending, policy, trusting
from lms.people.throttling import Throttle


@dataclass(frozen=True)
class Door:
    """One try to come in: what was typed, from where, on which browser."""

    email: str
    password: str
    address: str
    device: str | None
    trusted: str | None = None


@dataclass(frozen=True)
class Waiting:
    """The password was right, and a second factor is still to come. `token`: of the pending sign-in. `sets_up`: the
    account must have one and has none."""

    token: str
    sets_up: bool


class TooManyTries(Exception):
    """The account or the address has used up its wrong tries for now."""


def sign_in(database: Database, door: Door, secret: bytes, now: datetime) -> Opened | Waiting | None:
    """Return the opened session, what is still to come, or None when address and password do not belong together.

    Raises TooManyTries. Unknown address, wrong password and no active membership look the same and take the same work.
    """
    email = door.email.strip().casefold()
    with database.reading() as session:
        account = session.scalar(select(Account).where(Account.email == email, Account.active))
        throttle = throttle_of(session, account, email, door.address, door.device, secret)
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
        if renewed:
            session.execute(update(Account).where(Account.id == account.id).values(password_hash=renewed))
        waiting = _second(session, account, door, secret, now)
        if waiting is not None:
            throttle.take_back(session)
            return waiting
        throttle.forgive(session)
        known = door.device is not None and sessions.knows_device(session, AccountId(account.id), door.device)
        device = None if known else sessions.remember_device(session, AccountId(account.id), now)
        return Opened(sessions.open_session(session, person, now), person, device)


def throttle_of(  # noqa: PLR0913  - who tries, from where, on which browser
    session: Session, account: Account | None, email: str, address: str, device: str | None, secret: bytes
) -> Throttle:
    """Return the count of tries at an account, the same for passwords, codes and passkeys."""
    known = account is not None and device is not None and sessions.knows_device(session, AccountId(account.id), device)
    return Throttle(secret, email, address, device if known else None)


def _second(session: Session, account: Account, door: Door, secret: bytes, now: datetime) -> Waiting | None:
    """Begin the second step where there is one: for whoever has a second factor, or must have one."""
    has_one = factors.has_any(session, account.id)
    if not has_one and not policy.must_have(session, account.id, now):
        return None
    browser = trusting.trusted(session, account.id, door.trusted, now) if has_one else None
    if browser is not None and policy.may_trust(session, account.id):
        browser.used_at = now
        return None
    if not has_one:
        codes.propose(session, account.id, secret)
    return Waiting(pending.begin(session, account.id, sets_up=not has_one, now=now), not has_one)


def first_membership(session: Session, account: AccountId) -> Person | None:
    """Return the active membership an account works in when it has just signed in: the oldest that it opens itself."""
    every = session.scalars(memberships_of(account))
    return next((each for each in every if not elsewhere.is_barred(session, each)), None)


def memberships_of(account: AccountId) -> Select[Person]:
    """Return the query of an account's active memberships, oldest first."""
    return select(Person).where(Person.account_id == account, Person.active).order_by(Person.created_at, Person.id)
