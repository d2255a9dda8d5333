"""What is said of an act that was written down: on the person's own page, on the page HR has of them, in the log.

A room that notes an action of its own says here, where it opens, what it is called.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.audit import AuditEntry
from lms.kernel.ids import read_id
from lms.people.models import Person
from lms.people.values import LABELS

_SAID: Final[dict[str, object]] = {
    "list.people": _l("A list of people was opened"),
    "list.taken": _l("A list of people was taken along as a file"),
    "person.opened": _l("Your page was opened"),
    "person.changed": _l("Details were changed"),
    "person.away": _l("Days away were set"),
    "person.deactivated": _l("Access was ended"),
    "person.reactivated": _l("Access was given back"),
    "person.roles": _l("Roles were changed"),
    "person.erased": _l("Somebody was erased"),
    "mail.opened": _l("A mail to you was opened"),
    "audit.searched": _l("An administrator looked up in the log what concerns you"),
    "department.added": _l("A department was added"),
    "department.renamed": _l("A department was renamed"),
    "department.moved": _l("A department was moved"),
    "department.merged": _l("A department was merged into another"),
    "department.removed": _l("A department was removed"),
    "organisation.changed": _l("Settings of the organisation were changed"),
    "job.tried-again": _l("Work that had failed was tried again"),
    "delivery.tried-again": _l("What a partner had refused was sent again"),
    "job.refused": _l("Work was not done, because whoever ordered it may no longer order it"),
}
_OF_OTHERS: Final[dict[str, object]] = {
    "person.opened": _l("A person's page was opened"),
    "mail.opened": _l("A mail to a person was opened"),
    "audit.searched": _l("The log was searched for a person"),
}
"""What is said to somebody else than the person concerned."""
_FIELDS: Final = {"department_id": "department", "manager_id": "manager_email"}
Naming = Callable[[Session, UUID, Collection[UUID]], Mapping[UUID, str]]
_naming: Final[dict[str, Naming]] = {}


@dataclass(frozen=True, slots=True)
class Happened:
    """One act: what, by whom (None: nobody who is still here), when, and which details of the person it changed."""

    said: str
    by: str | None
    at: datetime
    fields: tuple[str, ...]


def describe(action: str, said: object) -> None:
    """Say what an action is called: a text, lazily translated."""
    _SAID[action] = said


def describe_all(said: Mapping[str, object]) -> None:
    """Say what a room's actions are called."""
    _SAID.update(said)


def is_described(action: str) -> bool:
    """Return whether an action has words."""
    return action in _SAID


def actions() -> list[str]:
    """Return every action that has words."""
    return sorted(_SAID)


def naming(family: str, names: Naming) -> None:
    """Say what the id in the detail of actions `family.…` means: `names(session, organisation, ids)` gives names."""
    _naming[family] = names


def details(session: Session, organisation: UUID, entries: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return for each (action, detail) what the detail says, ids by the names they have now; a query a family."""
    found: dict[tuple[str, str], str] = {}
    ids: dict[str, set[UUID]] = {}
    every = set(entries)
    for action, detail in every:
        family, identity = action.partition(".")[0], read_id(detail)
        if identity is not None and family in _naming:
            ids.setdefault(family, set()).add(identity)
    names = {family: _naming[family](session, organisation, wanted) for family, wanted in ids.items()}
    for action, detail in every:
        identity = read_id(detail)
        known = names.get(action.partition(".")[0], {})
        found[action, detail] = known.get(identity, "") if identity is not None else _plain(action, detail)
    return found


def happened(session: Session, entries: Sequence[AuditEntry]) -> list[Happened]:
    """Return the entries in words, with the names of whoever acted; one query."""
    actors = {entry.actor_id for entry in entries if entry.actor_id is not None}
    names: dict[UUID, str] = {}
    if actors:
        found = session.execute(select(Person.id, Person.name).where(Person.id.in_(actors)))
        names = {row.id: row.name for row in found}
    return [
        Happened(said(entry.action), names.get(entry.actor_id) if entry.actor_id else None, entry.at, _fields(entry))
        for entry in entries
    ]


def said(action: str, *, of_others: bool = False) -> str:
    """Return what an action is called; what nobody has named keeps its own name."""
    words = _OF_OTHERS.get(action) if of_others else None
    return str(words or _SAID.get(action, action))


def _plain(action: str, detail: str) -> str:
    fields = _changed(detail) if action == "person.changed" else ()
    return ", ".join(fields) if fields else detail


def _fields(entry: AuditEntry) -> tuple[str, ...]:
    if entry.action != "person.changed":
        return (entry.detail,) if entry.action == "person.roles" and entry.detail else ()
    return _changed(entry.detail)


def _changed(detail: str) -> tuple[str, ...]:
    keys = (_FIELDS.get(each, each) for each in detail.split(", "))
    return tuple(str(LABELS[key]) for key in keys if key in LABELS)
