"""Line managers in a circle: the file was free of them when it was checked, but somebody may have changed one since.

While a file is applied people report to each other for moments in ways that its later rows undo, so it is looked at
once, when all is written. Where the file and somebody's own hand close a circle together, the hand stays and the file's
line manager goes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from lms.assigning.importing.models import DONE, NEW, PeopleImport, PeopleImportRow
from lms.assigning.importing.portions import Hands
from lms.people.departments import hold_tree
from lms.people.models import Person

COLUMN = "manager_id"
COUNTED = "circles"

Above = dict[UUID, UUID]


def open_circles(hands: Hands, identity: UUID) -> None:
    """Give back the line managers with which an import closed a circle, and count them; once more is nothing.

    Whoever changes a line manager holds the tree while they look. It is held here for a moment first: who held it
    before has stored what they did, and who does so later sees everything that the file has brought.
    """
    with hands.writing() as session:
        organisation = session.get_one(PeopleImport, identity).organisation_id
        hold_tree(session, organisation)
    with hands.reading() as session:
        if not list(circles(_above(session, organisation))):
            return
    with hands.writing() as session:
        hold_tree(session, organisation)
        _open(session, session.get_one(PeopleImport, identity))


def circles(above: Mapping[UUID, UUID]) -> Iterable[list[UUID]]:
    """Yield each circle in {person: their line manager}, beginning anywhere; everybody is walked over once."""
    walked: dict[UUID, UUID] = {}
    for start in above:
        way, here = [], start
        while here in above and here not in walked:
            walked[here] = start
            way.append(here)
            here = above[here]
        if walked.get(here) == start and here in way:
            yield way[way.index(here) :]


def _above(session: Session, organisation: UUID) -> Above:
    ours = (Person.organisation_id == organisation, Person.manager_id.is_not(None))
    rows = session.execute(select(Person.id, Person.manager_id).where(*ours))
    return {person: manager for person, manager in rows if manager is not None}


def _open(session: Session, found: PeopleImport) -> None:
    """Give the file's line managers in a circle back, until none is left that it had a part in."""
    above, given_back = _above(session, found.organisation_id), 0
    left = list(circles(above))
    while left:
        mine = _brought(session, found, [person for circle in left for person in circle])
        if not mine:
            break
        for row in mine:
            _give_back(session, row, above)
        given_back += len(mine)
        left = list(circles(above))
    found.counts = {**found.counts, COUNTED: found.counts.get(COUNTED, 0) + given_back}


def _brought(session: Session, found: PeopleImport, people: list[UUID]) -> list[PeopleImportRow]:
    """Return the rows of the import that gave one of these people the line manager they have now."""
    manager = aliased(Person)
    rows = session.execute(
        select(PeopleImportRow, manager.id, manager.email)
        .join(Person, Person.id == PeopleImportRow.person_id)
        .join(manager, manager.id == Person.manager_id)
        .where(PeopleImportRow.import_id == found.id, PeopleImportRow.outcome == DONE, Person.id.in_(people))
    )
    return [row for row, id, email in rows if _gave(row, id, email)]


def _gave(row: PeopleImportRow, manager_id: UUID, email: str) -> bool:
    if row.verdict == NEW:
        return bool(row.said.get("manager_email") == email)
    return bool(row.before.get(COLUMN, [None, None])[1] == str(manager_id))


def _give_back(session: Session, row: PeopleImportRow, above: Above) -> None:
    """Put back who was their line manager before; nobody where that is still a circle's doing."""
    if row.person_id is None:
        return
    old: Any = row.before.get(COLUMN, [None])[0]
    manager = UUID(old) if old else None
    row.before = {name: pair for name, pair in row.before.items() if name != COLUMN}
    above.pop(row.person_id, None)
    if manager is not None and row.person_id not in _way_up(above, manager):
        above[row.person_id] = manager
    values = {COLUMN: above.get(row.person_id)}
    session.execute(update(Person).where(Person.id == row.person_id).values(values))
    session.flush()


def _way_up(above: Mapping[UUID, UUID], person: UUID) -> set[UUID]:
    """Return a person, their line manager, the manager of that one, and so on."""
    way: set[UUID] = set()
    here: UUID | None = person
    while here is not None and here not in way:
        way.add(here)
        here = above.get(here)
    return way
