"""Groups as a directory reads and writes them: HR's groups by hand; those that follow a rule it only reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from scim2_models import (
    ConflictException,
    InvalidValueException,
    MutabilityException,
    NotFoundException,
    PreconditionFailedException,
    Resource,
    ScimFilter,
    UniquenessException,
)
from sqlalchemy import func, select

from lms.assigning.groups import members_by_hand, operations, reading
from lms.assigning.groups.models import GroupChange, GroupMember, PeopleGroup
from lms.doors.scim.desk import CAPACITY, Desk
from lms.doors.scim.mapping import Document
from lms.doors.scim.matching import strangers
from lms.doors.scim.models import EXTERNAL_ID, ScimGroup
from lms.doors.scim.new_people import take_on
from lms.doors.scim.reading import version_of
from lms.doors.scim.refusing import words
from lms.doors.scim.schemas import GROUP, GROUPS, model_of
from lms.kernel.bulk import among
from lms.kernel.ids import read_id
from lms.people.models import Person

Row = tuple[PeopleGroup, str | None]
IN_ONE_GO: Final = 10_000
"""Ids that are looked up by one statement."""


def one(desk: Desk, resource_id: str, *, members: bool = True) -> Resource[Any]:
    """Return a group. Raises NotFoundException."""
    return _resources(desk, [_row(desk, resource_id)], members=members)[0]


def fitting(desk: Desk, found: ScimFilter[Any] | None, *, members: bool) -> list[Resource[Any]]:
    """Return the groups that fit a filter, with their members where they are asked for or judged by."""
    query = _all(desk).order_by(PeopleGroup.name, PeopleGroup.id)
    judged = found is not None and "members" in str(found).casefold()
    every = _resources(desk, [(row[0], row[1]) for row in desk.session.execute(query)], members=members or judged)
    if found is None:
        return every
    bound: Any = ScimFilter.__class_getitem__(model_of(GROUPS))(str(found))
    return [each for each in every if bound.match(each)]


def create(desk: Desk, resource: Resource[Any]) -> Resource[Any]:
    """Make a group by hand with its members."""
    take_on(desk)
    name, external_id, members = _said(desk, resource)
    with desk.apart():
        try:
            group = operations.make(desk.session, desk.actor, name, None, desk.now)
        except operations.NameTaken as taken:
            raise UniquenessException(detail=words("group-taken", said=name)) from taken
        _keep(desk, group, external_id)
        members_by_hand.add(desk.session, desk.actor, group, members, desk.now, CAPACITY)
        desk.session.flush()
        return one(desk, str(group.id))


def change(desk: Desk, resource: Resource[Any], expected_version: str | None) -> Resource[Any]:
    """Write the whole new state of a group by hand. Raises MutabilityException for one that follows a rule."""
    take_on(desk)
    group, external_id = _held(desk, str(resource.id), expected_version)
    _check_by_hand(group)
    name, new_id, members = _said(desk, resource)
    with desk.apart():
        if name != group.name:
            _rename(desk, group, name)
        if new_id != external_id:
            _keep(desk, group, new_id)
        _put(desk, group, set(members))
        desk.session.flush()
        return one(desk, str(group.id))


def end(desk: Desk, resource_id: str, expected_version: str | None) -> None:
    """Take a group by hand that nothing uses off every list; HR can bring it back for a day."""
    take_on(desk)
    group, _external_id = _held(desk, resource_id, expected_version)
    _check_by_hand(group)
    if reading.uses_of(desk.session, desk.actor, group):
        raise ConflictException(detail=words("group-used", said=group.name))
    with desk.apart():
        operations.remove(desk.session, desk.actor, group, desk.now)
        desk.session.flush()


def _all(desk: Desk) -> Any:
    query = select(PeopleGroup, ScimGroup.external_id).outerjoin(ScimGroup, ScimGroup.group_id == PeopleGroup.id)
    return query.where(PeopleGroup.organisation_id == desk.organisation, PeopleGroup.removed_at.is_(None))


def _row(desk: Desk, resource_id: str) -> Row:
    identity = read_id(resource_id)
    row = desk.session.execute(_all(desk).where(PeopleGroup.id == identity)).first() if identity else None
    if row is None:
        raise NotFoundException(detail=f"Group {resource_id[:80]!r} not found")
    return row[0], row[1]


def _held(desk: Desk, resource_id: str, expected_version: str | None) -> Row:
    """Return a group that nobody else can change until the commit, as it was when `expected_version` was read."""
    identity = read_id(resource_id)
    mine = (PeopleGroup.id == identity, PeopleGroup.organisation_id == desk.organisation)
    if identity is not None:
        desk.session.execute(select(PeopleGroup.id).where(*mine).with_for_update())
    group, external_id = _row(desk, resource_id)
    desk.session.refresh(group)
    if expected_version is not None:
        meta: Any = _resources(desk, [(group, external_id)], members=False)[0].meta
        if meta.version != expected_version:
            raise PreconditionFailedException
    return group, external_id


def _check_by_hand(group: PeopleGroup) -> None:
    if group.rule is not None:
        raise MutabilityException(detail=words("rule", said=group.name))


def _said(desk: Desk, resource: Resource[Any]) -> tuple[str, str | None, list[UUID]]:
    """Return what a group is to be: name, externalId, members. Raises InvalidValueException."""
    whole = resource.model_dump(mode="json")
    name = " ".join(str(whole.get("displayName") or "").split())
    if not name or len(name) > operations.LONGEST_NAME:
        raise InvalidValueException(detail=words("group-name"))
    external_id = whole.get("externalId")
    if external_id is not None and len(external_id) > EXTERNAL_ID:
        raise InvalidValueException(detail=words("long", said="externalId"))
    return name, external_id, _members_said(desk, whole.get("members") or [])


def _members_said(desk: Desk, entries: Sequence[Mapping[str, Any]]) -> list[UUID]:
    """Return the people a group names. Raises InvalidValueException for a group, and for who is nobody's here."""
    found: dict[UUID, str] = {}
    for entry in entries:
        said = str(entry.get("value") or str(entry.get("$ref") or "").rpartition("/")[2])
        if str(entry.get("type") or "").casefold() == "group":
            raise InvalidValueException(detail=words("nested", said=said[:80]))
        identity = read_id(said.casefold())
        if identity is None:
            raise InvalidValueException(detail=words("members", said=said[:80]))
        found[identity] = said
    ids = list(found)
    for start in range(0, len(ids), IN_ONE_GO):
        unknown = strangers(desk, ids[start : start + IN_ONE_GO])
        if unknown:
            raise InvalidValueException(detail=words("members", said=found[min(unknown)][:80]))
    return ids


def _rename(desk: Desk, group: PeopleGroup, name: str) -> None:
    try:
        operations.change(desk.session, desk.actor, group, name, None, group.revision, desk.now)
    except operations.NameTaken as taken:
        raise UniquenessException(detail=words("group-taken", said=name)) from taken
    except operations.Changed as quicker:
        raise PreconditionFailedException from quicker


def _put(desk: Desk, group: PeopleGroup, wanted: set[UUID]) -> None:
    """Put in who is to be a member and take out who is not; who has left stays as they are."""
    inside = select(GroupMember.person_id).join(Person, Person.id == GroupMember.person_id)
    there = set(desk.session.scalars(inside.where(GroupMember.group_id == group.id, Person.active)))
    if wanted - there:
        members_by_hand.add(desk.session, desk.actor, group, sorted(wanted - there), desk.now, CAPACITY)
    if there - wanted:
        members_by_hand.remove(desk.session, desk.actor, group, sorted(there - wanted), desk.now, CAPACITY)


def _keep(desk: Desk, group: PeopleGroup, external_id: str | None) -> None:
    """Keep what the directory calls a group."""
    kept = desk.session.get(ScimGroup, group.id)
    if kept is None:
        kept = ScimGroup(group_id=group.id, organisation_id=desk.organisation)
        desk.session.add(kept)
    kept.external_id = external_id
    desk.session.flush()


def _resources(desk: Desk, rows: Sequence[Row], *, members: bool) -> list[Resource[Any]]:
    """Return groups; two queries for all of them, one more for their members."""
    ids = [group.id for group, _external_id in rows]
    last, counted = _changes(desk, ids), _counts(desk, ids)
    inside = _members(desk, ids) if members else {}
    return [
        _resource(group, external_id, (last.get(group.id), counted.get(group.id, 0)), inside.get(group.id, []))
        for group, external_id in rows
    ]


def _resource(
    group: PeopleGroup, external_id: str | None, state: tuple[Any, int], members: list[Document]
) -> Resource[Any]:
    changed, count = state
    at, changes = changed or (group.created_at, 0)
    said = {"displayName": group.name, "externalId": external_id}
    seen = {**said, "revision": group.revision, "changes": changes, "count": count, "rule": group.rule}
    meta = {
        "resourceType": GROUPS.name,
        "created": group.created_at,
        "lastModified": max(at, group.created_at),
        "version": version_of(seen),
    }
    whole: Document = {name: value for name, value in said.items() if value is not None}
    whole |= {"schemas": [GROUP], "id": str(group.id), "meta": meta} | ({"members": members} if members else {})
    return model_of(GROUPS).model_validate(whole)


def _changes(desk: Desk, ids: Sequence[UUID]) -> dict[UUID, tuple[Any, int]]:
    """Return when somebody last came or went, and how often anybody did."""
    query = select(GroupChange.group_id, func.max(GroupChange.at), func.count())
    rows = desk.session.execute(
        query.where(among(desk.session, GroupChange.group_id, ids)).group_by(GroupChange.group_id)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _counts(desk: Desk, ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many active people are in each."""
    query = select(GroupMember.group_id, func.count()).join(Person, Person.id == GroupMember.person_id)
    inside = (among(desk.session, GroupMember.group_id, ids), Person.active)
    return {row[0]: row[1] for row in desk.session.execute(query.where(*inside).group_by(GroupMember.group_id))}


def _members(desk: Desk, ids: Sequence[UUID]) -> dict[UUID, list[Document]]:
    rows = desk.session.execute(
        select(GroupMember.group_id, Person.id)
        .join(Person, Person.id == GroupMember.person_id)
        .where(among(desk.session, GroupMember.group_id, ids), Person.active)
        .order_by(Person.name, Person.id)
    )
    found: dict[UUID, list[Document]] = {}
    for group, person in rows:
        entry = {"value": str(person), "$ref": f"Users/{person}", "type": "User"}
        found.setdefault(group, []).append(entry)
    return found
