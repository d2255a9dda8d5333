"""Calendar quarters by the wall clock of an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Self

MONTHS = 3


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year; `number` is 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the quarter a day is in."""
        return cls(day.year, (day.month - 1) // MONTHS + 1)

    def __str__(self) -> str:
        """Return it as "2026-Q3"."""
        return f"{self.year:04}-Q{self.number}"

    @property
    def begins(self) -> date:
        """Return its first day."""
        return date(self.year, MONTHS * (self.number - 1) + 1, 1)

    @property
    def next(self) -> Quarter:
        """Return the one after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> Quarter:
        """Return the one before it."""
        return Quarter.of(self.begins - timedelta(days=1))

    def end(self, zone: tzinfo) -> datetime:
        """Return the moment at which it is over: midnight before the first day of the next."""
        return datetime.combine(self.next.begins, time(), tzinfo=zone)
