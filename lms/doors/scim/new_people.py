"""People whom a directory brings, made together: a few statements for hundreds of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from scim2_models import ConflictException
from sqlalchemy.exc import IntegrityError

from lms.doors.scim.desk import Desk
from lms.doors.scim.mapping import COLUMNS
from lms.doors.scim.models import ScimUser
from lms.doors.scim.refusing import words as refusal
from lms.kernel import audit
from lms.kernel.bulk import insert_rows
from lms.kernel.permissions import Role
from lms.people import changes, words
from lms.people.changes import PeopleChanged
from lms.people.models import Person
from lms.people.words import Findable

TAKEN_ON: Final = "scim.taken-on"
_SCIM: Final = ("person_id", "user_name", "user_name_key", "external_id", "document", "other_emails")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody new: the columns of Person by name, and those of ScimUser."""

    id: UUID
    columns: Mapping[str, Any]
    active: bool
    user_name: str
    user_name_key: str
    external_id: str | None
    document: str
    other_emails: str | None

    def person(self) -> tuple[Any, ...]:
        """Return a row of Person."""
        return (self.id, self.active, *(self.columns[name] for name in COLUMNS))

    def user(self) -> tuple[Any, ...]:
        """Return a row of ScimUser."""
        return (self.id, *(getattr(self, name) for name in _SCIM[1:]))


def take_on(desk: Desk) -> None:
    """Make everybody who waits, find them by their words, write it down and tell the rooms that listen.

    Raises ConflictException where another request made the same person at the same moment.
    """
    if not desk.pending:
        return
    newcomers, desk.pending = desk.pending, []
    session, ids = desk.session, tuple(each.id for each in newcomers)
    same = {"organisation_id": desk.organisation, "created_at": desk.now, "roles": frozenset({Role.LEARNER})}
    told = {"organisation_id": desk.organisation, "changed_at": desk.now}
    try:
        insert_rows(session, Person, ("id", "active", *COLUMNS), [each.person() for each in newcomers], same=same)
        insert_rows(session, ScimUser, _SCIM, [each.user() for each in newcomers], same=told)
    except IntegrityError as taken:
        desk.broken = True
        raise ConflictException(detail=refusal("quicker")) from taken
    words.write_new(session, [_findable(desk, each) for each in newcomers])
    audit.note_many(session, desk.actor, TAKEN_ON, desk.now, ids)
    filled = {name for each in newcomers for name in COLUMNS if each.columns[name] is not None}
    changes.announce(session, PeopleChanged(desk.organisation, ids, frozenset({"new", *filled}), desk.now))


def _findable(desk: Desk, newcomer: Newcomer) -> Findable:
    columns = newcomer.columns
    department = desk.tree.name_of[columns["department_id"]] if columns["department_id"] else None
    return newcomer.id, desk.organisation, columns["name"], columns["email"], columns["job"], department
