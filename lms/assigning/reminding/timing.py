"""On which day a step goes to one reader, and whether in their weekly mail. Pure: no database, no clock.

The weekly mail takes in every step it comes early enough for: what speaks before the due date, or on it, does not wait
for a weekly mail that comes after that date. It goes at once then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lms.assigning.reminding.calendars import AT_ONCE, Calendar
from lms.assigning.reminding.ladder import Kind

WEEK = 7


@dataclass(frozen=True, slots=True)
class Going:
    """The day, where the reader lives, on which something goes, and whether in their weekly mail."""

    on: date
    in_digest: bool = False


def goes(kind: Kind, due: date | None, ready: date, digest_day: int, calendar: Calendar) -> Going:
    """Return when a step goes that is ready on a day. `digest_day`: a weekday, 0 is Monday, or AT_ONCE."""
    at_once = Going(calendar.next_working(ready))
    if digest_day == AT_ONCE or kind is Kind.ESCALATION:
        return at_once
    weekly = weekly_mail(at_once.on, digest_day, calendar)
    too_late = kind in (Kind.BEFORE, Kind.DUE) and due is not None and weekly > due
    return at_once if too_late else Going(weekly, in_digest=True)


def weekly_mail(day: date, digest_day: int, calendar: Calendar) -> date:
    """Return the day of the next weekly mail, that day or later; over a day off it moves to the working day after."""
    last = calendar.next_working(day - timedelta(days=(day.weekday() - digest_day) % WEEK))
    if last >= day:
        return last
    return calendar.next_working(day + timedelta(days=(digest_day - day.weekday()) % WEEK or WEEK))


def moment_to_go(going: Going, calendar: Calendar, now: datetime) -> datetime:
    """Return the moment at which a mail of that day is due, not before `now`; UTC."""
    return calendar.next_allowed(max(now, calendar.opens(going.on)))
