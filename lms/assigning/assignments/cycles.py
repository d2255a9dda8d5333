"""Re-certification: the next cycle opens in the window before a completion expires; the earlier one stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.assignments import again as recertification
from lms.assigning.assignments import runs
from lms.assigning.assignments.again import Again
from lms.assigning.assignments.local_days import local_day
from lms.assigning.assignments.models import APPLIED, COMPLETED, Assignment
from lms.assigning.assignments.staging import Row, Staging, rows_of
from lms.assigning.assignments.standing import Latest, Run, day_columns, in_audience, with_latest
from lms.assigning.assignments.terms import Before, Terms
from lms.kernel.jobs import Work
from lms.kernel.months import months_later
from lms.people.models import Person

SPREAD = timedelta(days=3)
"""What zones and months of different lengths can make of a day; the exact day is reckoned for each person."""


def open_cycles(work: Work, terms: Terms, assignment: Assignment) -> None:
    """Open the next cycle for who completed the curriculum, is in the audience, and whose window has opened.

    It is nobody's concern through which assignment they completed it. One that does not stand renews only its own.
    """
    if terms.again is None:
        return
    with work.reading() as session:
        people = _expiring(session, terms, terms.again, assignment, work.now())
        begun = runs.staging_run(session, assignment.id, runs.AGAIN)
    if not people and begun is None:
        return
    runs.give(work, terms, people, runs.AGAIN, rows_of=next_cycles)


def _expiring(session: Session, terms: Terms, again: Again, assignment: Assignment, now: datetime) -> list[UUID]:
    """Return whose window has opened, in the order of their ids."""
    query = in_audience(select(Person.id, Person.time_zone, Latest.completed_on), terms, now)
    query = query.where(Latest.state == COMPLETED, Run.state == APPLIED)
    if again.months is not None:
        ahead = local_day(now, None, terms.zone) + timedelta(days=again.window_days) + SPREAD
        query = query.where(Latest.completed_on <= months_later(ahead, -again.months) + SPREAD)
    if not terms.standing:
        query = query.where(Latest.assignment_id == assignment.id)
    rows = session.execute(query)
    return sorted(
        row.id
        for row in rows
        if row.completed_on is not None
        and terms.is_open_again(row.completed_on, local_day(now, row.time_zone, terms.zone))
    )


def next_cycles(session: Session, staging: Staging, people: Sequence[UUID]) -> list[Row]:
    """Return the rows of the next cycle for these people. Two queries."""
    terms = staging.terms
    if terms.again is None:
        return []
    columns = (Person.id, Person.time_zone, Latest.cycle, Latest.completed_on, *day_columns(terms, staging.now))
    query = with_latest(select(*columns), terms.curriculum_id)
    rows = session.execute(query.where(Person.id.in_(people), Latest.state == COMPLETED)).all()
    return rows_of(session, staging, [_next(terms, terms.again, row) for row in rows])


def _next(terms: Terms, again: Again, person: Any) -> tuple[Any, Before, date]:
    """Return somebody with the expiry that is their date, and the opening of the window, from which modules count."""
    expiry = terms.expiry(person.completed_on, person.today)
    return person, Before(person.today, expiry=expiry), recertification.opens(again, person.completed_on)
