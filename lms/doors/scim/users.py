"""Users written by a directory: taken on, changed, ended. By the same rules as HR's own hand: `lms.people.editing`.

Nobody is given a role here, and people with one are not touched unless the directory put them here or an administrator
lets it look after them all.
"""

from __future__ import annotations

import json
from typing import Any, Final

from scim2_models import (
    ForbiddenException,
    InvalidValueException,
    PreconditionFailedException,
    Resource,
    UniquenessException,
)
from sqlalchemy import select

from lms.doors.scim import mapping, matching, reading
from lms.doors.scim.desk import Desk
from lms.doors.scim.mapping import Document, Said
from lms.doors.scim.models import EXTERNAL_ID, USER_NAME, ScimUser
from lms.doors.scim.new_people import Newcomer, take_on
from lms.doors.scim.reading import ACTIVE, SENT, STORED, Record
from lms.doors.scim.refusing import words
from lms.kernel.addresses import made_up
from lms.kernel.ids import new_id, read_id
from lms.people import editing
from lms.people.editing import NotAllowed
from lms.people.models import Person
from lms.people.values import Wrong

LARGEST: Final = 65_536
"""Characters of what is kept of one person."""
_NEVER: Final = frozenset({"id", "meta", "groups", "password", "schemas", "userName", "externalId"})
_ALWAYS: Final = frozenset({"name", "email"})


def create(desk: Desk, resource: Resource[Any]) -> Document:
    """Take somebody on, or give somebody back what they had: see `matching.meant`. Return the whole user."""
    sent = _Sent.of(resource)
    person = matching.meant(desk, sent.key, sent.said.texts.get("email"), sent.external_id)
    if person is None:
        return _taken_on(desk, sent)
    with desk.apart():
        user = desk.session.get(ScimUser, person.id)
        return _written(desk, person, user, sent, replacing=True, active=sent.said.active is not False)


def change(desk: Desk, resource: Resource[Any], expected_version: str | None, *, replacing: bool = False) -> Document:
    """Write the whole new state of a user. `replacing`: what it leaves out and the directory never said stays."""
    person, user = _held(desk, str(resource.id), expected_version)
    matching.check_allowed(desk, person, user)
    sent = _Sent.of(resource)
    matching.check_free(desk, person, sent.key)
    with desk.apart():
        return _written(desk, person, user, sent, replacing=replacing, active=sent.said.active)


def end(desk: Desk, resource_id: str, expected_version: str | None) -> None:
    """End somebody's access and be silent about them from now on; what they have done stays."""
    person, user = _held(desk, resource_id, expected_version)
    matching.check_allowed(desk, person, user)
    with desk.apart():
        _set_active(desk, person, active=False)
        if user is None:
            user = _kept(desk, person, None, _Sent.of(reading.resources(desk, [(person, None)])[0]))
        user.deleted_at = user.changed_at = desk.now
        desk.session.flush()


class _Sent:
    """What a directory sends of one user, taken apart."""

    def __init__(self, document: Document, user_name: str, external_id: str | None, said: Said) -> None:
        """Keep the parts."""
        self.document, self.user_name, self.external_id, self.said = document, user_name, external_id, said
        self.key = matching.folded(user_name)

    @classmethod
    def of(cls, resource: Resource[Any]) -> _Sent:
        """Take a user apart. Raises InvalidValueException for what is too long or cannot be read."""
        whole = resource.model_dump(mode="json")
        user_name, external_id = str(whole.get("userName") or "").strip(), whole.get("externalId")
        if max(len(user_name), len(matching.folded(user_name))) > USER_NAME:
            raise InvalidValueException(detail=words("long", said="userName"))
        if external_id is not None and len(external_id) > EXTERNAL_ID:
            raise InvalidValueException(detail=words("long", said="externalId"))
        if not user_name:
            raise InvalidValueException(detail=words("long", said="userName"))
        document = {key: value for key, value in whole.items() if key not in _NEVER}
        return cls(document, user_name, external_id, mapping.read(whole))

    def values(self, desk: Desk) -> dict[str, Any]:
        """Return the columns it fills. Raises InvalidValueException with the words that HR would read."""
        try:
            found = mapping.values(self.said)
        except Wrong as wrong:
            raise InvalidValueException(detail=wrong.text) from wrong
        if self.said.department is not None:
            found["department_id"] = desk.department(self.said.department)
        if self.said.manager is not None:
            found["manager_id"] = matching.colleague(desk, self.said.manager, "manager")
        return found

    def stored(self, columns: Any, *, active: bool) -> str:
        """Return what is kept of it beside the columns it became."""
        kept = {**mapping.stored(columns), ACTIVE: str(active)}
        text = json.dumps({SENT: self.document, STORED: kept}, ensure_ascii=False)
        if len(text) > LARGEST:
            raise InvalidValueException(detail=words("too-much"))
        return text


def _taken_on(desk: Desk, sent: _Sent) -> Document:
    """Have somebody new made, with the others of the same request."""
    identity = new_id()
    sent.document.setdefault(ACTIVE, True)
    values: dict[str, Any] = {**dict.fromkeys(mapping.COLUMNS), **sent.values(desk)}
    values["email"] = values["email"] or made_up()
    active = sent.said.active is not False
    newcomer = Newcomer(
        id=identity,
        columns=values,
        active=active,
        user_name=sent.user_name,
        user_name_key=sent.key,
        external_id=sent.external_id,
        document=sent.stored(values, active=active),
        other_emails=mapping.other_emails(sent.document, values["email"]),
    )
    record = Record(
        identity, values, active, desk.now, sent.user_name, sent.external_id,
        sent.document, {**mapping.stored(values), ACTIVE: str(active)}, desk.now,
    )  # fmt: skip
    desk.pending.append(newcomer)
    matching.foresee_also(desk, sent.key, values["email"])
    if not desk.bulk:
        take_on(desk)
    return reading.built(desk, [record], groups=False)[0]


def _held(desk: Desk, resource_id: str, expected_version: str | None) -> tuple[Person, ScimUser | None]:
    """Return a person whom nobody else can change until the commit, as they were when `expected_version` was read."""
    take_on(desk)
    matching.look_again(desk)
    identity = read_id(resource_id)
    mine = (Person.id == identity, Person.organisation_id == desk.organisation)
    if identity is not None:
        desk.session.execute(select(Person.id).where(*mine).with_for_update())
    person, user = reading.one(desk, resource_id)
    desk.session.refresh(person)
    if expected_version is not None:
        now = reading.version_of(Record.of(person, user).document(desk))
        if now != expected_version:
            raise PreconditionFailedException
    return person, user


def _written(
    desk: Desk, person: Person, user: ScimUser | None, sent: _Sent, *, replacing: bool, active: bool | None
) -> Document:
    values = sent.values(desk)
    before = mapping.read({**(Record.of(person, user).sent or {})}).texts
    for name in mapping.COLUMNS:
        if name not in sent.said.texts and name not in _ALWAYS and (not replacing or name in before):
            values[name] = None
    if values.get("email", person.email) != person.email:
        matching.check_address(desk, person)
    try:
        editing.update_person(desk.session, desk.actor, person, values, desk.now)
    except Wrong as wrong:
        kind = UniquenessException if wrong.code == "taken" else InvalidValueException
        raise kind(detail=wrong.text) from wrong
    if replacing:
        sent.document.setdefault(ACTIVE, person.active if active is None else active)
    if active is not None:
        _set_active(desk, person, active=active)
    user = _kept(desk, person, user, sent)
    user.deleted_at = None
    desk.session.flush()
    return reading.users(desk, [(person, user)])[0]


def _set_active(desk: Desk, person: Person, *, active: bool) -> None:
    act = editing.reactivate if active else editing.deactivate
    try:
        act(desk.session, desk.actor, person, desk.now)
    except NotAllowed as refused:
        raise ForbiddenException(detail=str(refused.text)) from refused


def _kept(desk: Desk, person: Person, user: ScimUser | None, sent: _Sent) -> ScimUser:
    """Keep what was sent beside the person."""
    if user is None:
        user = ScimUser(person_id=person.id, organisation_id=person.organisation_id)
        desk.session.add(user)
    user.user_name, user.user_name_key, user.external_id = sent.user_name, sent.key, sent.external_id
    user.document = sent.stored(mapping.columns_of(person), active=person.active)
    user.other_emails = mapping.other_emails(sent.document, person.email)
    user.changed_at = desk.now
    return user
