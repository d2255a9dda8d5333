"""Who somebody is here, from what a provider says: by issuer and subject, and by nothing else once they are known.

The first time, an address decides, where the provider vouches for it and its domain counts for the connection: it
finds somebody who was added but has no way in of their own, or, where the connection takes people on, makes a learner.
It never opens what has a way in already, and never an administrator: those connect on their own page while signed in.
`docs/decisions/0023-…` says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from lms.doors.oidc.models import OidcConnection, OidcDomain, OidcIdentity
from lms.doors.oidc.presets import PRESETS
from lms.doors.oidc.refusing import Refusal
from lms.doors.oidc.tokens import Claims
from lms.kernel import audit
from lms.kernel.addresses import made_up
from lms.kernel.ids import AccountId, OrganisationId, PersonId
from lms.kernel.permissions import Actor, Role
from lms.people import changes
from lms.people.changes import PeopleChanged
from lms.people.models import LANGUAGES, Account, Organisation, Person
from lms.people.operations import Refused, join, normal_email
from lms.people.second_factor.models import Passkey

LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Known:
    """What is used of claims. `mail`: in small letters, only where the provider vouches for it; `label`: shown."""

    issuer: str
    subject: str
    mail: str | None
    name: str
    language: str | None
    label: str

    @classmethod
    def of(cls, connection: OidcConnection, claims: Claims) -> Known:
        """Read claims that were checked."""
        vouched = PRESETS[connection.preset].vouched(claims)
        if vouched is None and connection.trusts_mail:
            vouched = _text(claims, "email") or None
        mail = _address(vouched)
        shown = _text(claims, "email") or _text(claims, "preferred_username") or _text(claims, "name")
        names = [_text(claims, "given_name"), _text(claims, "family_name")]
        name = _text(claims, "name") or " ".join(filter(None, names)) or (mail or "?").partition("@")[0]
        language = _text(claims, "locale").replace("_", "-").partition("-")[0].casefold()
        return cls(
            connection.issuer,
            str(claims["sub"]),
            mail,
            name[:LONGEST_NAME],
            language if language in LANGUAGES else None,
            shown[:254] or connection.name,
        )


def person_of(session: Session, connection: OidcConnection, known: Known, now: datetime) -> Person:
    """Return whom to let in, in the caller's writing transaction; raise Refusal."""
    identity = identity_of(session, connection, known)
    if identity is None:
        person = _for_the_first_time(session, connection, known, now)
        identity = remember(session, connection, known, person, now)
    else:
        person = session.get_one(Person, identity.person_id)
    account = session.get(Account, person.account_id) if person.account_id else None
    if not person.active or account is None or not account.active:
        raise Refusal("ended")
    identity.used_at = now
    connection.last_used_at = now
    return person


def verdict(session: Session, connection: OidcConnection, known: Known) -> str:
    """Return what would come of a sign-in: "known", "found", "new", or the code of a refusal. Writes nothing."""
    if identity_of(session, connection, known) is not None:
        return "known"
    try:
        return "found" if _by_address(session, connection, known, held=False) is not None else "new"
    except Refusal as refusal:
        return refusal.code


def link(session: Session, connection: OidcConnection, known: Known, person: Person, now: datetime) -> None:
    """Connect a person who is signed in with who they are at the provider. Raises Refusal "other-person"."""
    identity = identity_of(session, connection, known)
    if identity is None:
        remember(session, connection, known, person, now)
    elif identity.person_id != person.id:
        raise Refusal("other-person")


def identity_of(session: Session, connection: OidcConnection, known: Known) -> OidcIdentity | None:
    """Return the row of an issuer and subject in the connection's organisation, or None."""
    same = (
        OidcIdentity.organisation_id == connection.organisation_id,
        OidcIdentity.issuer == known.issuer,
        OidcIdentity.subject == known.subject,
    )
    return session.scalar(select(OidcIdentity).where(*same))


def remember(session: Session, connection: OidcConnection, known: Known, person: Person, now: datetime) -> OidcIdentity:
    """Write down who a person is at the provider, where they can read it."""
    identity = OidcIdentity(
        organisation_id=connection.organisation_id,
        person_id=person.id,
        connection_id=connection.id,
        issuer=known.issuer,
        subject=known.subject,
        label=known.label,
        linked_at=now,
    )
    session.add(identity)
    audit.note(session, _themselves(person), "oidc.connected", now, subject=person.id, detail=connection.name)
    session.flush()
    return identity


def _for_the_first_time(session: Session, connection: OidcConnection, known: Known, now: datetime) -> Person:
    person = _by_address(session, connection, known, held=True)
    if person is None:
        organisation = session.get_one(Organisation, connection.organisation_id)
        person = join(session, organisation, name=known.name, email=known.mail or "", now=now, language=known.language)
        news = PeopleChanged(organisation.id, (person.id,), frozenset({"new"}), now)
        changes.announce(session, news)
    if person.account_id is None:
        _give_account(session, person, now)
    return person


def _by_address(session: Session, connection: OidcConnection, known: Known, *, held: bool) -> Person | None:
    """Return who has this address and no way in of their own, None where somebody new may be; raise Refusal.

    `held`: keep others from changing them until the caller's writing transaction is over.
    """
    domain = (known.mail or "").rpartition("@")[2]
    counts = select(exists().where(OidcDomain.connection_id == connection.id, OidcDomain.held == domain))
    if known.mail is None or not session.scalar(counts):
        raise Refusal("unknown", "no address that counts" if known.mail is None else f"the domain is {domain}")
    here = (Person.organisation_id == connection.organisation_id, Person.email == known.mail)
    found = select(Person).where(*here)
    person = session.scalar(found.with_for_update() if held else found)
    if person is None:
        if not connection.creates_people:
            raise Refusal("not-invited")
        return None
    if not person.active:
        raise Refusal("ended")
    if Role.ADMIN in person.roles or (person.account_id is not None and not _only_visits(session, person, held=held)):
        raise Refusal("has-password")
    return person


def _only_visits(session: Session, person: Person, *, held: bool) -> bool:
    """Return whether an account was made by another door and opens by nothing its owner holds.

    It belongs to a learner of this organisation alone and has no password, no passkey and no provider.
    """
    account = session.get(Account, person.account_id, with_for_update=held or None)
    if account is None or account.password_hash is not None or not person.roles <= {Role.LEARNER}:
        return False
    memberships = session.scalar(select(func.count()).where(Person.account_id == account.id))
    passkey = exists().where(Passkey.account_id == account.id)
    provider = exists().where(OidcIdentity.person_id == person.id)
    return memberships == 1 and not session.scalar(select(passkey | provider))


def _give_account(session: Session, person: Person, now: datetime) -> None:
    """Make an account without a password. One that has the address already is somebody's elsewhere, and stays so."""
    is_taken = session.scalar(select(exists().where(Account.email == person.email)))
    address = made_up() if is_taken else person.email
    account = Account(email=address, created_at=now, password_hash=None)
    session.add(account)
    session.flush()
    person.account_id = account.id
    session.flush()


def _themselves(person: Person) -> Actor:
    account = AccountId(person.account_id or person.id)
    return Actor(PersonId(person.id), account, OrganisationId(person.organisation_id), person.roles)


def _text(claims: Claims, name: str) -> str:
    value = claims.get(name)
    return " ".join(value.split()) if isinstance(value, str) and value.isprintable() else ""


def _address(mail: str | None) -> str | None:
    try:
        return normal_email(mail) if mail and mail.isascii() else None
    except Refused:
        return None
