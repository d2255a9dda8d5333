"""Days away move a due date: what was away is not lost. Pure: no database, no clock.

An absence that begins on or before the due date moves it by its days from the day the curriculum was given; one that
begins later does not. So a day away counts exactly when it lies on or before the date as it stands with the days away
before it. Days that were lived through are counted once and stay counted, whatever becomes of the absence's own row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from lms.assigning.assignments.dues import after

ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Absence:
    """From `first` to `last`, both days away."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Paused:
    """Days lived through away, counted up to `to` (None: none yet)."""

    days: int = 0
    to: date | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """The date with all days away in it, and what of them is behind us and stays counted."""

    due: date
    paused: Paused


def absence_of(first: date | None, last: date | None) -> Absence | None:
    """Return the absence of two columns, which are both set or neither."""
    return Absence(first, last) if first is not None and last is not None and first <= last else None


def moved(base: date, given: date, today: date, absence: Absence | None, paused: Paused) -> Moved:
    """Return where a date comes to. `base`: by rule and extension; `given`: days away before it do not count."""
    due = after(base, paused.days)
    if absence is None:
        return Moved(due, paused)
    first = max(day for day in (absence.first, given, paused.to and paused.to + ONE) if day is not None)
    if first > absence.last or first > due:
        return Moved(due, paused)
    lived_to = min(absence.last, today - ONE)
    lived = Paused(paused.days + (lived_to - first).days + 1, lived_to) if lived_to >= first else paused
    return Moved(after(due, (absence.last - first).days + 1), lived)
