"""What is to be said now: open rows near their dates about which the newest step has not been said yet. Set-based.

One query for each ladder and each of its three questions; the database passes over what a reminder of the step's day,
or of a later one, has said. What remains is decided for each person by their own clock and days off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from lms.assigning.assignments.local_days import away_condition
from lms.assigning.assignments.models import APPLIED, OPEN, Assigned, AssignmentRun
from lms.assigning.reminding import ladder as ladders
from lms.assigning.reminding.calendars import DAY, Calendar
from lms.assigning.reminding.contexts import Context
from lms.assigning.reminding.ladder import CAUGHT_UP, LONGEST_SHIFT, Come, Kind, Ladder
from lms.assigning.reminding.models import Reminder
from lms.kernel import addresses
from lms.people.models import Person

When = Callable[[date, date, Calendar], Come | None]
"""(the row's date, the day it was given, its person's calendar) → the step that has come."""

Manager = aliased(Person)


@dataclass(frozen=True, slots=True)
class Found:
    """A row about which something is to be said: whose, to whom, where that reader lives, and the step that has come.

    `day`: the date that the step was reckoned from, None for a round.
    """

    assigned_id: UUID
    person_id: UUID
    reader_id: UUID
    zone: str | None
    day: date | None
    come: Come


def found(session: Session, context: Context, ladder: Ladder, whose: ColumnElement[bool], now: datetime) -> list[Found]:
    """Return what this ladder has to say now about the rows that `whose` picks; three queries and one of zones."""
    own = (Person.organisation_id == context.organisation.id, Person.active)
    zones = session.scalars(select(Person.time_zone).where(*own).distinct()).all()
    asking = _Asking(session, ladder, whose, now, {zone: context.calendar(zone) for zone in {None, *zones}})
    return [*asking.dated(), *asking.escalated(context.organisation.time_zone), *asking.rounds()]


class _Asking:
    """The three questions about one ladder at one moment."""

    def __init__(
        self,
        session: Session,
        ladder: Ladder,
        whose: ColumnElement[bool],
        now: datetime,
        calendars: Mapping[str | None, Calendar],
    ) -> None:
        self._session, self._ladder, self._whose, self._now = session, ladder, whose, now
        self._calendars = calendars
        self._today = calendars[None].today(now)

    def dated(self) -> Iterator[Found]:
        """Yield what is to be said to people about their due dates."""
        span = ladders.days_asked(self._ladder, self._today)
        if span is None:
            return
        said = and_(Reminder.due == Assigned.due, Reminder.step != Kind.ESCALATION)
        yield from self._asked(Assigned.due, _days(*span), said, self._step)

    def escalated(self, organisation_zone: str) -> Iterator[Found]:
        """Yield what is to be said to line managers: of who is there and late, to whoever can be written to."""
        step = self._ladder.escalation
        if step is None:
            return
        latest = self._today - timedelta(days=step.days) + DAY
        days = _days(latest - timedelta(days=CAUGHT_UP + LONGEST_SHIFT) - 2 * DAY, latest)
        said = and_(Reminder.due == Assigned.late_after, Reminder.step == Kind.ESCALATION)
        there = ~away_condition(self._now, organisation_zone)
        yield from self._asked(Assigned.late_after, days, said, self._escalation, there, to_manager=True)

    def rounds(self) -> Iterator[Found]:
        """Yield what is to be said to people about what has no due date and waits for none."""
        step = self._ladder.rounds
        if step is None:
            return
        back = timedelta(days=CAUGHT_UP + LONGEST_SHIFT + 1)
        ends = [self._today - timedelta(days=step.days * number) for number in range(1, step.most + 1)]
        days = sorted({day for end in ends for day in _days(end - back, end + DAY)})
        open_end = (Assigned.due.is_(None), Assigned.missing.is_(None))
        yield from self._asked(Assigned.available_from, days, Reminder.step == Kind.ROUND, self._round, *open_end)

    def _asked(
        self,
        dated: InstrumentedAttribute[date | None],
        days: list[date],
        said: ColumnElement[bool],
        when: When,
        *also: ColumnElement[bool],
        to_manager: bool = False,
    ) -> Iterator[Found]:
        """Yield the rows of these days whose step has come and is not said by a reminder of its day or a later one."""
        bounds = {day: bound for day in days if (bound := self._latest(when, day)) is not None}
        if not bounds:
            return
        of_row = and_(Reminder.assigned_id == Assigned.id, said)
        said_by_all = select(Reminder.id).where(of_row, Reminder.on >= case(bounds, value=dated)).exists()
        last = select(func.max(Reminder.on)).where(of_row).scalar_subquery()
        columns = (Assigned.id, Assigned.person_id, Assigned.available_from, Assigned.created_at, Person.time_zone)
        query = (
            select(*columns, dated.label("day"), last.label("last"))
            .join(Person, Person.id == Assigned.person_id)
            .join(AssignmentRun, AssignmentRun.id == Assigned.run_id)
            .where(
                Assigned.state == OPEN,
                dated.in_(bounds),
                Person.active,
                AssignmentRun.state == APPLIED,
                AssignmentRun.undone_at.is_(None),
                self._whose,
                *also,
                ~said_by_all,
            )
        )
        reader = Manager if to_manager else Person
        if to_manager:
            query = query.join(Manager, Manager.id == Person.manager_id).where(Manager.active)
        query = query.add_columns(reader.id.label("reader"), reader.time_zone.label("zone"))
        query = query.where(addresses.reachable(reader.email))
        for row in self._session.execute(query):
            come = self._for_row(row, when)
            if come is not None and (row.last is None or row.last < come.moment):
                day = None if come.step.kind is Kind.ROUND else row.day
                yield Found(row.id, row.person_id, row.reader, row.zone, day, come)

    def _for_row(self, row: Any, when: When) -> Come | None:
        given = row.available_from or row.created_at.date()
        return when(row.day, given, self._calendars.get(row.time_zone, self._calendars[None]))

    def _latest(self, when: When, day: date) -> date | None:
        """Return the latest day that the step of a date has for anybody; None where none has come."""
        came = (when(day, date.min, calendar) for calendar in self._calendars.values())
        return max((each.moment for each in came if each is not None), default=None)

    def _step(self, due: date, given: date, calendar: Calendar) -> Come | None:
        return ladders.come(self._ladder, due, given, calendar.today(self._now), calendar.is_working)

    def _escalation(self, late_after: date, _given: date, calendar: Calendar) -> Come | None:
        return ladders.come_to_manager(self._ladder, late_after, calendar.today(self._now), calendar.is_working)

    def _round(self, available_from: date, _given: date, calendar: Calendar) -> Come | None:
        return ladders.come_round(self._ladder, available_from, calendar.today(self._now), calendar.is_working)


def _days(first: date, last: date) -> list[date]:
    return [first + DAY * number for number in range((last - first).days + 1)]
