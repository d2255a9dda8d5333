"""Days and hours at which people at work do things, and identities as old as what they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Europe/Copenhagen")
YEARS: Final = timedelta(days=730)
"""How far back the history reaches."""
JULY: Final = 7
AWAY: Final = timedelta(days=31)
SATURDAY: Final = 5
OPENS, CLOSES, EVENING = time(7, 45), time(16, 15), time(20, 10)
AT_NIGHT: Final = 0.12
"""The share of what is done that is done at home in the evening."""


def today_in(now: datetime) -> date:
    """Return the company's day at `now`."""
    return now.astimezone(ZONE).date()


def workday(day: date) -> date:
    """Return `day`, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= SATURDAY else day


@dataclass(frozen=True)
class Hours:
    """Moments as the history counts them: days before the day of loading."""

    now: datetime

    def ago(self, days: int, hour: int = 16, minute: int = 10) -> datetime:
        """Return that hour of the working day so many days ago, never one that has not come."""
        day = workday(today_in(self.now) - timedelta(days=days))
        return min(datetime.combine(day, time(hour, minute), ZONE), self.now)


def morning(day: date) -> datetime:
    """Return eight o'clock of a working day, the hour at which invitations go out."""
    return datetime.combine(workday(day), time(8), ZONE).astimezone(UTC)


def at_work(after: datetime, days: float, chance: Random) -> datetime:
    """Return a moment at least `days` after `after`: in working hours or, now and then, in the evening.

    Never at a weekend and never in July, when nobody is here; never before `after`.
    """
    day = (after + timedelta(days=days)).astimezone(ZONE).date()
    if days >= 1 and day.month == JULY:
        day += AWAY
    return max(_hour(workday(day), chance), after + timedelta(minutes=chance.randint(1, 3)))


def dated_id(at: datetime, chance: Random) -> UUID:
    """Return a UUIDv7 of that moment (RFC 9562, 5.7) whose random part comes from `chance`: the same every time."""
    milliseconds = int(at.timestamp() * 1_000)
    random = chance.getrandbits(74)
    return UUID(int=milliseconds << 80 | 7 << 76 | (random >> 62) << 64 | 2 << 62 | random & (1 << 62) - 1)


def _hour(day: date, chance: Random) -> datetime:
    if chance.random() < AT_NIGHT:
        return datetime.combine(day, EVENING, ZONE).astimezone(UTC) + timedelta(minutes=chance.randint(0, 90))
    open_for = datetime.combine(day, CLOSES) - datetime.combine(day, OPENS)
    opens = datetime.combine(day, OPENS, ZONE).astimezone(UTC)
    return opens + timedelta(seconds=chance.randint(0, int(open_for.total_seconds())))
