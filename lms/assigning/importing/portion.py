"""One portion of an import on its way to the people: whom it takes on, what it changes, and what stood there before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from lms.assigning.importing.comparing import PLAIN, changed
from lms.assigning.importing.currently import as_text
from lms.assigning.importing.models import CHANGED, DONE, WAITS, PeopleImport, PeopleImportRow
from lms.kernel.permissions import Role
from lms.people import words
from lms.people.models import Person

COLUMNS: Final = (*PLAIN, "department_id")
WRITTEN: Final = (*COLUMNS, "manager_id", "active")
"""What one UPDATE of a person writes."""
DATES: Final = frozenset({"hire_date", "job_since"})


class Staged(NamedTuple):
    """What is read of a row that is to be applied."""

    id: UUID
    number: int
    verdict: str
    person_id: UUID | None
    said: dict[str, Any]
    before: dict[str, Any]


@dataclass
class Applying:
    """What the portions of one import have in common."""

    found: PeopleImport
    now: datetime
    today: date
    departments: dict[str, UUID] = field(default_factory=dict)

    @property
    def clear(self) -> bool:
        """Return whether an empty cell clears what is there."""
        return bool(self.found.choices.get("clear_empty"))


@dataclass
class Portion:
    """What one transaction writes."""

    new: list[dict[str, Any]] = field(default_factory=list)
    values: list[dict[str, Any]] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)
    waiting: list[UUID] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)

    def take_on(self, row: Staged, person: dict[str, Any], ids: Mapping[str, UUID]) -> None:
        """Make a person, under the id of their row; their line manager must have been made before."""
        person["manager_id"] = self._manager(row, ids)
        self.new.append(person)
        self.fields |= {"new", "manager_id"} if person["manager_id"] else {"new"}

    def change(self, row: Staged, person: Person, before: dict[str, Any], ids: Mapping[str, UUID]) -> None:
        """Change a person, and keep what stood there."""
        self._manager(row, ids)
        if before:
            self.values.append(_updated(person, before))
        verdict = CHANGED  # also where somebody else took them on since the check
        self.told.append({"id": row.id, "person_id": person.id, "before": before, "verdict": verdict, "outcome": DONE})
        self.fields |= before.keys()

    def _manager(self, row: Staged, ids: Mapping[str, UUID]) -> UUID | None:
        email = row.said.get("manager_email")
        if email and email not in ids:
            self.waiting.append(row.id)
        return ids.get(str(email)) if email else None

    def write(self, session: Session) -> None:
        """Write it all; some statements for hundreds of people."""
        made = [person["id"] for person in self.new]
        if self.new:
            session.execute(insert(Person), self.new)
            mine = update(PeopleImportRow).where(PeopleImportRow.id.in_(made))
            execute(session, mine.values(person_id=PeopleImportRow.id, outcome=DONE))
        if self.values:
            session.execute(update(Person), self.values)
        if self.told:
            session.execute(update(PeopleImportRow), self.told)
        if self.waiting:
            waits = update(PeopleImportRow).where(PeopleImportRow.id.in_(self.waiting))
            execute(session, waits.values(outcome=WAITS))
        named = [each["id"] for each in self.values]
        if made or named:
            words.rewrite(session, [*made, *named])


def execute(session: Session, statement: Any) -> None:
    session.execute(statement.execution_options(synchronize_session=False))


def new_person(row: Staged, work: Applying, found: PeopleImport) -> dict[str, Any]:
    """Return a learner without an account."""
    said = row.said
    return {
        "id": row.id,
        "organisation_id": found.organisation_id,
        "email": said["email"],
        "roles": frozenset({Role.LEARNER}),
        "active": True,
        "created_at": work.now,
        **{name: stored_value(name, said.get(name)) for name in PLAIN},
        "department_id": _department(work, said.get("department")),
    }


def differences(
    row: Staged, person: Person, work: Applying, found: PeopleImport, ids: Mapping[str, UUID]
) -> dict[str, Any]:
    """Return column → [before, after] of everything this row changes now."""
    current = {name: as_text(getattr(person, name)) for name in PLAIN}
    said = {name: text for name, text in row.said.items() if name in PLAIN}
    before: dict[str, Any] = dict(changed(said, current, work.today, clear_empty=work.clear))
    wanted = {
        "department_id": ("department", _department(work, row.said.get("department"))),
        "manager_id": ("manager_email", ids.get(str(row.said.get("manager_email")))),
    }
    for column, (name, new) in wanted.items():
        cleared = work.clear and row.said.get(name) is None
        if name in row.said and new != getattr(person, column) and (new or cleared):
            before[column] = [id_text(getattr(person, column)), id_text(new)]
    if not person.active and found.choices.get("bring_back"):
        before["active"] = [False, True]
    return before


def _updated(person: Person, before: dict[str, Any]) -> dict[str, Any]:
    """Return all columns of an UPDATE, so that one statement does for every row."""
    row: dict[str, Any] = {name: getattr(person, name) for name in WRITTEN}
    for name, (_old, new) in before.items():
        row[name] = stored_value(name, new)
    return {"id": person.id, **row}


def _department(work: Applying, path: object) -> UUID | None:
    return work.departments.get(str(path).casefold()) if path else None


def stored_value(name: str, text: Any) -> Any:
    """Return the value of a column for a text that was kept."""
    if text is None or isinstance(text, bool):
        return text
    if name in DATES:
        return date.fromisoformat(text)
    return UUID(text) if name.endswith("_id") else text


def id_text(identity: UUID | None) -> str | None:
    return str(identity) if identity else None
