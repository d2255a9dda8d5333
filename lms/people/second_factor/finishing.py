"""The second step of signing in: one more thing is checked, and only then there is a session.

Every try is counted before it is looked at, in the same count as wrong passwords. What was right is used up in the one
short transaction that also ends the pending sign-in and opens the session, so of many at once exactly one comes in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from lms.kernel.database import Database
from lms.kernel.ids import AccountId
from lms.people import sessions
from lms.people.letting_in import Opened
from lms.people.models import Account, Person
from lms.people.second_factor import challenges, codes, factors, passkeys, pending, policy, recovery, telling, trusting
from lms.people.second_factor.models import Passkey
from lms.people.second_factor.passkeys import Answer, Site
from lms.people.signing_in import TooManyTries, first_membership, throttle_of
from lms.people.throttling import Guesses, Throttle


@dataclass(frozen=True, slots=True)
class Step:
    """One try at the second step. `token`: of the pending sign-in; `trust`: trust this browser, of this `name`."""

    token: str | None
    address: str
    device: str | None
    base_url: str
    trust: bool = False
    name: str = ""


class _Wrong(Exception):
    """What was shown is wrong: nothing of the transaction stays."""


Use = Callable[[Session, Person], bool]
"""Uses up what was shown, in the transaction that opens the session; False: it was wrong."""


def with_code(database: Database, step: Step, code: str, secret: bytes, now: datetime) -> Opened | None:
    """Return the opened session, None when the code of the app, or recovery code, is wrong.

    Raises Over and TooManyTries.
    """

    def use(session: Session, person: Person) -> bool:
        account = AccountId(person.account_id)  # type: ignore[arg-type]  # it has one: its password was right
        if not recovery.can_be(code):
            return codes.use(session, account, code, secret, now)
        used = recovery.use(session, account, code, secret)
        if used:
            telling.tell(session, person, telling.RECOVERY_USED, step.base_url, now)
        return used

    with database.reading() as session:
        waiting, _account = pending.found(session, step.token, now)
    return None if waiting.sets_up else _finish(database, step, use, secret, now)


def with_passkey(database: Database, step: Step, site: Site, sent: str, secret: bytes, now: datetime) -> Opened | None:
    """Return the opened session, None when the answer is not that of one of the account's passkeys.

    Raises Over and TooManyTries.
    """
    with database.reading() as session:
        waiting, account = pending.found(session, step.token, now)
        answer = _answer(session, site, sent, account, secret, now)

    def use(session: Session, _person: Person) -> bool:
        return answer is not None and passkeys.use(session, answer, now)

    return None if waiting.sets_up else _finish(database, step, use, secret, now)


def with_new_app(
    database: Database, step: Step, code: str, secret: bytes, now: datetime
) -> tuple[Opened, list[str]] | None:
    """Return the session of somebody who has set up an app, and their recovery codes; None when the code is wrong.

    Raises Over and TooManyTries.
    """

    def use(session: Session, person: Person) -> bool:
        done = codes.accept(session, person.account_id, code, secret, now)  # type: ignore[arg-type]
        if done:
            telling.tell(session, person, telling.APP_ADDED, step.base_url, now)
        return done

    return _set_up(database, step, use, secret, now)


def with_new_passkey(  # noqa: PLR0913  - the step, what the passkey says and its name
    database: Database, step: Step, site: Site, sent: str, name: str, secret: bytes, now: datetime
) -> tuple[Opened, list[str]] | None:
    """Return the session of somebody who has set up a passkey, and their recovery codes; None when it cannot be used.

    Raises Over and TooManyTries.
    """

    def use(session: Session, person: Person) -> bool:
        try:
            passkeys.keep(session, site, person.account_id, sent, name, secret, now)  # type: ignore[arg-type]
        except passkeys.Wrong:
            return False
        telling.tell(session, person, telling.PASSKEY_ADDED, step.base_url, now)
        return True

    return _set_up(database, step, use, secret, now)


def with_passkey_alone(
    database: Database, step: Step, site: Site, sent: str, secret: bytes, now: datetime
) -> Opened | None:
    """Return the session opened by a passkey without a password, None when the answer is nobody's here or wrong.

    The device has verified its owner, so this is two factors in one. Raises TooManyTries.
    """
    guesses = Guesses(secret, "passkey", step.address)
    with database.reading() as session:
        passkey = _named(session, sent)
        account = session.get(Account, passkey.account_id) if passkey is not None else None
        used_up = guesses.are_used_up(session, now)
    if used_up:
        raise TooManyTries
    if passkey is None or account is None or not account.active:
        with database.writing() as session:
            guesses.count(session, now)
        return None
    throttle = _counted(database, account, step, secret, now)
    try:
        answer = passkeys.check(site, passkey, sent, challenges.SIGN_IN, secret, now)
    except passkeys.Wrong:
        return None
    with database.writing() as session:
        person = first_membership(session, AccountId(account.id))
        if person is None or not passkeys.use(session, answer, now):
            return None
        return _opened(session, person, throttle, step, now)


def _set_up(database: Database, step: Step, use: Use, secret: bytes, now: datetime) -> tuple[Opened, list[str]] | None:
    made: list[str] = []

    def use_and_make(session: Session, person: Person) -> bool:
        account = person.account_id
        if account is None or factors.has_any(session, account) or not use(session, person):
            return False
        made.extend(recovery.renew(session, account, secret, now))
        return True

    with database.reading() as session:
        waiting, _account = pending.found(session, step.token, now)
    opened = _finish(database, replace(step, trust=False), use_and_make, secret, now) if waiting.sets_up else None
    return (opened, made) if opened else None


def _finish(database: Database, step: Step, use: Use, secret: bytes, now: datetime) -> Opened | None:
    with database.reading() as session:
        _waiting, account = pending.found(session, step.token, now)
    throttle = _counted(database, account, step, secret, now)
    try:
        with database.writing() as session:
            waiting, account = pending.found(session, step.token, now)
            person = first_membership(session, AccountId(account.id))
            if person is None or not use(session, person):
                raise _Wrong
            pending.take(session, waiting)
            return _opened(session, person, throttle, step, now)
    except _Wrong:
        return None


def _opened(session: Session, person: Person, throttle: Throttle, step: Step, now: datetime) -> Opened:
    account = AccountId(person.account_id)  # type: ignore[arg-type]  # whoever signs in has one
    throttle.forgive(session)
    known = step.device is not None and sessions.knows_device(session, account, step.device)
    device = None if known else sessions.remember_device(session, account, now)
    trust = None
    if step.trust and policy.may_trust(session, account):
        trust = trusting.trust(session, account, step.name, now)
    return Opened(sessions.open_session(session, person, now), person, device, trust)


def _counted(database: Database, account: Account, step: Step, secret: bytes, now: datetime) -> Throttle:
    """Count the try before it is looked at. Raises TooManyTries."""
    with database.reading() as session:
        throttle = throttle_of(session, account, account.email, step.address, step.device, secret)
    with database.writing() as session:
        if throttle.is_shut(session, now):
            raise TooManyTries
        throttle.count(session, now)
    return throttle


def _answer(session: Session, site: Site, sent: str, account: Account, secret: bytes, now: datetime) -> Answer | None:
    try:
        passkey = passkeys.find(session, sent, account.id)
        return passkey and passkeys.check(site, passkey, sent, challenges.SECOND, secret, now)  # type: ignore[return-value]
    except passkeys.Wrong:
        return None


def _named(session: Session, sent: str) -> Passkey | None:
    try:
        return passkeys.find(session, sent, None)
    except passkeys.Wrong:
        return None
