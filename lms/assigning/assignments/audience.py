"""Whom an assignment is for: parts of different kinds, each one condition over `Person`; a kind registers itself.

@kind("cohort")
def cohort(organisation_id: UUID, id: UUID | None, today: date) -> ColumnElement[bool]:
    return Person.id.in_(select(CohortMember.person_id).where(CohortMember.cohort_id == id))
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session, aliased

from lms.assigning.assignments.refusals import Refused
from lms.assigning.groups.models import GroupMember, PeopleGroup
from lms.kernel.ids import read_id
from lms.people.models import Department, Person

MOST_PARTS: Final = 200
EVERYONE, PERSON, REPORTS = "everyone", "person", "reports"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an audience: a kind of `KINDS` and the id it names; "everyone" has none."""

    kind: str
    id: UUID | None = None


Condition = Callable[[UUID, UUID | None, date], ColumnElement[bool]]
Called = Callable[[Session, UUID, Collection[UUID]], Mapping[UUID, str]]
"""(session, organisation, ids) → what such parts are called, in the reader's language."""
KINDS: dict[str, Condition] = {}
BY_COMING: dict[str, Called] = {}
"""Kinds whose people are given it when they come (`arriving`): nobody chooses them from a list."""


def kind(name: str, *, called: Called | None = None) -> Callable[[Condition], Condition]:
    """Register a kind of part under its name; its condition holds within one organisation.

    `called`: for a kind whose people are given it when they come, how its parts are called.
    """

    def register(condition: Condition) -> Condition:
        KINDS[name] = condition
        if called is not None:
            BY_COMING[name] = called
        return condition

    return register


def from_json(stored: Iterable[Mapping[str, str]]) -> tuple[Part, ...]:
    """Read a stored audience. Raises Refused naming "audience"."""
    return tuple(_part(each) for each in stored)


def _part(stored: Mapping[str, str]) -> Part:
    name, id = stored.get("kind", ""), read_id(stored.get("id", ""))
    if name not in KINDS or (id is None) != (name == EVERYONE):
        raise Refused("audience", _l("Choose people, groups or departments from the lists."))
    return Part(name, id)


def to_json(parts: Iterable[Part]) -> list[dict[str, str]]:
    """Return an audience as it is stored: no part twice."""
    return [
        {"kind": part.kind} if part.id is None else {"kind": part.kind, "id": str(part.id)}
        for part in dict.fromkeys(parts)
    ]


def condition(organisation_id: UUID, parts: Sequence[Part], today: date) -> ColumnElement[bool]:
    """Return the condition over `Person` that somebody is in one of these parts; nobody without parts."""
    own = Person.organisation_id == organisation_id
    named = [part.id for part in parts if part.kind == PERSON]
    others = [part for part in parts if part.kind != PERSON]
    conditions = [KINDS[part.kind](organisation_id, part.id, today) for part in others]
    if named:
        conditions.append(Person.id.in_(named))
    return and_(own, or_(false(), *conditions))


def people(organisation_id: UUID, parts: Sequence[Part], today: date, *, active: bool = True) -> Select[UUID]:
    """Return a query for the ids of the people in these parts, the active ones or the inactive ones."""
    return select(Person.id).where(condition(organisation_id, parts, today), Person.active.is_(active))


@kind(EVERYONE)
def everyone(_organisation_id: UUID, _id: UUID | None, _today: date) -> ColumnElement[bool]:
    """Everybody in the organisation."""
    return true()


@kind(PERSON)
def person(_organisation_id: UUID, id: UUID | None, _today: date) -> ColumnElement[bool]:
    """One person by name."""
    return Person.id == id


@kind(REPORTS)
def reports(_organisation_id: UUID, id: UUID | None, _today: date) -> ColumnElement[bool]:
    """Those who report to one line manager, whoever they are at the time."""
    return Person.manager_id == id


@kind("group")
def group(organisation_id: UUID, id: UUID | None, _today: date) -> ColumnElement[bool]:
    """The members of a group, by hand or by rule."""
    ours = (PeopleGroup.id == GroupMember.group_id, PeopleGroup.organisation_id == organisation_id)
    members = select(GroupMember.person_id).join(PeopleGroup, and_(*ours)).where(GroupMember.group_id == id)
    return Person.id.in_(members)


@kind("department")
def department(organisation_id: UUID, id: UUID | None, _today: date) -> ColumnElement[bool]:
    """The people of a department and of every department below it."""
    node = aliased(Department)
    ours = node.organisation_id == organisation_id
    tree = select(node.id).where(ours, node.id == id).cte(recursive=True)
    tree = tree.union(select(node.id).where(ours, node.parent_id == tree.c.id))
    return Person.department_id.in_(select(tree.c.id))
