"""Assignments applied again after news: dates reckoned anew, newcomers taken in, who left let go where it says so.

Doing it twice changes nothing the second time. News comes from people (`lms.people.changes`), from groups (which
enqueue the job after their members changed), from completed curricula, changed rules and events, and each night.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, or_, select, true, update
from sqlalchemy.orm import Session

from lms.assigning.assignments import counting, cycles, runs
from lms.assigning.assignments.models import (
    ACTIVE,
    APPLIED,
    OPEN,
    WITHDRAW,
    WITHDRAWN,
    Assigned,
    Assignment,
    AssignmentRun,
)
from lms.assigning.assignments.redating import redate_where
from lms.assigning.assignments.standing import HELD, Held, Latest, Standing, in_audience, standing_of, who
from lms.assigning.assignments.terms import Terms, terms_of
from lms.kernel import ledger, pace
from lms.kernel.jobs import JOB, Work, job
from lms.people.changes import PeopleChanged, on_people_changed
from lms.people.models import Person

NAME: Final = "assignments.refresh"
LEFT: Final = "left"
DATES: Final = frozenset({"hire_date", "job_since", "away_from", "away_until", "completion"})
AUDIENCES: Final = frozenset({"new", "active", "department_id", "manager_id", "groups"})
SETTLED: Final = timedelta(days=7)
"""Days after an absence in which the days lived through are still counted each night."""
MOST_NAMED: Final = 1_000
"""People a job names; with more of them it looks at everybody."""
IN_A_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be looked at again: of an organisation these people (None: all), this assignment, this event's dates;
    after a change in these fields (None: any). `nightly`: also what only the passing of days changes."""

    organisation: UUID
    people: frozenset[UUID] | None = None
    fields: frozenset[str] | None = None
    assignment: UUID | None = None
    event: UUID | None = None
    nightly: bool = False

    def concerns(self, fields: frozenset[str]) -> bool:
        """Return whether what changed can change anything in which these fields are read."""
        return self.fields is None or not self.fields.isdisjoint(fields)


def ask_of(arguments: Any) -> Ask:
    """Read a job's arguments: ids as text, lists for sets."""

    def one(name: str) -> UUID | None:
        return UUID(str(arguments[name])) if arguments.get(name) else None

    people, fields = arguments.get("people"), arguments.get("fields")
    return Ask(
        UUID(str(arguments["organisation"])),
        None if people is None else frozenset(UUID(str(each)) for each in people),
        None if fields is None else frozenset(str(each) for each in fields),
        one("assignment"),
        one("event"),
        bool(arguments.get("nightly")),
    )


@on_people_changed
def look_again(session: Session, news: PeopleChanged) -> None:
    """Have the dates and assignments of changed people looked at, by a job."""
    if news.fields.isdisjoint(DATES | AUDIENCES):
        return
    named = news.person_ids is not None and len(news.person_ids) <= MOST_NAMED
    people = [str(each) for each in news.person_ids or ()] if named else None
    arguments = {"organisation": str(news.organisation_id), "people": people, "fields": sorted(news.fields)}
    ledger.enqueue(session, NAME, arguments, now=news.at, organisation_id=news.organisation_id)


@job(NAME, lease=timedelta(minutes=5), allowed=JOB, label=_l("Apply assignments again to people who changed"))
def refresh(work: Work) -> None:
    """Bring dates and assignments up to date for what its arguments name."""
    ask = ask_of(work.arguments)
    if ask.nightly:
        counting.recount_where(work, counting.completed_lately(ask.organisation, work.now()))
    if ask.nightly or ask.concerns(DATES):
        redate_where(work, _dates_of(ask, work.now()))
    applied = _to_apply(work, ask)
    news = ask.nightly or ask.concerns(AUDIENCES)
    for terms, assignment in applied:  # all let go before any takes in: who moves from one to another is asked at once
        if news and assignment.leaves == WITHDRAW:
            _let_go(work, ask, terms)
    for terms, assignment in applied:
        if ask.nightly:
            cycles.open_cycles(work, terms, assignment)
        if news and assignment.standing:
            _take_in(work, ask, terms, assignment)


def _dates_of(ask: Ask, now: datetime) -> ColumnElement[bool]:
    """Return the condition for the rows whose dates are reckoned again."""
    wanted = [Assigned.organisation_id == ask.organisation]
    if ask.people is not None:
        wanted.append(Assigned.person_id.in_(ask.people))
    if ask.assignment is not None:
        wanted.append(Assigned.assignment_id == ask.assignment)
    if ask.event is not None:
        counting_from = (Assignment.organisation_id == ask.organisation, Assignment.due["event"].as_string())
        wanted.append(
            Assigned.assignment_id.in_(
                select(Assignment.id).where(counting_from[0], counting_from[1] == str(ask.event))
            )
        )
    if ask.nightly:
        away = and_(Person.organisation_id == ask.organisation, Person.away_until >= (now - SETTLED).date())
        wanted.append(or_(Assigned.missing.is_not(None), Assigned.person_id.in_(select(Person.id).where(away))))
    return and_(true(), *wanted)


def _to_apply(work: Work, ask: Ask) -> list[tuple[Terms, Assignment]]:
    """Return the active assignments that may concern somebody; an event's news concerns dates alone."""
    if ask.event is not None:
        return []
    wanted = [Assignment.organisation_id == ask.organisation, Assignment.state == ACTIVE]
    if ask.assignment is not None:
        wanted.append(Assignment.id == ask.assignment)
    with work.reading() as session:
        found = session.scalars(select(Assignment).where(*wanted).order_by(Assignment.created_at, Assignment.id)).all()
        return [(terms_of(session, each), each) for each in found]


def _take_in(work: Work, ask: Ask, terms: Terms, assignment: Assignment) -> None:
    """Give the curriculum to who is in the audience and stands at the beginning; nothing is written without newcomers.

    While the assignment is being carried out by hand, it is looked at again a minute later.
    """
    with work.reading() as session:
        by_hand = runs.staging_run(session, assignment.id, runs.BY_HAND)
        if by_hand is not None:
            failed = runs.has_failed(session, by_hand)
        new = _newcomers(session, terms, ask.people, work.now())
        begun = runs.staging_run(session, assignment.id, runs.BY_RULE)
    if by_hand is not None:
        if new and not failed:
            _later(work, ask, assignment)
        return
    if new or begun is not None:
        runs.give(work, terms, new, runs.BY_RULE)


def _later(work: Work, ask: Ask, assignment: Assignment) -> None:
    now = work.now()
    arguments = {
        "organisation": str(ask.organisation),
        "people": None if ask.people is None else sorted(str(each) for each in ask.people),
        "fields": ["groups"],
        "assignment": str(assignment.id),
    }
    key = f"{work.job_id}:{assignment.id}"
    with work.writing() as session:
        ledger.enqueue(
            session, NAME, arguments, now=now, due=now + IN_A_MINUTE, key=key, organisation_id=ask.organisation
        )


def _newcomers(session: Session, terms: Terms, people: frozenset[UUID] | None, now: datetime) -> list[UUID]:
    """Return who is to get it, in the order of their ids."""
    query = in_audience(select(Person.id, *HELD), terms, now)
    query = query.where(or_(Latest.id.is_(None), Latest.state == WITHDRAWN))
    if people is not None:
        query = query.where(Person.id.in_(people))
    rows = session.execute(query)
    return sorted(row.id for row in rows if standing_of(Held(*row[1:]), terms.assignment_id) is Standing.NEW)


def _let_go(work: Work, ask: Ask, terms: Terms) -> None:
    """Withdraw what is open from those who are no longer in the audience."""
    with work.reading() as session:
        inside = select(Person.id).where(who(terms, work.now()))
        seen = select(AssignmentRun.id).where(AssignmentRun.state == APPLIED)
        gone = select(Assigned.id).where(
            Assigned.assignment_id == terms.assignment_id,
            Assigned.state == OPEN,
            Assigned.run_id.in_(seen),
            Assigned.person_id.not_in(inside),
        )
        if ask.people is not None:
            gone = gone.where(Assigned.person_id.in_(ask.people))
        ids = list(session.scalars(gone))
    rhythm = pace.of_rows()
    for portion in rhythm.portions(ids):
        with work.writing() as session, rhythm.timed(len(portion)):
            still = (Assigned.id.in_(portion), Assigned.state == OPEN)
            session.execute(update(Assigned).where(*still).values(state=WITHDRAWN, reason=LEFT, missing=None))


@job("assignments.nightly", every=timedelta(days=1), allowed=JOB, label=_l("Look at every assignment once a day"))
def nightly(work: Work) -> None:
    """Have each organisation with active assignments looked at: days away, newcomers, cycles that open."""
    with work.last() as session:
        active = select(Assignment.organisation_id).where(Assignment.state == ACTIVE).distinct()
        for organisation in session.scalars(active).all():
            arguments = {"organisation": str(organisation), "people": None, "nightly": True}
            ledger.enqueue(
                session,
                NAME,
                arguments,
                now=work.now(),
                key=f"{organisation}:{work.now().date()}",
                organisation_id=organisation,
            )
