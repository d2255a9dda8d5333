"""The steps as a line in time: for one reader and one due date, which mail goes when. Pure: no database, no request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from lms.assigning.reminding.calendars import Calendar
from lms.assigning.reminding.ladder import Kind, Ladder, Step, moment_of
from lms.assigning.reminding.timing import goes


@dataclass(frozen=True, slots=True)
class Stop:
    """One place on the line: a step, or the due date where `step` is None.

    `on`: the day of it where the reader lives; `at`: the moment from which its mail may go, in UTC, None for the due
    date alone. `in_digest`: it comes in the weekly mail. `moved_from`: the day it is for by plain counting, where that
    is another. `joins`: it comes in the same mail as the stop before it.
    """

    step: Step | None
    on: date
    at: datetime | None = None
    in_digest: bool = False
    moved_from: date | None = None
    joins: bool = False

    @property
    def to_manager(self) -> bool:
        """Return whether it speaks to the line manager."""
        return self.step is not None and self.step.kind is Kind.ESCALATION


def stops(ladder: Ladder, due: date, digest_day: int, calendar: Calendar) -> Sequence[Stop]:
    """Return the line of a due date in the order of days; what speaks where there is none stands on no line."""
    found = [_stop(step, due, digest_day, calendar) for step in ladder.steps if step.kind is not Kind.ROUND]
    if not any(stop.step is not None and stop.step.kind is Kind.DUE and stop.on == due for stop in found):
        found.append(Stop(None, due))
    ordered = sorted(found, key=_place)
    return [replace(stop, joins=_joins(stop, before)) for stop, before in zip(ordered, (None, *ordered), strict=False)]


def mails_to_reader(stops: Sequence[Stop]) -> int:
    """Return how many mails somebody gets at most about one due date: what comes on one day comes in one mail."""
    return len({stop.on for stop in stops if stop.step is not None and not stop.to_manager})


def _stop(step: Step, due: date, digest_day: int, calendar: Calendar) -> Stop:
    plain = date.fromordinal(due.toordinal() + step.offset)
    going = goes(step.kind, due, moment_of(step, due, calendar.is_working), digest_day, calendar)
    return Stop(step, going.on, calendar.opens(going.on), going.in_digest, plain if going.on != plain else None)


def _joins(stop: Stop, before: Stop | None) -> bool:
    if before is None or before.step is None or stop.step is None:
        return False
    return before.on == stop.on and not stop.to_manager and not before.to_manager


def _place(stop: Stop) -> tuple[date, bool, int]:
    is_due = stop.step is None
    return stop.on, is_due, stop.step.offset if stop.step is not None else 0
