"""Whom the host's word means: by subject, and by nothing else once they are known."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.doors.host.models import DOOR, HostIdentity
from lms.kernel.addresses import made_up
from lms.kernel.permissions import Role
from lms.people import changes
from lms.people.changes import PeopleChanged
from lms.people.editing import take_roles
from lms.people.models import Account, Organisation, Person
from lms.people.operations import Refused, create_account, join, normal_email
from lms.plugins import Host, HostUser

LONGEST_SUBJECT: Final = 255
GIVEN: Final = frozenset({Role.HR, Role.TRAINER, Role.ADMIN})


class NotKnown(Exception):
    """Whoever is signed in at the host does not get in here; `code`: "unknown", "ended" or "unusable"."""

    def __init__(self, code: str) -> None:
        """Keep it."""
        self.code = code
        super().__init__(code)


def person_of(session: Session, host: Host, user: HostUser, now: datetime) -> Person:
    """Return whom to let in, in the caller's writing transaction; raise NotKnown, and LookupError for a host that names
    an organisation that is not there."""
    organisation = session.scalar(select(Organisation).where(Organisation.slug == host.organisation))
    if organisation is None:
        raise LookupError(f'there is no organisation "{host.organisation}"')
    if not user.subject or len(user.subject) > LONGEST_SUBJECT or "\x00" in f"{user.subject}{user.email}{user.name}":
        raise NotKnown("unusable")
    same = HostIdentity.organisation_id == organisation.id, HostIdentity.subject == user.subject
    person = session.scalar(select(Person).join(HostIdentity, HostIdentity.person_id == Person.id).where(*same))
    if person is None:
        person = _for_the_first_time(session, host, user, organisation, now)
    account = session.get(Account, person.account_id) if person.account_id else None
    if not person.active or account is None or not account.active:
        raise NotKnown("ended")
    if host.roles:
        take_roles(session, person, roles_of(host, user), now, capacity=DOOR)
    return person


def roles_of(host: Host, user: HostUser) -> frozenset[Role]:
    """Return the roles the host gives somebody; everybody is a learner."""
    named = {host.roles[word] for word in user.roles if word in host.roles}
    return frozenset({Role.LEARNER, *(role for role in GIVEN if role.value in named)})


def _for_the_first_time(
    session: Session, host: Host, user: HostUser, organisation: Organisation, now: datetime
) -> Person:
    try:
        address = normal_email(user.email)
    except Refused:
        raise NotKnown("unusable") from None
    person = _by_mail(session, organisation, address) if host.knows_by_mail else None
    if person is None:
        if not host.creates_people:
            raise NotKnown("unknown")
        person = join(session, organisation, name=user.name.strip()[:200] or address, email=address, now=now)
        changes.announce(session, PeopleChanged(organisation.id, (person.id,), frozenset({"new"}), now))
    if person.account_id is None:
        person.account_id = _account(session, address, now).id
    session.add(HostIdentity(organisation_id=organisation.id, person_id=person.id, subject=user.subject, linked_at=now))
    session.flush()
    return person


def _by_mail(session: Session, organisation: Organisation, address: str) -> Person | None:
    """Return the one person of the organisation with an address, whom the host does not know by another subject."""
    known = select(HostIdentity.person_id).where(HostIdentity.organisation_id == organisation.id)
    here = Person.organisation_id == organisation.id, Person.email == address, Person.id.not_in(known)
    found = session.scalars(select(Person).where(*here).limit(2)).all()
    return found[0] if len(found) == 1 else None


def _account(session: Session, address: str, now: datetime) -> Account:
    """Return a new account: under the address where that is free, for somebody else's is never opened."""
    taken = session.scalar(select(Account.id).where(Account.email == address)) is not None
    return create_account(session, email=made_up() if taken else address, now=now)
