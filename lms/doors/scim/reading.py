"""People read as users: each with what the directory sent, what was changed here since, and a version of it all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from scim2_models import NotFoundException, Resource
from sqlalchemy import ColumnElement, Select, or_, select

from lms.assigning.groups.models import GroupMember, PeopleGroup
from lms.doors.scim import mapping
from lms.doors.scim.desk import Desk
from lms.doors.scim.mapping import Document
from lms.doors.scim.models import ScimUser
from lms.doors.scim.schemas import ENTERPRISE, USERS, model_of
from lms.kernel.bulk import among
from lms.kernel.ids import read_id
from lms.people.models import Person

SENT, STORED, ACTIVE = "sent", "stored", "active"
DIRECT = "direct"
"""How somebody is in a group: never through another group."""


@dataclass(frozen=True)
class Record:
    """One person and what a directory said of them; `user_name` is None where none ever did."""

    id: UUID
    columns: Mapping[str, Any]
    active: bool
    created_at: datetime
    user_name: str | None = None
    external_id: str | None = None
    sent: Mapping[str, Any] | None = None
    kept: Mapping[str, str | None] | None = None
    changed_at: datetime | None = None

    @classmethod
    def of(cls, person: Person, user: ScimUser | None) -> Record:
        """Return a person, with what stands beside them."""
        found = cls(person.id, mapping.columns_of(person), person.active, person.created_at)
        if user is None:
            return found
        document = json.loads(user.document)
        return replace(
            found,
            user_name=user.user_name,
            external_id=user.external_id,
            sent=document[SENT],
            kept=document[STORED],
            changed_at=user.changed_at,
        )

    def document(self, desk: Desk) -> Document:
        """Return the user, without what is worked out for each answer."""
        user = mapping.as_user({**(self.sent or {})}, self.kept or {}, self.columns, desk.path)
        user["userName"] = self.user_name or self.columns["email"]
        kept = (self.kept or {}).get(ACTIVE)
        if self.sent is None or ACTIVE in self.sent or kept != str(self.active):  # else the directory took it back
            user[ACTIVE] = self.active
        if self.external_id is not None:
            user["externalId"] = self.external_id
        manager = self.columns["manager_id"]
        if manager is not None:
            above = {"value": str(manager), "$ref": f"Users/{manager}"}
            user[ENTERPRISE] = {**user.get(ENTERPRISE, {}), "manager": above}
        return user


def version_of(document: Mapping[str, Any]) -> str:
    """Return the version of a user or a group: the same as long as it says the same."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f'W/"{sha256(text.encode()).hexdigest()[:24]}"'


def is_there() -> ColumnElement[bool]:
    """Return the condition of being read: who was deleted and has not been brought back is not there."""
    return or_(ScimUser.deleted_at.is_(None), Person.active)


def everybody(desk: Desk, *wanted: ColumnElement[bool]) -> Select[Person, ScimUser]:
    """Return the query of the organisation's people that are there, with what directories said of them."""
    query = select(Person, ScimUser).outerjoin(ScimUser, ScimUser.person_id == Person.id)
    return query.where(Person.organisation_id == desk.organisation, is_there(), *wanted)


def one(desk: Desk, resource_id: str) -> tuple[Person, ScimUser | None]:
    """Return a person by the id of their user. Raises NotFoundException: not there, and not of this organisation."""
    identity = read_id(resource_id)
    row = desk.session.execute(everybody(desk, Person.id == identity)).first() if identity else None
    if row is None:
        raise NotFoundException(detail=f"User {resource_id[:80]!r} not found")
    return row[0], row[1]


def resources(desk: Desk, rows: Iterable[Sequence[Any]], *, groups: bool = True) -> list[Resource[Any]]:
    """Return rows of `everybody` as the library's users; one more query, however many they are."""
    return [as_resource(each) for each in users(desk, rows, groups=groups)]


def users(desk: Desk, rows: Iterable[Sequence[Any]], *, groups: bool = True) -> list[Document]:
    """Return rows of `everybody` as whole users; one more query, however many they are."""
    return built(desk, [Record.of(row[0], row[1]) for row in rows], groups=groups)


def as_resource(user: Document) -> Resource[Any]:
    """Return a whole user as the library's."""
    return model_of(USERS).model_validate(user)


def built(desk: Desk, records: Sequence[Record], *, groups: bool = True) -> list[Document]:
    """Return records as whole users: with schemas, id and meta."""
    belongs = _groups(desk, [each.id for each in records]) if groups else {}
    return [_whole(desk, each, belongs.get(each.id)) for each in records]


def _whole(desk: Desk, record: Record, groups: list[Document] | None) -> Document:
    user = record.document(desk)
    meta = {
        "resourceType": USERS.name,
        "created": record.created_at,
        "lastModified": record.changed_at or record.created_at,
        "version": version_of(user),
    }
    if groups:
        user["groups"] = groups
    return {**user, "schemas": mapping.schemas_of(user), "id": str(record.id), "meta": meta}


def _groups(desk: Desk, people: Sequence[UUID]) -> dict[UUID, list[Document]]:
    if not people:
        return {}
    rows = desk.session.execute(
        select(GroupMember.person_id, PeopleGroup.id, PeopleGroup.name)
        .join(PeopleGroup, PeopleGroup.id == GroupMember.group_id)
        .where(among(desk.session, GroupMember.person_id, people), PeopleGroup.removed_at.is_(None))
        .order_by(PeopleGroup.name, PeopleGroup.id)
    )
    found: dict[UUID, list[Document]] = {}
    for person, group, name in rows:
        entry = {"value": str(group), "$ref": f"Groups/{group}", "display": name, "type": DIRECT}
        found.setdefault(person, []).append(entry)
    return found
