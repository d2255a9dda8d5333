"""Re-certification: how long a completion holds, and when it is asked for again. Pure: no database, no clock.

A completion of 29 February holds until 28 February of a common year; one of the 31st until the last day of a month
that has fewer days. With one day for everybody each year, a completion inside the window before that day counts for
the coming year, so nobody who finished lately is asked again at once.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from lms.assigning.assignments.refusals import Refused, whole
from lms.kernel.months import months_later

MOST_MONTHS: Final = 120
LEAP_YEAR: Final = 2024


@dataclass(frozen=True, slots=True)
class Again:
    """A completion holds for `months` (1 to 120), or until the `yearly` day ("MM-DD"): one of the two is set.

    The next cycle opens `window_days` (0 to 180) before that day; it is late only `grace_days` (0 to 180) after it.
    """

    months: int | None = 12
    yearly: str | None = None
    window_days: int = 60
    grace_days: int = 30


def from_json(stored: Mapping[str, Any] | None) -> Again | None:
    """Read what is stored. Raises Refused naming "again_months", "again_yearly", "window_days" or "grace_days"."""
    if stored is None:
        return None
    window = whole(stored, "window_days", 0, 180, field="window_days", default=60)
    grace = whole(stored, "grace_days", 0, 180, field="grace_days", default=30)
    if stored.get("yearly") is not None:
        return Again(None, _yearly(str(stored["yearly"])), window, grace)
    months = whole(stored, "months", 1, MOST_MONTHS, field="again_months", default=0)
    if window > months * 28:
        raise Refused("window_days", _l("The window is longer than the completion holds: choose fewer days."))
    return Again(months, None, window, grace)


def _yearly(text: str) -> str:
    try:
        return date.fromisoformat(f"{LEAP_YEAR}-{text}").strftime("%m-%d")
    except ValueError:
        raise Refused("again_yearly", _l("Enter a day of the year as month and day, for example 03-31.")) from None


def to_json(again: Again | None) -> dict[str, Any] | None:
    """Return it as it is stored; `from_json` reads it back."""
    if again is None:
        return None
    length = {"yearly": again.yearly} if again.yearly is not None else {"months": again.months}
    return {**length, "window_days": again.window_days, "grace_days": again.grace_days}


def expires(again: Again, completed_on: date) -> date:
    """Return the last day on which a completion of `completed_on` holds."""
    if again.yearly is None:
        return months_later(completed_on, again.months or 0)
    soonest = completed_on + timedelta(days=again.window_days)
    this_year = _day_of(completed_on.year, again.yearly)
    return next(day for day in (this_year, *_next_years(again.yearly, completed_on)) if day > soonest)


def opens(again: Again, completed_on: date) -> date:
    """Return the first day of the window in which it is asked for again; always after `completed_on`."""
    return max(expires(again, completed_on) - timedelta(days=again.window_days), completed_on + timedelta(days=1))


@lru_cache(maxsize=64)
def counted_from(again: Again | None, given: date) -> date | None:
    """Return the first day whose completions still hold on the day a first cycle is given; None: all of them do."""
    if again is None:
        return None
    if again.yearly is None:
        return months_later(given, -(again.months or 0)) + timedelta(days=1)
    last = max(day for day in (_day_of(given.year, again.yearly), _day_of(given.year - 1, again.yearly)) if day < given)
    return last - timedelta(days=again.window_days)


def _day_of(year: int, yearly: str) -> date:
    month, day = (int(part) for part in yearly.split("-"))
    return date(year, month, min(day, monthrange(year, month)[1]))


def _next_years(yearly: str, day: date) -> tuple[date, date]:
    return _day_of(day.year + 1, yearly), _day_of(day.year + 2, yearly)
