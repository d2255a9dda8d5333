"""What is said of an act that was written down about a person: on their own page, and on the page HR has of them.

A room that notes an action of its own says here, where it opens, what it is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.audit import AuditEntry
from lms.people.models import Person
from lms.people.values import LABELS

_SAID: Final[dict[str, object]] = {
    "list.people": _l("You appeared in HR's list of people and progress"),
    "person.opened": _l("Your page was opened"),
    "person.changed": _l("Details were changed"),
    "person.away": _l("Days away were set"),
    "person.deactivated": _l("Access was ended"),
    "person.reactivated": _l("Access was given back"),
    "person.roles": _l("Roles were changed"),
    "mail.opened": _l("A mail to you was opened"),
}
_FIELDS: Final = {"department_id": "department", "manager_id": "manager_email"}


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


def said(action: str) -> str:
    """Return what an action is called; what nobody has named keeps its own name."""
    return str(_SAID.get(action, action))


def _fields(entry: AuditEntry) -> tuple[str, ...]:
    if entry.action != "person.changed":
        return (entry.detail,) if entry.action == "person.roles" and entry.detail else ()
    keys = (_FIELDS.get(each, each) for each in entry.detail.split(", "))
    return tuple(str(LABELS[key]) for key in keys if key in LABELS)
