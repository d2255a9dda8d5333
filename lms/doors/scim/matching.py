"""Which person a directory means, and whether it may write of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from scim2_models import ConflictException, InvalidValueException, UniquenessException, default_comparison_key
from sqlalchemy import bindparam, or_, select, union, update

from lms.doors.scim.desk import Desk
from lms.doors.scim.models import ScimUser
from lms.doors.scim.new_people import take_on
from lms.doors.scim.refusing import words
from lms.kernel.ids import read_id
from lms.kernel.permissions import Role
from lms.people.models import Person

PLAIN: Final = frozenset({Role.LEARNER})
FORESEEN: Final = "foreseen"


class _Loose:
    """What `default_comparison_key` asks of an attribute: that the case of its letters does not count."""

    case_exact = False


def folded(user_name: str) -> str:
    """Return a userName as user names are compared."""
    return default_comparison_key(_Loose, user_name)


def foresee(desk: Desk, keys: Iterable[str], emails: Iterable[str]) -> None:
    """Look up in two queries which of these user names and addresses are in use, for a request of many users."""
    wanted_keys = set(keys)
    wanted = wanted_keys | {each.casefold() for each in emails}
    if not wanted:
        return
    names = select(ScimUser.user_name_key).where(
        ScimUser.organisation_id == desk.organisation, ScimUser.user_name_key.in_(wanted_keys)
    )
    mails = select(Person.email).where(Person.organisation_id == desk.organisation, Person.email.in_(wanted))
    used = {*desk.session.scalars(names), *desk.session.scalars(mails)}
    desk.foreseen = (wanted, used)


def foresee_also(desk: Desk, key: str, email: str) -> None:
    """Note that a user name and an address are in use from now on."""
    if desk.foreseen is not None:
        desk.foreseen[1].update((key, email))


def look_again(desk: Desk) -> None:
    """Forget what was foreseen: somebody is changed."""
    desk.foreseen = None


def meant(desk: Desk, key: str, email: str | None, external_id: str | None) -> Person | None:
    """Return whom a new user is, where it is somebody who is here; None for somebody new.

    That is somebody the directory had deleted, under the same userName; and somebody HR put here, under the same
    address. Raises UniquenessException for one it looks after already, ConflictException for one it may not have.
    """
    email = email.casefold() if email else None
    if _is_free(desk, key, email):
        return None
    take_on(desk)
    look_again(desk)
    found = _candidates(desk, key, email)
    if not found:
        return None
    person, user = found[0]
    if len(found) > 1:
        raise UniquenessException(detail=words("taken-address", said=email or key))
    if user is None:
        check_allowed(desk, person, user)
        return person
    if user.deleted_at is None or person.active or user.user_name_key != key:
        code = "taken-name" if user.user_name_key == key else "taken-address"
        raise UniquenessException(detail=words(code, said=(key if code == "taken-name" else email) or key))
    if external_id and user.external_id and external_id != user.external_id:
        raise UniquenessException(detail=words("reused", said=key))
    return person


def _is_free(desk: Desk, key: str, email: str | None) -> bool:
    """Return whether it is known already that nobody has this user name or this address."""
    if desk.foreseen is None:
        return False
    asked, used = desk.foreseen
    wanted = {key, *([email] if email else [])}
    return wanted <= asked and not wanted & used


_CALLED_SO: Final = union(
    select(ScimUser.person_id).where(
        ScimUser.organisation_id == bindparam("organisation"), ScimUser.user_name_key == bindparam("key")
    ),
    select(Person.id).where(
        Person.organisation_id == bindparam("organisation"),
        or_(Person.email == bindparam("key"), Person.email == bindparam("email")),
    ),
)
"""Asked for every user that is sent alone, so it is put together once."""


def _candidates(desk: Desk, key: str, email: str | None) -> list[tuple[Person, ScimUser | None]]:
    """Return everybody with this user name or address; who has no user name of a directory's has their address."""
    asked = {"organisation": desk.organisation, "key": key, "email": email or key}
    ids = list(desk.session.scalars(_CALLED_SO, asked))
    if not ids:
        return []
    query = select(Person, ScimUser).outerjoin(ScimUser, ScimUser.person_id == Person.id).where(Person.id.in_(ids))
    rows = [(row[0], row[1]) for row in desk.session.execute(query)]
    return [
        (person, user) for person, user in rows if user is None or key == user.user_name_key or email == person.email
    ]


def check_free(desk: Desk, person: Person, key: str) -> None:
    """Raise UniquenessException where a user name is somebody else's; one of somebody deleted is passed on."""
    for other, user in _candidates(desk, key, None):
        if other.id == person.id:
            continue
        if user is None and other.email == key:
            if is_protected(desk, other, user):
                raise ConflictException(detail=words("protected", name=other.name))
            raise UniquenessException(detail=words("taken-name", said=key))
        if user is not None and user.user_name_key == key:
            if user.deleted_at is None or other.active:
                raise UniquenessException(detail=words("taken-name", said=key))
            theirs = update(ScimUser).where(ScimUser.person_id == other.id)
            desk.session.execute(theirs.values(user_name_key=str(other.id)))


def is_protected(desk: Desk, person: Person, user: ScimUser | None) -> bool:
    """Return whether somebody has a role here that the directory did not bring them with, and none lets it near."""
    return user is None and person.roles != PLAIN and not desk.adopts


def check_allowed(desk: Desk, person: Person, user: ScimUser | None) -> None:
    """Raise ConflictException for somebody who is protected."""
    if is_protected(desk, person, user):
        raise ConflictException(detail=words("protected", name=person.name))


def check_address(desk: Desk, person: Person) -> None:
    """Raise ConflictException where a new address would let somebody else in as a person with a role."""
    if person.roles != PLAIN and not desk.adopts:
        raise ConflictException(detail=words("address", name=person.name))


def colleague(desk: Desk, said: str, code: str) -> UUID:
    """Return the id of a person of the organisation. Raises InvalidValueException, in the words of `code`."""
    identity = read_id(said.strip().casefold())
    known = {each.id for each in desk.pending}
    if identity is not None and (identity in known or _exists(desk, identity)):
        return identity
    raise InvalidValueException(detail=words(code, said=said[:80]))


def _exists(desk: Desk, identity: UUID) -> bool:
    if identity in desk.colleagues:
        return True
    mine = (Person.id == identity, Person.organisation_id == desk.organisation)
    found = desk.session.scalar(select(Person.id).where(*mine)) is not None
    if found:
        desk.colleagues.add(identity)
    return found


def strangers(desk: Desk, ids: Sequence[Any]) -> set[Any]:
    """Return those of the ids that are nobody's here."""
    mine = (Person.organisation_id == desk.organisation, Person.id.in_(ids))
    return set(ids) - set(desk.session.scalars(select(Person.id).where(*mine)))
