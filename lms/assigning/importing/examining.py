"""Two jobs that look at a file: one reads what it is, one looks at every row. Neither changes anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session, aliased

from lms.assigning.importing import leaving, mapping
from lms.assigning.importing.checking import Check, Known
from lms.assigning.importing.comparing import judged
from lms.assigning.importing.currently import currents, tree_of
from lms.assigning.importing.date_order import Evidence
from lms.assigning.importing.files import keep_sample, opened_file
from lms.assigning.importing.models import (
    CHECKED,
    CHECKING,
    ERROR,
    FAILED,
    READ,
    UPLOADED,
    PeopleImport,
    PeopleImportRow,
)
from lms.assigning.importing.portions import Hands, people_pace
from lms.assigning.importing.reading import Row, Table, opened
from lms.assigning.importing.refusing import Unreadable
from lms.assigning.importing.row_reading import RowReader, Said
from lms.kernel.ids import new_id
from lms.people.editing import local_day
from lms.people.models import Person
from lms.people.values import Order

TOLD_EVERY: Final = 2_000
"""Rows after which the progress is written."""
Item = TypeVar("Item")


def read(hands: Hands, identity: UUID) -> None:
    """Read what kind of file it is, the names of its columns and what its dates say; guess the fields."""
    found = _found(hands, identity)
    if found.state != UPLOADED:
        return
    try:
        with opened_file(hands, found) as file:
            table = opened(file, found.size)
            rows, dates = _surveyed(table)
            first = table.first()
    except Unreadable as refused:
        _refuse(hands, identity, refused)
        return
    with hands.last() as session:
        row = session.get_one(PeopleImport, identity)
        keep_sample(session, row, first)
        row.header, row.mapping = list(table.header), mapping.guessed(table.header)
        row.seen, row.rows, row.state = {**table.seen, "dates": dates}, rows, READ


def _surveyed(table: Table) -> tuple[int, dict[str, Any]]:
    """Return how many rows there are, and what the dates of each column say about their order."""
    columns = [Evidence() for _name in table.header]
    rows = 0
    for rows, row in enumerate(table.rows(), 1):  # noqa: B007  - the last number is the count
        for evidence, text in zip(columns, row.cells, strict=True):
            if text[:1].isdecimal():
                evidence.add(text)
    return rows, {str(at): said for at, each in enumerate(columns) if (said := each.stored())}


def orders_of(found: PeopleImport) -> dict[int, Order]:
    """Return the order of day and month of each column of dates: what it proves, else what was chosen."""
    chosen = found.choices.get("date_order")
    orders: dict[int, Order] = {}
    for at, said in found.seen.get("dates", {}).items():
        order = said["order"] or chosen
        if order in ("dmy", "mdy"):
            orders[int(at)] = order
    return orders


def asks_for_order(found: PeopleImport, chosen: list[str | None]) -> str | None:
    """Return a date of a mapped column that could be read in two ways, None where there is none."""
    dates = found.seen.get("dates", {})
    asking = [dates.get(str(at)) for at, field in enumerate(chosen) if field in mapping.DATES]
    return next((str(said["example"]) for said in asking if said and said["asks"]), None)


def check(hands: Hands, identity: UUID) -> None:
    """Look at every row and write down what it would do. Begun anew after a crash; nobody is changed."""
    found = _found(hands, identity)
    if found.state != CHECKING:
        return
    forget_rows(hands, identity)
    try:
        with opened_file(hands, found) as file:
            table = opened(file, found.size)
            if list(table.header) != found.header:
                raise Unreadable("gone")
            _check_rows(hands, found, table)
    except Unreadable as refused:
        _refuse(hands, identity, refused)


def _check_rows(hands: Hands, found: PeopleImport, table: Table) -> None:
    clear = bool(found.choices.get("clear_empty"))
    with hands.reading() as session:
        known = Known(_managers(session, found.organisation_id), tree_of(session, found.organisation_id))
        today = local_day(session, found.organisation_id, hands.now())
    reader = RowReader(found.mapping, orders_of(found))
    whole = Check.whole(_telling(hands, found, table.rows()), reader, known, clear_empty=clear)
    counts: Counter[str] = Counter(unreadable=whole.unreadable_addresses)
    pace, rows = people_pace(), whole.rows(table.rows())
    done = found.rows
    while portion := list(islice(rows, pace.size)):
        with hands.writing() as session, pace.timed(len(portion)):
            staged = _staged(session, found, portion, known, today, clear)
            session.execute(insert(PeopleImportRow), staged)
            done += len(staged)
            _tell(session, found.id, done, 2 * found.rows)
        pace.rest()
        counts.update(each["verdict"] for each in staged)
        counts["returns"] += sum(each["returns"] and each["verdict"] != ERROR for each in staged)
    with hands.last() as session:
        row = session.get_one(PeopleImport, found.id)
        row.checked_at, row.state, row.phase = hands.now(), CHECKED, ""
        row.departments = [{"path": path} for path in known.tree.to_make()]
        session.flush()
        row.counts = {**counts, "leavers": leaving.count(session, row), "kept": leaving.count(session, row, kept=True)}


def _staged(
    session: Session, found: PeopleImport, portion: list[Said], known: Known, today: Any, clear: bool
) -> list[dict[str, Any]]:
    """Return the rows of the table for some rows of the file."""
    people = currents(session, found.organisation_id, [said.email for said in portion], known.tree)
    staged = []
    for said in portion:
        person = people.get(said.email)
        verdict = judged(said, person, today, clear_empty=clear)
        staged.append(
            {
                "id": new_id(),
                "organisation_id": found.organisation_id,
                "import_id": found.id,
                "person_id": person.id if person else None,
                "number": said.number,
                "verdict": verdict.verdict,
                "returns": verdict.returns,
                "said": said.values,
                "changes": verdict.changes,
                "before": {},
                "errors": [problem.stored() for problem in said.problems],
            }
        )
    return staged


def _managers(session: Session, organisation: UUID) -> dict[str, str | None]:
    manager = aliased(Person)
    query = select(Person.email, manager.email).outerjoin(manager, manager.id == Person.manager_id)
    rows = session.execute(query.where(Person.organisation_id == organisation))
    return {row[0]: row[1] for row in rows}


def _telling(hands: Hands, found: PeopleImport, rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows, and write now and then how far they are; a job that says nothing for long loses its lease."""
    for number, row in enumerate(rows):
        if number % TOLD_EVERY == 0:
            with hands.writing() as session:
                _tell(session, found.id, number, 2 * found.rows)
        yield row


def _tell(session: Session, identity: UUID, done: int, planned: int) -> None:
    session.execute(update(PeopleImport).where(PeopleImport.id == identity).values(done=done, planned=planned))


def forget_rows(hands: Hands, identity: UUID) -> None:
    """Delete the rows of an import, in portions."""
    while True:
        with hands.writing() as session:
            some = select(PeopleImportRow.id).where(PeopleImportRow.import_id == identity).limit(1_000)
            gone = session.scalars(
                delete(PeopleImportRow).where(PeopleImportRow.id.in_(some)).returning(PeopleImportRow.id)
            )
            if not gone.all():
                return


def _found(hands: Hands, identity: UUID) -> PeopleImport:
    with hands.reading() as session:
        return session.get_one(PeopleImport, identity)


def _refuse(hands: Hands, identity: UUID, refused: Unreadable) -> None:
    with hands.last() as session:
        row = session.get_one(PeopleImport, identity)
        row.state, row.refused = FAILED, refused.stored()
