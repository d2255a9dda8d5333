"""What a run makes for one portion of its people: read first, without a lock, then written in one short transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
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
from lms.kernel.bulk import among, insert_rows
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


class Row(NamedTuple):
    """What differs between the rows of `Assigned` that one run makes; the names are its columns."""

    person_id: UUID
    cycle: int
    state: str
    available_from: date
    due: date | None
    due_by_rule: date | None
    late_after: date | None
    missing: str | None
    counted_from: date | None
    paused_days: int
    paused_to: date | None
    done: int
    completed_at: datetime | None
    completed_on: date | None


def rows_for(session: Session, staging: Staging, people: Sequence[UUID]) -> list[Row]:
    """Return the rows that these people are to get; who has it, finished it or is exempt gets none. Two queries."""
    terms = staging.terms
    columns = (Person.id, Person.time_zone, Latest.cycle, *HELD, *day_columns(terms, staging.now))
    theirs = among(session, Latest.person_id, people)
    query = with_latest(select(*columns), terms.curriculum_id, theirs)
    asked = session.execute(query.where(among(session, Person.id, people), Person.active)).all()
    new = [row for row in asked if _stands(row, terms) is Standing.NEW]
    begun = {today: _first(terms, today) for today in {row.today for row in new}}
    return rows_of(session, staging, [(row, *begun[row.today]) for row in new])


def _first(terms: Terms, today: date) -> tuple[Before, date | None]:
    """Return what a first cycle begins with on a day, and the first day whose completions count in it."""
    given = terms.given(today)
    return Before(given), terms.counted_from(given)


def _stands(row: Any, terms: Terms) -> Standing:
    return standing_of(Held(row.state, row.reason, row.assignment_id, row.run_state), terms.assignment_id)


def rows_of(session: Session, staging: Staging, people: Sequence[tuple[Any, Before, date | None]]) -> list[Row]:
    """Return the rows of people's next cycles, given as (row, before, first day whose completions count).

    `row`: id, time_zone, cycle (None: they had none) and day columns.
    """
    done = done_by(session, staging.terms, [(row.id, row.time_zone, since) for row, _, since in people])
    return [_row(staging, row, before, since, done.get(row.id, NOTHING)) for row, before, since in people]


def _row(staging: Staging, person: Any, before: Before, since: date | None, done: Done) -> Row:
    terms, finished = staging.terms, done.finished_at
    alike = (before, person[-DAY_COLUMNS:])
    when = staging.known.get(alike)
    if when is None:
        when = staging.known[alike] = dated(terms, days_of(person), before)
    return Row(
        person_id=person.id,
        cycle=(person.cycle or 0) + 1,
        state=COMPLETED if finished else OPEN,
        available_from=before.given,
        due=when.due,
        due_by_rule=when.by_rule,
        late_after=when.late_after,
        missing=None if finished else when.missing,
        counted_from=since,
        paused_days=when.paused.days,
        paused_to=when.paused.to,
        done=done.modules,
        completed_at=finished,
        completed_on=local_day(finished, person.time_zone, terms.zone) if finished else None,
    )


def write(session: Session, staging: Staging, rows: Sequence[Row]) -> int:
    """Insert rows, leaving out what somebody has meanwhile; return how many were new."""
    same = {
        "organisation_id": staging.terms.organisation_id,
        "curriculum_id": staging.terms.curriculum_id,
        "assignment_id": staging.terms.assignment_id,
        "run_id": staging.run_id,
        "total": staging.total,
        "extended_days": 0,
        "created_at": staging.now,
    }
    return insert_rows(session, Assigned, Row._fields, rows, same=same, once=KEY)
