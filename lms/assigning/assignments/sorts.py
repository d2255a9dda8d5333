"""The people of an audience in sorts: those who stand alike and whose due date counts from the same days are one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, and_, case, func, literal, null, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.completions import midnight
from lms.assigning.assignments.inviting import reachable
from lms.assigning.assignments.local_days import local_day
from lms.assigning.assignments.models import COMPLETED, OPEN
from lms.assigning.assignments.standing import (
    Held,
    Latest,
    Run,
    Standing,
    day_columns,
    days_of,
    in_audience,
    standing_of,
)
from lms.assigning.assignments.terms import Before, Dated, Terms, dated
from lms.assigning.curricula.plan import Section
from lms.learning.models import Enrolment, State
from lms.people.models import Person


@dataclass(frozen=True, slots=True)
class Sort:
    """So many people who stand alike. `when`: what they get, of those who get it, new or again. `through`: the
    assignment through which they have it; `away`: their date would be moved by days away; `signed_in`: they have an
    account."""

    people: int
    standing: Standing
    when: Dated | None
    reachable: bool
    through: UUID | None
    away: bool
    signed_in: bool


def sorts(session: Session, terms: Terms, now: datetime) -> Iterator[Sort]:
    """Yield everybody of the audience, in sorts; one query."""
    columns = (*held_columns(terms), *day_columns(terms, now), *other_columns(terms, now))
    inner = in_audience(select(*columns), terms, now).subquery()
    for row in session.execute(select(func.count().label("people"), *inner.c).group_by(*inner.c)):
        yield sort_of(row, terms, row.people)


def held_columns(terms: Terms) -> tuple[Any, ...]:
    """Return where somebody stands; the assignment only where it matters, so that sorts stay few."""
    matters = case((Latest.state.is_not(None), Latest.assignment_id))
    return (
        Latest.state.label("state"),
        Latest.reason.label("reason"),
        matters.label("through"),
        Run.state.label("run"),
        (Latest.completed_on if terms.again else null().cast(Date)).label("completed_on"),
    )


def other_columns(terms: Terms, now: datetime) -> tuple[Any, ...]:
    """Return whether somebody can be reached, has an account, and has done all modules already without having it."""
    done_all = case((Latest.state == OPEN, literal(False)), else_=_done_all(terms, now))
    signed_in = Person.account_id.is_not(None)
    return reachable().label("reachable"), signed_in.label("signed_in"), done_all.label("done_all")


def sort_of(row: Any, terms: Terms, people: int) -> Sort:
    """Return the sort of one row."""
    standing = standing_of(Held(row.state, row.reason, row.through, row.run), terms.assignment_id)
    if standing is Standing.NEW and row.done_all:
        standing = Standing.FINISHED
    days, reached, signed_in = days_of(row), bool(row.reachable), bool(row.signed_in)
    if _is_asked_again(row, terms, standing):
        standing, before = Standing.AGAIN, Before(days.today, expiry=terms.expiry(row.completed_on, days.today))
    elif standing is Standing.NEW:
        before = Before(terms.given(days.today))
    else:
        return Sort(people, standing, None, reached, row.through, away=False, signed_in=signed_in)
    when = dated(terms, days, before)
    return Sort(people, standing, when, reached, None, away=when.due != when.by_rule, signed_in=signed_in)


def _is_asked_again(row: Any, terms: Terms, standing: Standing) -> bool:
    """Return whether the next cycle opens for somebody who finished, by the rules of `cycles`."""
    if standing is not Standing.FINISHED or row.completed_on is None or row.state != COMPLETED:
        return False
    return (terms.standing or row.through == terms.assignment_id) and terms.is_open_again(row.completed_on, row.today)


def _done_all(terms: Terms, now: datetime) -> ColumnElement[bool]:
    """Return the condition that the `Person` of a query has completed all that the plan asks, in time to count."""
    if terms.plan.total == 0:
        return literal(False)
    since = terms.counted_from(local_day(now, None, terms.zone))
    return and_(*(_done(section, since, terms) for section in terms.plan.sections if section.asks))


def _done(section: Section, since: date | None, terms: Terms) -> ColumnElement[bool]:
    modules = [item.module for item in section.required]
    done = select(func.count(Enrolment.module_id.distinct())).where(
        Enrolment.person_id == Person.id, Enrolment.module_id.in_(modules), Enrolment.state == State.COMPLETED
    )
    if since is not None:
        done = done.where(Enrolment.completed_at >= midnight(since, terms.zone))
    return done.correlate(Person).scalar_subquery() >= section.asks
