"""Where the people of an audience stand with a curriculum before it is given: one query, for previews and for runs."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Label, and_, func, literal, null, select
from sqlalchemy.orm import aliased

from lms.assigning.assignments import audience
from lms.assigning.assignments.absences import absence_of
from lms.assigning.assignments.dues import Kind
from lms.assigning.assignments.local_days import local_day, today_there
from lms.assigning.assignments.models import (
    APPLIED,
    COMPLETED,
    EXEMPT,
    OPEN,
    UNDONE,
    WITHDRAWN,
    Assigned,
    AssignmentRun,
)
from lms.assigning.assignments.terms import Days, Terms
from lms.people.models import Person

BY_HAND = "by-hand"
"""The reason of a row that HR withdrew: the same assignment does not give it again by itself."""


DAY_COLUMNS = 6
"""How many columns `day_columns` gives."""


class Standing(StrEnum):
    """Where somebody stands: who is NEW gets a row, and who is asked AGAIN one of the next cycle."""

    NEW = "new"
    AGAIN = "again"
    HAS = "has"
    FINISHED = "finished"
    EXEMPT = "exempt"
    WITHHELD = "withheld"


Latest = aliased(Assigned, name="latest")
Run = aliased(AssignmentRun, name="latest_run")

_OF_STATE = {OPEN: Standing.HAS, COMPLETED: Standing.FINISHED, EXEMPT: Standing.EXEMPT}


class Held(NamedTuple):
    """What somebody's latest row of the curriculum says; all None without one."""

    state: str | None
    reason: str | None
    assignment_id: UUID | None
    run_state: str | None


def standing_of(held: Held, assignment_id: UUID) -> Standing:
    """Return where somebody stands whose latest row is `held`, seen from one assignment."""
    if held.state is None or held.run_state == UNDONE:
        return Standing.NEW
    if held.state == WITHDRAWN:
        withheld = held.reason == BY_HAND and held.assignment_id == assignment_id
        return Standing.WITHHELD if withheld else Standing.NEW
    return _OF_STATE[held.state]


HELD = (Latest.state, Latest.reason, Latest.assignment_id, Run.state.label("run_state"))


def day_columns(terms: Terms, now: datetime) -> tuple[Label[Any], ...]:
    """Return the columns a due date depends on under these terms, null where it does not; read by `days_of`."""
    kind = terms.due.kind
    nothing = null().cast(Date)
    return (
        today_there(now, terms.zone).label("today"),
        (Person.hire_date if kind is Kind.HIRE else nothing).label("hire_date"),
        (Person.job_since if kind is Kind.ROLE else nothing).label("job_since"),
        (completed_on(terms.due.curriculum) if terms.due.curriculum else nothing).label("completion"),
        Person.away_from.label("away_from"),
        Person.away_until.label("away_until"),
    )


def days_of(row: Any) -> Days:
    """Return the days of a row of `day_columns`."""
    return Days(row.today, row.hire_date, row.job_since, row.completion, absence_of(row.away_from, row.away_until))


def completed_on(curriculum_id: UUID) -> ColumnElement[Any]:
    """Return the day on which the `Person` of a query last completed a curriculum."""
    earlier, run = aliased(Assigned), aliased(AssignmentRun)
    return (
        select(func.max(earlier.completed_on))
        .join(run, and_(run.id == earlier.run_id, run.state == APPLIED))
        .where(earlier.person_id == Person.id, earlier.curriculum_id == curriculum_id, earlier.state == COMPLETED)
        .correlate(Person)
        .scalar_subquery()
    )


def in_audience(query: Any, terms: Terms, now: datetime) -> Any:
    """Narrow a query over `Person` to the active people of the audience, with their latest row if they have one."""
    return with_latest(query, terms.curriculum_id).where(who(terms, now), Person.active)


def who(terms: Terms, now: datetime) -> ColumnElement[bool]:
    """Return the condition over `Person` for the audience, active or not."""
    return audience.condition(terms.organisation_id, terms.audience, local_day(now, None, terms.zone))


def with_latest(query: Any, curriculum_id: UUID, theirs: ColumnElement[bool] | None = None) -> Any:
    """Join a query over `Person` with `Latest`, their row of the highest cycle, and its `Run`; both may be missing.

    `theirs`: the condition that `Latest` is of the people the query is about, where they are named one by one. It is
    then looked up by the person alone: while a run fills a curriculum PostgreSQL still takes it to hold next to
    nothing, and would go through all of it for every portion.
    """
    cycles = aliased(Assigned)
    highest = (
        select(func.max(cycles.cycle))
        .where(cycles.person_id == Person.id, cycles.curriculum_id == literal(curriculum_id))
        .correlate(Person)
        .scalar_subquery()
    )
    latest = and_(Latest.person_id == Person.id, Latest.cycle == highest)
    if theirs is None:
        on = and_(latest, Latest.curriculum_id == curriculum_id)
    else:
        on = and_(latest, theirs, func.coalesce(Latest.curriculum_id, None) == curriculum_id)
    return query.select_from(Person).outerjoin(Latest, on).outerjoin(Run, Run.id == Latest.run_id)
