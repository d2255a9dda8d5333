"""Taking somebody's second factor away, because the phone is gone: an administrator's act, or the shell's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from lms.kernel.permissions import Actor
from lms.people.editing import NotAllowed
from lms.people.models import Account, Person
from lms.people.operations import Refused, normal_email
from lms.people.second_factor import factors, telling
from lms.people.second_factor.models import Authenticator, Passkey


@dataclass(frozen=True, slots=True)
class Counted:
    """Of so many active people with a password, how many have a second factor."""

    people: int
    protected: int


def reset(session: Session, actor: Actor, person: Person, base_url: str, now: datetime) -> None:
    """Take a colleague's second factor away, end their sessions, and tell them.

    Raises NotAllowed for oneself, for whoever has none, and for an account that is not this organisation's alone.
    """
    if person.id == actor.person_id:
        raise NotAllowed(_l("Nobody resets their own. Ask another administrator, or whoever runs the installation."))
    if person.account_id is None or not factors.has_any(session, person.account_id):
        raise NotAllowed(_l("There is no second factor to reset."))
    elsewhere = select(Person.id).where(
        Person.account_id == person.account_id, Person.organisation_id != person.organisation_id
    )
    if session.scalar(elsewhere.limit(1)) is not None:
        raise NotAllowed(_l("This sign-in cannot be reset here. Ask whoever runs the installation."))
    factors.reset(session, person.account_id)
    telling.tell(session, person, telling.RESET, base_url, now, by=actor)


def reset_by_address(session: Session, email: str, base_url: str, now: datetime) -> bool:
    """Take the second factor of the account with this address away; return whether there was one. Raises Refused."""
    account = session.scalar(select(Account).where(Account.email == normal_email(email)))
    if account is None:
        raise Refused(f"email: there is no account with the address {email.strip()[:80]}")
    if not factors.reset(session, account.id):
        return False
    people = session.scalars(
        select(Person).where(Person.account_id == account.id).order_by(Person.created_at, Person.id)
    )
    telling.tell_from_the_shell(session, list(people), telling.RESET, base_url, now)
    return True


def counted(session: Session, mine: ColumnElement[bool]) -> Counted:
    """Return how many of the people that `mine` picks have a password, and a second factor; one query."""
    apps = select(Authenticator.account_id).where(Authenticator.sealed.is_not(None))
    protected = Account.id.in_(apps) | Account.id.in_(select(Passkey.account_id))
    people = (
        select(func.count(), func.count().filter(protected))
        .select_from(Person)
        .join(Account, Account.id == Person.account_id)
        .where(mine, Person.active, Account.active, Account.password_hash.is_not(None))
    )
    row = session.execute(people).one()
    return Counted(row[0], row[1])


def with_address(session: Session, mine: ColumnElement[bool], typed: str) -> UUID | None:
    """Return the id of whoever, of the people that `mine` picks, has exactly this address."""
    try:
        address = normal_email(typed)
    except Refused:
        return None
    return session.scalar(select(Person.id).where(mine, Person.email == address))
