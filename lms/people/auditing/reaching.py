"""Of whom a list was, asked by one person: was I in it? Kept is the list's question, never who stood on it.

A room that has lists of a kind of its own (a group, a cohort) says here, where it opens, how it is called and which of
them a person is in. Everybody, departments and a line manager's reports are known here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.audit import EVERYBODY
from lms.people.history import Naming
from lms.people.models import Department, Person

DEPARTMENT: Final = "department"
REPORTS: Final = "reports"


@dataclass(frozen=True, slots=True)
class Asked:
    """Of whom a list was: the id of a department or group where it has one, and who opened it."""

    id: UUID | None
    by: UUID | None


@dataclass(frozen=True, slots=True)
class Inside:
    """A person belongs to whom a list was of. `since`: from when on that is certain, None where nobody knows."""

    name: str = ""
    since: datetime | None = None


Resolver = Callable[[Session, Person, Collection[Asked]], Mapping[Asked, Inside]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of list: what somebody in it reads, with a place for %(name)s, and which of those asked they are in.

    label: what it is called to others, with the same place. names: what the ids mean, None where there are none.
    """

    words: object
    label: object
    inside: Resolver
    names: Naming | None


_kinds: dict[str, Kind] = {}


def reaches(kind: str, words: object, inside: Resolver, label: object, names: Naming | None = None) -> None:
    """Say what a list of this kind is called, to somebody who is in it and to others, and how to find out who is."""
    _kinds[kind] = Kind(words, label, inside, names)


def labels(session: Session, organisation: UUID, wanted: Collection[tuple[str, UUID | None]]) -> dict[Any, str]:
    """Return for each (kind, id) what such a list is called to others; one query a kind."""
    found: dict[Any, str] = {}
    for name, kind in _kinds.items():
        asked = {id for each, id in wanted if each == name}
        ids = {each for each in asked if each is not None}
        names = kind.names(session, organisation, ids) if kind.names and ids else {}
        for id in asked:
            found[name, id] = (str(kind.label) % {"name": names.get(id, "–") if id else ""}).strip()
    return found


def kind_of(name: str) -> Kind | None:
    """Return a kind of list, None for a list of some people."""
    return _kinds.get(name)


def by_id(rows: Mapping[UUID, Inside], asked: Collection[Asked]) -> dict[Asked, Inside]:
    """Return what was found by id, for whoever opened it."""
    return {each: rows[each.id] for each in asked if each.id is not None and each.id in rows}


def _everybody(_session: Session, person: Person, asked: Collection[Asked]) -> dict[Asked, Inside]:
    return dict.fromkeys(asked, Inside(since=person.created_at))


def _departments(session: Session, person: Person, asked: Collection[Asked]) -> dict[Asked, Inside]:
    """Return those a person stands in now, in it or below; one query for each step up the tree."""
    found: dict[UUID, Inside] = {}
    here = person.department_id
    while here is not None and here not in found:
        row = session.get(Department, here)
        if row is None:
            break
        found[here], here = Inside(row.name), row.parent_id
    return by_id(found, asked)


def _reports(_session: Session, person: Person, asked: Collection[Asked]) -> dict[Asked, Inside]:
    return {each: Inside() for each in asked if each.by is not None and each.by == person.manager_id}


def _department_names(session: Session, organisation: UUID, ids: Collection[UUID]) -> dict[UUID, str]:
    ours = (Department.organisation_id == organisation, Department.id.in_(ids))
    return {row.id: row.name for row in session.execute(select(Department.id, Department.name).where(*ours))}


reaches(EVERYBODY.kind, _l("The list of everybody"), _everybody, _l("everybody"))
reaches(
    DEPARTMENT,
    _l("A list of the department %(name)s, where you are now"),
    _departments,
    _l("department %(name)s"),
    _department_names,
)
reaches(REPORTS, _l("The list of own reports, of whom you are one now"), _reports, _l("own reports"))
