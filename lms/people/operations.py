"""What happens to organisations and people: founded, joined, given a role, deactivated."""

from __future__ import annotations

import re
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.ids import AccountId
from lms.kernel.permissions import Role
from lms.people import sessions, words
from lms.people.models import LANGUAGES, Account, Department, Organisation, Person
from lms.people.passwords import hash_password

EMAIL = re.compile(r"[^@\s<>,;:\"'()]{1,64}@[^@\s<>,;:\"'()]{1,189}")


class Refused(ValueError):
    """Something that cannot be: the text names the field and the remedy."""


def create_organisation(
    session: Session, *, name: str, now: datetime, language: str = "en", currency: str = "DKK", demo: bool = False
) -> Organisation:
    """Found an organisation. Refused when the name is empty or taken, or the language is not one of ours."""
    name = name.strip()
    if not name:
        raise Refused("organisation: give it a name")
    if language not in LANGUAGES:
        raise Refused(f"language: one of {', '.join(LANGUAGES)}")
    slug = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:60] or "organisation"
    if session.scalar(select(Organisation.id).where(Organisation.slug == slug)) is not None:
        raise Refused(f"organisation: there is already one called {slug}; choose another name")
    organisation = Organisation(slug=slug, name=name, language=language, currency=currency, demo=demo, created_at=now)
    session.add(organisation)
    session.flush()
    return organisation


def create_department(
    session: Session, organisation: Organisation, name: str, parent: Department | None = None
) -> Department:
    """Add a department to the tree."""
    department = Department(organisation_id=organisation.id, name=name, parent_id=parent.id if parent else None)
    session.add(department)
    session.flush()
    return department


def create_account(session: Session, *, email: str, now: datetime, password: str | None = None) -> Account:
    """Return the account with this address, made when there is none. Refused when the address is no address."""
    address = normal_email(email)
    account = session.scalar(select(Account).where(Account.email == address))
    if account is None:
        account = Account(email=address, created_at=now, password_hash=hash_password(password) if password else None)
        session.add(account)
        session.flush()
    return account


def join(  # noqa: PLR0913  - one argument for each column of a person, all named
    session: Session,
    organisation: Organisation,
    *,
    name: str,
    email: str,
    now: datetime,
    account: Account | None = None,
    roles: frozenset[Role] = frozenset({Role.LEARNER}),
    department_id: UUID | None = None,
    manager_id: UUID | None = None,
    job: str | None = None,
    hire_date: date | None = None,
    language: str | None = None,
) -> Person:
    """Make a person a member of an organisation."""
    person = Person(
        organisation_id=organisation.id,
        account_id=account.id if account else None,
        name=name.strip(),
        email=normal_email(email),
        roles=roles,
        department_id=department_id,
        manager_id=manager_id,
        job=job,
        hire_date=hire_date,
        language=language,
        created_at=now,
    )
    session.add(person)
    session.flush()
    words.rewrite(session, [person.id])
    return person


def create_administrator(
    session: Session, organisation: Organisation, *, email: str, password: str, now: datetime
) -> Person:
    """Give an organisation its first administrator. Refused when the password is too short or the account exists."""
    address = normal_email(email)
    if session.scalar(select(Account.id).where(Account.email == address)) is not None:
        raise Refused("admin-email: this address already has an account; choose another")
    try:
        account = create_account(session, email=address, password=password, now=now)
    except ValueError as short:
        raise Refused(f"admin-password: {short}") from short
    roles = frozenset({Role.LEARNER, Role.ADMIN, Role.HR, Role.TRAINER})
    return join(
        session, organisation, name=address.partition("@")[0], email=address, account=account, roles=roles, now=now
    )


def deactivate(session: Session, person: Person) -> None:
    """End a membership's access at once: its sessions go with the next request of any worker."""
    person.active = False
    if person.account_id is not None:
        sessions.close_all(session, AccountId(person.account_id))


def change_password(session: Session, email: str, password: str) -> None:
    """Give an account a new password and end its sessions. Refused: no account, too short."""
    account = session.scalar(select(Account).where(Account.email == normal_email(email)))
    if account is None:
        raise Refused(f"email: there is no account with the address {email.strip()[:80]}")
    try:
        account.password_hash = hash_password(password)
    except ValueError as wrong:
        raise Refused(f"password: {wrong}") from wrong
    sessions.close_all(session, AccountId(account.id))


def normal_email(text: str) -> str:
    """Return the address in the form it is compared in. Refused when it is none."""
    address = text.strip().casefold()
    if not EMAIL.fullmatch(address):
        raise Refused(f"email: {text.strip()[:80]!r} is not an address such as name@company.dk")
    return address
