"""When a report is mailed: each week, or each month on its first such weekday, at an hour of the owner's clock. Pure.

A clock that is put forward skips some minutes: what falls into them is due at the first minute that is there. A clock
that is put back has an hour twice: what falls into it is due the first time, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

WEEK, MONTH = "week", "month"
RHYTHMS: Final = (WEEK, MONTH)
_MINUTE: Final = timedelta(minutes=1)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`every`: WEEK or MONTH; `weekday`: 0 is Monday; `at`: a time to the minute."""

    every: str
    weekday: int
    at: time

    def is_day(self, day: date) -> bool:
        """Return whether something is due on a day: in a month the first such weekday."""
        return day.weekday() == self.weekday and (self.every == WEEK or day.day <= 7)

    def next_after(self, moment: datetime, zone: tzinfo) -> datetime:
        """Return the first moment after `moment` at which it is due, in UTC."""
        day = moment.astimezone(zone).date() - _DAY
        while True:
            day += _DAY
            if self.is_day(day):
                due = moment_of(day, self.at, zone)
                if due > moment:
                    return due


def moment_of(day: date, at: time, zone: tzinfo) -> datetime:
    """Return the moment a clock in `zone` shows this, in UTC: the first of two, or the first minute behind a gap."""
    shown = datetime.combine(day, at, zone)
    first = shown.replace(fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == shown.replace(tzinfo=None):
        return first
    before, behind = shown.replace(fold=1).astimezone(UTC), first
    gone_forward = behind.astimezone(zone).utcoffset()
    while behind - before > _MINUTE:
        middle = before + (behind - before) // _MINUTE // 2 * _MINUTE
        if middle.astimezone(zone).utcoffset() == gone_forward:
            behind = middle
        else:
            before = middle
    return behind


def read_time(text: str) -> time | None:
    """Return a time typed as "7:30" or "07.30"; None where it is none."""
    hours, colon, minutes = text.strip().replace(".", ":").partition(":")
    whole = hours.isascii() and hours.isdecimal() and (not colon or (minutes.isascii() and minutes.isdecimal()))
    if not whole or len(hours) > 2 or (colon and len(minutes) != 2):
        return None
    hour, minute = int(hours), int(minutes or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
