"""How many fall due when, as a picture: a bar a week, or a month where the weeks are too many to tell apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from lms.assigning.assignments.preview import Week

MOST_WEEKS: Final = 53
TALLEST: Final = 100


@dataclass(frozen=True)
class Bar:
    """One bar: the first day it counts, how many are due, its place from the left and its height of at most 100."""

    first: date
    people: int
    place: int
    height: float


@dataclass(frozen=True)
class Histogram:
    """The bars from left to right, empty ones too. `monthly`: each is a month."""

    bars: tuple[Bar, ...]
    monthly: bool

    @property
    def tallest(self) -> int:
        """Return how many are due where most are."""
        return max((bar.people for bar in self.bars), default=0)

    @property
    def told(self) -> tuple[Bar, ...]:
        """Return the bars that have somebody, for the table."""
        return tuple(bar for bar in self.bars if bar.people)


def histogram(weeks: Sequence[Week]) -> Histogram:
    """Return the picture of these weeks; no bars for none."""
    if not weeks:
        return Histogram((), monthly=False)
    monthly = (weeks[-1].monday - weeks[0].monday).days > 7 * MOST_WEEKS
    counted: dict[date, int] = dict.fromkeys(_firsts(weeks[0].monday, weeks[-1].monday, monthly=monthly), 0)
    for week in weeks:
        counted[week.monday.replace(day=1) if monthly else week.monday] += week.people
    most = max(counted.values())
    bars = [Bar(first, people, place, TALLEST * people / most) for place, (first, people) in enumerate(counted.items())]
    return Histogram(tuple(bars), monthly)


def _firsts(start: date, end: date, *, monthly: bool) -> list[date]:
    found, day = [], start.replace(day=1) if monthly else start
    while day <= end:
        found.append(day)
        day = (day + timedelta(days=32)).replace(day=1) if monthly else day + timedelta(days=7)
    return found
