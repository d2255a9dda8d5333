"""What a run makes for one portion of its people: read first, without a lock, then written in one short transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.assignments.completions import NOTHING, Done, done_by
from lms.assigning.assignments.local_days import local_day
from lms.assigning.assignments.models import COMPLETED, OPEN, Assigned
from lms.assigning.assignments.standing import (
    DAY_COLUMNS,
    HELD,
    Held,
    Latest,
    Standing,
    day_columns,
    days_of,
    standing_of,
    with_latest,
)
from lms.assigning.assignments.terms import Before, Dated, Terms, dated
from lms.kernel.database import insert
from lms.kernel.ids import new_id
from lms.people.models import Person

KEY = ("person_id", "curriculum_id", "cycle")
"""What nobody can have twice: whoever was quicker keeps it, the second is nothing."""


@dataclass(frozen=True, slots=True)
class Staging:
    """One run's work: under which terms, for which run, at which moment it is reckoned, and out of how many modules.

    `known`: dates that were reckoned already; most people share theirs with somebody.
    """

    terms: Terms
    run_id: UUID
    now: datetime
    total: int
    known: dict[Any, Dated] = field(default_factory=dict, compare=False)


def rows_for(session: Session, staging: Staging, people: Sequence[UUID]) -> list[dict[str, Any]]:
    """Return the rows that these people are to get; who has it, finished it or is exempt gets none. Two queries."""
    terms = staging.terms
    query = with_latest(
        select(Person.id, Person.time_zone, Latest.cycle, *HELD, *day_columns(terms, staging.now)), terms.curriculum_id
    )
    asked = session.execute(query.where(Person.id.in_(people), Person.active)).all()
    new = [(row, terms.given(row.today)) for row in asked if _stands(row, terms) is Standing.NEW]
    return rows_of(session, staging, [(row, Before(given), terms.counted_from(given)) for row, given in new])


def _stands(row: Any, terms: Terms) -> Standing:
    return standing_of(Held(row.state, row.reason, row.assignment_id, row.run_state), terms.assignment_id)


def rows_of(
    session: Session, staging: Staging, people: Sequence[tuple[Any, Before, date | None]]
) -> list[dict[str, Any]]:
    """Return the rows of people's next cycles, given as (row, before, first day whose completions count).

    `row`: id, time_zone, cycle (None: they had none) and day columns.
    """
    done = done_by(session, staging.terms, [(row.id, row.time_zone, since) for row, _, since in people])
    return [_row(staging, row, before, since, done.get(row.id, NOTHING)) for row, before, since in people]


def _row(staging: Staging, person: Any, before: Before, since: date | None, done: Done) -> dict[str, Any]:
    terms, finished = staging.terms, done.finished_at
    alike = (before, person[-DAY_COLUMNS:])
    when = staging.known.get(alike)
    if when is None:
        when = staging.known[alike] = dated(terms, days_of(person), before)
    return {
        "id": new_id(),
        "organisation_id": terms.organisation_id,
        "person_id": person.id,
        "curriculum_id": terms.curriculum_id,
        "assignment_id": terms.assignment_id,
        "run_id": staging.run_id,
        "cycle": (person.cycle or 0) + 1,
        "state": COMPLETED if finished else OPEN,
        "available_from": before.given,
        "due": when.due,
        "due_by_rule": when.by_rule,
        "late_after": when.late_after,
        "missing": None if finished else when.missing,
        "counted_from": since,
        "extended_days": 0,
        "paused_days": when.paused.days,
        "paused_to": when.paused.to,
        "done": done.modules,
        "total": staging.total,
        "reason": None,
        "completed_at": finished,
        "completed_on": local_day(finished, person.time_zone, terms.zone) if finished else None,
        "created_at": staging.now,
    }


def write(session: Session, rows: Sequence[dict[str, Any]]) -> int:
    """Insert rows, leaving out what somebody has meanwhile; return how many were new."""
    if not rows:
        return 0
    statement = insert(session, Assigned).on_conflict_do_nothing(index_elements=KEY)
    options = {"preserve_rowcount": True}
    return session.connection().execute(statement, list(rows), execution_options=options).rowcount
