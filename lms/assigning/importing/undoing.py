"""Undoing an import: everything it changed goes back, unless somebody changed it since; that is listed and left.

Whom it took on goes again, as long as nobody has touched them: no account, no other role, no report from elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from lms.assigning.importing import departments_made, ending
from lms.assigning.importing.comparing import PLAIN
from lms.assigning.importing.currently import as_text
from lms.assigning.importing.models import (
    CHANGED,
    DONE,
    LEAVER,
    LEFT,
    NEW,
    TAKEN_BACK,
    UNDOING,
    PeopleImport,
    PeopleImportRow,
)
from lms.assigning.importing.portion import WRITTEN, stored_value
from lms.assigning.importing.portions import Hands, people_pace
from lms.assigning.importing.removing import remove_people
from lms.kernel.pace import Pace
from lms.kernel.permissions import Role
from lms.people import words
from lms.people.models import Department, Person

CHANGES, PEOPLE, END = "changes", "people", "end"


def undo(hands: Hands, identity: UUID) -> None:
    """Take the import back from wherever it is."""
    with hands.reading() as session:
        if session.get_one(PeopleImport, identity).state != UNDOING:
            return
    pace = people_pace()
    while _step(hands, identity, pace) != END:
        pace.rest()
    with hands.writing() as session:
        left = departments_made.remove(session, session.get_one(PeopleImport, identity))
    ending.finish_undoing(hands, identity, left)


def _step(hands: Hands, identity: UUID, pace: Pace) -> str:
    """Do one portion in one transaction and return the phase the undoing is in then."""
    size = pace.size
    with hands.writing() as session, pace.timed(size):
        found = session.get_one(PeopleImport, identity)
        phase = found.phase or CHANGES
        verdicts = (CHANGED, LEAVER) if phase == CHANGES else (NEW,)
        rows = _rows(session, found, verdicts, size)
        if not rows:
            phase, found.after = (PEOPLE, 0) if phase == CHANGES else (END, 0)
        else:
            (_put_back if phase == CHANGES else _send_away)(session, found, rows)
            found.after, found.done = rows[-1].number, found.done + len(rows)
        found.phase = phase
        return phase


def _rows(session: Session, found: PeopleImport, verdicts: Sequence[str], size: int) -> Sequence[PeopleImportRow]:
    here = (PeopleImportRow.import_id == found.id, PeopleImportRow.outcome == DONE)
    query = select(PeopleImportRow).where(*here, PeopleImportRow.verdict.in_(verdicts))
    return session.scalars(
        query.where(PeopleImportRow.number > found.after).order_by(PeopleImportRow.number).limit(size)
    ).all()


def _put_back(session: Session, found: PeopleImport, rows: Sequence[PeopleImportRow]) -> None:
    """Put back, column by column, what still stands as the import left it."""
    people = _people(session, rows)
    there = _still_there(session, rows)
    values: list[dict[str, Any]] = []
    for row in rows:
        person = people.get(row.person_id)
        kept = _kept(row, person, there)
        row.outcome = LEFT if kept else TAKEN_BACK
        row.errors = [{"kept": sorted(kept)}] if kept else []
        back = row.before.keys() - kept
        if person is not None and back:
            values.append(_as_it_was(row, person, back))
    if values:
        session.execute(update(Person), values)
        session.flush()
        words.rewrite(session, [each["id"] for each in values])


def _kept(row: PeopleImportRow, person: Person | None, there: set[UUID]) -> set[str]:
    """Return the columns that stay: changed since, or what stood there is gone itself."""
    if person is None:
        return set(row.before)
    kept = set()
    for name, (old, new) in row.before.items():
        current = getattr(person, name)
        now = str(current) if name.endswith("_id") and current else as_text(current)
        if now != new or (name.endswith("_id") and old and UUID(old) not in there):
            kept.add(name)
    return kept


def _as_it_was(row: PeopleImportRow, person: Person, back: set[str]) -> dict[str, Any]:
    values = {name: getattr(person, name) for name in WRITTEN}
    return {"id": person.id, **values, **{name: stored_value(name, row.before[name][0]) for name in back}}


def _still_there(session: Session, rows: Sequence[PeopleImportRow]) -> set[UUID]:
    """Return which of the departments and line managers of before there still are."""
    old = {name: {UUID(row.before[name][0]) for row in rows if row.before.get(name, [None])[0]} for name in _OTHERS}
    found: set[UUID] = set()
    for name, model in _OTHERS.items():
        if old[name]:
            found.update(session.scalars(select(model.id).where(model.id.in_(old[name]))))
    return found


_OTHERS: Final[dict[str, type[Person] | type[Department]]] = {"manager_id": Person, "department_id": Department}


def _send_away(session: Session, found: PeopleImport, rows: Sequence[PeopleImportRow]) -> None:
    """Remove people the import took on, and keep those whom somebody has touched since."""
    people = _people(session, rows)
    needed = _needed(session, found, [person.id for person in people.values()])
    paths = departments_made.by_path(session, found.organisation_id)
    going = []
    for row in rows:
        person = people.get(row.person_id)
        if person is not None and (kept := _touched(row, person, paths) | ({"reports"} & needed.get(person.id, set()))):
            row.outcome, row.errors = LEFT, [{"kept": sorted(kept)}]
            continue
        row.outcome = TAKEN_BACK
        if person is not None:
            going.append(person.id)
            row.person_id, row.said, row.changes = None, {}, {}
    session.flush()
    remove_people(session, going)


def _touched(row: PeopleImportRow, person: Person, paths: dict[str, UUID]) -> set[str]:
    """Return what somebody has changed of a person since they were taken on."""
    said = row.said
    kept = {name for name in PLAIN if as_text(getattr(person, name)) != said.get(name)}
    path = said.get("department")
    if person.department_id != (paths.get(str(path).casefold()) if path else None):
        kept.add("department_id")
    if person.account_id is not None:
        kept.add("account_id")
    if person.roles != frozenset({Role.LEARNER}):
        kept.add("roles")
    return kept if person.active else kept | {"active"}


def _needed(session: Session, found: PeopleImport, ids: Sequence[UUID]) -> dict[UUID, set[str]]:
    """Return those to whom somebody reports who does not go with them."""
    report = aliased(Person)
    made = (
        PeopleImportRow.id == report.id,
        PeopleImportRow.import_id == found.id,
    )  # who was taken on has their row's id
    goes = select(PeopleImportRow.id).where(*made).exists()
    query = select(report.manager_id).where(report.manager_id.in_(ids), ~goes).distinct()
    return {manager: {"reports"} for manager in session.scalars(query) if manager is not None}


def _people(session: Session, rows: Sequence[PeopleImportRow]) -> dict[UUID | None, Person]:
    ids = [row.person_id for row in rows if row.person_id is not None]
    query = select(Person).where(Person.id.in_(ids)).execution_options(populate_existing=True)
    return {person.id: person for person in session.scalars(query)}
