"""Applying an import: a job in portions, each of which stores how far it came, so that a crash repeats nothing.

First the departments, then people with all but their line managers, then the line managers (who may be new themselves),
then those who leave, where that was asked for. What is stored is compared with the person once more when it is
written, and what stood there before is kept for undoing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from lms.assigning.importing import departments_made, ending, leaving
from lms.assigning.importing.circles import open_circles
from lms.assigning.importing.models import (
    APPLYING,
    CHANGED,
    DONE,
    FIRST_LEAVER,
    LEAVER,
    NEW,
    WAITS,
    PeopleImport,
    PeopleImportRow,
)
from lms.assigning.importing.portion import (
    Applying,
    Portion,
    Staged,
    differences,
    execute,
    id_text,
    new_person,
)
from lms.assigning.importing.portions import Hands, people_pace
from lms.kernel import statistics
from lms.kernel.ids import new_id
from lms.kernel.pace import Pace
from lms.people.editing import local_day
from lms.people.models import Person, PersonWord, SignIn

DEPARTMENTS, PEOPLE, MANAGERS, LEAVERS, END = "tree", "people", "managers", "leavers", "end"
PHASES: Final = (DEPARTMENTS, PEOPLE, MANAGERS, LEAVERS, END)
NAMED: Final = ("email", "manager_email")
LOOKS: Final = frozenset(4**power for power in range(1, 6))
"""After so many portions the tables are another size than the database takes them to be."""


def apply(hands: Hands, identity: UUID) -> None:
    """Carry the import out from wherever it is."""
    with hands.reading() as session:
        found = session.get_one(PeopleImport, identity)
        now = hands.now()
        work = Applying(found, now, local_day(session, found.organisation_id, now))
    if found.state != APPLYING:
        return
    pace, portions = people_pace(), 0
    while (phase := _step(hands, work, pace)) != END:
        pace.rest()
        portions += 1
        if portions in LOOKS:
            with hands.writing() as session:
                statistics.look_at(session, Person, PersonWord, PeopleImportRow)
        if phase in (PEOPLE, MANAGERS) and not work.departments:
            with hands.reading() as session:
                work.departments = departments_made.by_path(session, found.organisation_id)
    open_circles(hands, identity)
    ending.finish(hands, identity)


def _step(hands: Hands, work: Applying, pace: Pace) -> str:
    """Do one portion in one transaction and return the phase the import is in then."""
    size = pace.size
    with hands.writing() as session, pace.timed(size):
        found = session.get_one(PeopleImport, work.found.id)
        phase = found.phase or DEPARTMENTS
        more = _DO[phase](session, work, found, size) if phase != END else False
        if not more and phase != END:
            phase, found.after = PHASES[PHASES.index(phase) + 1], 0
        found.phase = phase
        return phase


def _departments(session: Session, work: Applying, found: PeopleImport, size: int) -> bool:
    return departments_made.make(session, found)


def _people(session: Session, work: Applying, found: PeopleImport, size: int) -> bool:
    """Take on those who are new, change those who are not, and let those wait whose line manager is not there yet."""
    rows = _next_rows(session, found, size, PeopleImportRow.outcome.is_(None))
    ids = _ids(session, found, {str(row.said[name]) for row in rows for name in NAMED if row.said.get(name)})
    people = _people_of(session, [ids[email] for row in rows if (email := row.said["email"]) in ids])
    portion = Portion()
    for row in rows:
        email = str(row.said["email"])
        person = people.get(ids[email]) if email in ids else None
        if person is None:
            portion.take_on(row, new_person(row, work, found), ids)
            ids[email] = row.id
        else:
            portion.change(row, person, differences(row, person, work, found, ids), ids)
    portion.write(session)
    return _on(found, rows, portion.fields, len(portion.waiting))


def _managers(session: Session, work: Applying, found: PeopleImport, size: int) -> bool:
    """Give those who waited their line managers, now that everybody is there."""
    rows = _next_rows(session, found, size, PeopleImportRow.outcome == WAITS)
    ids = _ids(session, found, {str(row.said["manager_email"]) for row in rows})
    theirs = select(Person.id, Person.manager_id).where(Person.id.in_([row.person_id for row in rows]))
    managers = {row[0]: row[1] for row in session.execute(theirs)}
    values: list[dict[str, Any]] = []
    told: list[dict[str, Any]] = []
    for row in rows:
        manager = ids.get(str(row.said["manager_email"]))
        if manager and row.person_id in managers and manager != managers[row.person_id]:
            values.append({"id": row.person_id, "manager_id": manager})
            if row.verdict != NEW:
                before = {**row.before, "manager_id": [id_text(managers[row.person_id]), id_text(manager)]}
                told.append({"id": row.id, "before": before})
    if values:
        session.execute(update(Person), values)
    if told:
        session.execute(update(PeopleImportRow), told)
    done = update(PeopleImportRow).where(PeopleImportRow.id.in_([row.id for row in rows]))
    execute(session, done.values(outcome=DONE))
    return _on(found, rows, {"manager_id"} if values else set())


def _leavers(session: Session, work: Applying, found: PeopleImport, size: int) -> bool:
    """End the access of people who are not in the file; their sessions end with it."""
    if not found.choices.get("deactivate"):
        return False
    gone = list(session.scalars(select(Person.id).where(leaving.leavers(found)).order_by(Person.id).limit(size)))
    if not gone:
        return False
    session.execute(update(Person).where(Person.id.in_(gone)).values(active=False))
    session.execute(delete(SignIn).where(SignIn.person_id.in_(gone)))
    first = max(found.after, FIRST_LEAVER)
    session.execute(insert(PeopleImportRow), [_left(found, first + at, person) for at, person in enumerate(gone)])
    found.after = first + len(gone)
    found.done += len(gone)
    found.fields = sorted({*found.fields, "active"})
    return True


def _left(found: PeopleImport, number: int, person: UUID) -> dict[str, Any]:
    return {
        "id": new_id(),
        "organisation_id": found.organisation_id,
        "import_id": found.id,
        "person_id": person,
        "number": number,
        "verdict": LEAVER,
        "said": {},
        "changes": {"active": [True, False]},
        "before": {"active": [True, False]},
        "errors": [],
        "outcome": DONE,
    }


def _next_rows(session: Session, found: PeopleImport, size: int, wanted: ColumnElement[bool]) -> Sequence[Staged]:
    """Return the next rows in the file's order that have something to do."""
    here = (PeopleImportRow.import_id == found.id, PeopleImportRow.verdict.in_((NEW, CHANGED)), wanted)
    query = select(*(getattr(PeopleImportRow, name) for name in Staged._fields)).where(*here)
    rows = session.execute(
        query.where(PeopleImportRow.number > found.after).order_by(PeopleImportRow.number).limit(size)
    )
    return [Staged(*row) for row in rows]


def _on(found: PeopleImport, rows: Sequence[Staged], fields: set[str], waiting: int = 0) -> bool:
    """Note how far it came, without those who wait; return whether there may be more."""
    if not rows:
        return False
    found.after = rows[-1].number
    found.done += len(rows) - waiting
    if not fields <= set(found.fields):
        found.fields = sorted({*found.fields, *fields})
    return True


def _people_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, Person]:
    if not ids:
        return {}
    query = select(Person).where(Person.id.in_(ids)).execution_options(populate_existing=True)
    return {person.id: person for person in session.scalars(query)}


def _ids(session: Session, found: PeopleImport, emails: set[str]) -> dict[str, UUID]:
    query = select(Person.email, Person.id).where(Person.organisation_id == found.organisation_id)
    return {row[0]: row[1] for row in session.execute(query.where(Person.email.in_(emails)))}


_DO: Final = {DEPARTMENTS: _departments, PEOPLE: _people, MANAGERS: _managers, LEAVERS: _leavers}
