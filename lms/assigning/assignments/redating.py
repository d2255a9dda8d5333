"""Due dates reckoned again for rows that are open: after a mended hire date, more time, days away, a changed rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.orm import Session

from lms.assigning.assignments.absences import Paused
from lms.assigning.assignments.models import OPEN, UNDONE, Assigned, Assignment, AssignmentRun
from lms.assigning.assignments.standing import day_columns, days_of
from lms.assigning.assignments.terms import Before, Terms, dated, terms_of
from lms.kernel import pace
from lms.kernel.jobs import Work
from lms.kernel.pace import Pace
from lms.people.models import Person

AGAIN = "again"
"""The cause of runs that open a later cycle: there the date by rule is when the earlier completion expires."""
READ = 2_000
DATED = ("due", "due_by_rule", "late_after", "missing", "paused_days", "paused_to")
"""The columns that are reckoned, in the order of `_change`."""


def redate(session: Session, ids: Iterable[UUID], now: datetime) -> list[UUID]:
    """Reckon the dates of these rows again, where they are open; return the ids of those that changed."""
    wanted = list(ids)
    changed: list[UUID] = []
    for assignment_id, terms in _terms(session, Assigned.id.in_(wanted)).items():
        mine = (Assigned.assignment_id == assignment_id, Assigned.id.in_(wanted))
        values = _changes(session, terms, mine, now, lock=True)
        _write(session, values)
        changed += [each["row"] for each in values]
    return changed


def redate_where(work: Work, wanted: ColumnElement[bool]) -> int:
    """Reckon again all open rows that `wanted` picks: read in blocks without a lock, written where it differs."""
    with work.reading() as session:
        every = _terms(session, wanted)
        ids = {each: _ids(session, (wanted, Assigned.assignment_id == each)) for each in every}
    rhythm = pace.of_rows()
    return sum(_redate_all(work, rhythm, terms, ids[each]) for each, terms in every.items())


def _redate_all(work: Work, rhythm: Pace, terms: Terms, ids: Sequence[UUID]) -> int:
    count = 0
    for begin in range(0, len(ids), READ):
        with work.reading() as session:
            values = _changes(session, terms, (Assigned.id.in_(ids[begin : begin + READ]),), work.now())
        count += len(values)
        for portion in rhythm.portions(values):
            with work.writing() as session, rhythm.timed(len(portion)):
                _write(session, portion)
    return count


def _write(session: Session, values: Sequence[dict[str, Any]]) -> None:
    """Write new dates where what they were reckoned from still holds; whoever changed that meanwhile reckons too."""
    same = (
        Assigned.id == bindparam("row"),
        Assigned.extended_days == bindparam("extended"),
        Assigned.paused_days == bindparam("paused"),
        Assigned.due_by_hand.is_not_distinct_from(bindparam("by_hand")),
        Assigned.state == OPEN,
    )
    if values:
        session.connection().execute(update(Assigned).where(*same), list(values))


def _terms(session: Session, wanted: ColumnElement[bool]) -> Mapping[UUID, Terms]:
    with_open = select(Assigned.assignment_id).where(wanted, Assigned.state == OPEN).distinct()
    found = session.scalars(select(Assignment).where(Assignment.id.in_(with_open)))
    return {assignment.id: terms_of(session, assignment) for assignment in found.all()}


def _ids(session: Session, wanted: tuple[ColumnElement[bool], ...]) -> list[UUID]:
    return list(session.scalars(select(Assigned.id).where(*wanted, Assigned.state == OPEN).order_by(Assigned.id)))


def _changes(
    session: Session, terms: Terms, wanted: tuple[ColumnElement[bool], ...], now: datetime, *, lock: bool = False
) -> list[dict[str, Any]]:
    """Return the new values of the rows that do not stand as they should, with what they were reckoned from."""
    columns = (
        Assigned.id,
        Assigned.available_from,
        Assigned.extended_days,
        Assigned.due_by_hand,
        *(getattr(Assigned, name) for name in DATED),
    )
    query = (
        select(*columns, AssignmentRun.cause, *day_columns(terms, now))
        .join(Person, Person.id == Assigned.person_id)
        .join(AssignmentRun, AssignmentRun.id == Assigned.run_id)
        .where(*wanted, Assigned.state == OPEN, AssignmentRun.state != UNDONE)
    )
    if lock:
        query = query.with_for_update(of=Assigned)
    return [values for row in session.execute(query) if (values := _change(terms, row)) is not None]


def _change(terms: Terms, row: Any) -> dict[str, Any] | None:
    expiry = row.due_by_rule if row.cause == AGAIN else None
    paused = Paused(row.paused_days, row.paused_to)
    when = dated(terms, days_of(row), Before(row.available_from, row.extended_days, paused, expiry, row.due_by_hand))
    values = (when.due, when.by_rule, when.late_after, when.missing, when.paused.days, when.paused.to)
    if all(getattr(row, name) == value for name, value in zip(DATED, values, strict=True)):
        return None
    seen = {
        "row": row.id,
        "extended": row.extended_days,
        "paused": row.paused_days,
        "by_hand": row.due_by_hand,
    }
    return {**seen, **dict(zip(DATED, values, strict=True))}
