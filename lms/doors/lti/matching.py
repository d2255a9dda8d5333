"""Whom a platform means. A platform can open the person it has been tied to, or a new one; never one it only names.

An e-mail address is what a platform says, and people change it there. It ties nobody to an account that has a password
or a role, and to a plain learner only where an administrator trusts the platform's addresses. Everybody else ties the
two themselves, signed in here. Nor does who is made get an address that is not trusted: it may be somebody else's, who
would find it taken when they come.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from lms.doors.lti.claims import Launch
from lms.doors.lti.models import LtiUser
from lms.doors.lti.refusing import Refused
from lms.kernel.addresses import made_up
from lms.kernel.permissions import Role
from lms.people.models import LANGUAGES, Account, Organisation, Person
from lms.people.operations import EMAIL, join

LONGEST_ADDRESS: Final = 254
NAMELESS: Final = "Learner"
PLAIN: Final = frozenset({Role.LEARNER})


class KnownAlready(Exception):
    """Somebody here has the address the platform names; only they can say that they are the same."""

    def __init__(self, person: Person) -> None:
        """Keep who."""
        self.person = person
        super().__init__("the address belongs to an account here")


def person_of(session: Session, launch: Launch, now: datetime) -> Person:
    """Return whom a launch means, tied or made in the caller's transaction. Raises Refused and KnownAlready."""
    tied = session.scalars(
        select(Person)
        .join(LtiUser, LtiUser.person_id == Person.id)
        .where(LtiUser.platform_id == launch.platform.id, LtiUser.subject == launch.subject)
    ).first()
    if tied is not None:
        return _present(session, tied, now)
    named = _named(session, launch)
    if named is not None:
        if not (launch.platform.trusts_email and _is_plain(session, named)):
            session.expunge(named)  # what is rolled back now must not take what is known of them along
            raise KnownAlready(named)
        found = _present(session, named, now)
    elif launch.platform.creates_people:
        found = _new(session, launch, now)
    else:
        raise Refused(
            "stranger",
            "sub: nobody here is known by it, and launches make nobody. See the platform's settings.",
            status=403,
        )
    tie(session, launch, found, now)
    return found


def tie(session: Session, launch: Launch, person: Person, now: datetime) -> None:
    """Keep that a platform's subject is this person."""
    session.add(
        LtiUser(
            organisation_id=launch.platform.organisation_id,
            platform_id=launch.platform.id,
            subject=launch.subject,
            person_id=person.id,
            linked_at=now,
        )
    )
    session.flush()


def _named(session: Session, launch: Launch) -> Person | None:
    if not launch.email:
        return None
    here = (Person.organisation_id == launch.platform.organisation_id, Person.email == launch.email)
    return session.scalars(select(Person).where(*here)).first()


def _is_plain(session: Session, person: Person) -> bool:
    """Return whether nothing but learning hangs on somebody, and they have no way in of their own."""
    if person.roles != PLAIN or not person.active:
        return False
    account = session.get(Account, person.account_id) if person.account_id is not None else None
    if account is None:
        return True
    elsewhere = exists().where(Person.account_id == account.id, Person.id != person.id)
    return account.password_hash is None and not session.scalar(select(elsewhere))


def _present(session: Session, person: Person, now: datetime) -> Person:
    if not person.active:
        raise Refused("away", "The person's access has been ended.", status=403)
    if person.account_id is None:
        person.account_id = _account(session, person.email, now).id
    elif not session.scalar(select(exists().where(Account.id == person.account_id, Account.active))):
        raise Refused("away", "The person's account has been ended.", status=403)
    return person


def _new(session: Session, launch: Launch, now: datetime) -> Person:
    organisation = session.get_one(Organisation, launch.platform.organisation_id)
    fits = len(launch.email) <= LONGEST_ADDRESS and EMAIL.fullmatch(launch.email)
    email = launch.email if fits and launch.platform.trusts_email else made_up()
    name = launch.name or NAMELESS
    language = launch.locale if launch.locale in LANGUAGES else None
    account = _account(session, email, now)
    return join(session, organisation, name=name, email=email, account=account, language=language, now=now)


def _account(session: Session, email: str, now: datetime) -> Account:
    """Return a new account without a password; where the address has one already, under an address of nobody's.

    The one that is there may be a member of other organisations, and no platform of this one opens those.
    """
    taken = session.scalar(select(exists().where(Account.email == email)))
    account = Account(email=made_up() if taken else email, created_at=now)
    session.add(account)
    session.flush()
    return account
