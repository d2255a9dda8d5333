"""Is 03-04-2025 the third of April or the fourth of March? A whole column says; where it does not, it is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from lms.people.values import Order

_SPOKEN = re.compile(r"(\d{1,2})\s?[/-]\s?(\d{1,2})\s?[/-]\s?\d{4}")
_DOTTED = re.compile(r"\d{1,2}\s?\.\s?\d{1,2}\s?\.\s?\d{4}")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.0+)?")
_DAY_ZERO: Final = date(1899, 12, 30)
"""Day 0 of spreadsheets' day numbers, for any day after February 1900."""


@dataclass
class Evidence:
    """What the dates of one column say about their order. `example`: the first that could be either."""

    day_first: int = 0
    month_first: int = 0
    either: int = 0
    serials: int = 0
    example: str = ""

    def add(self, text: str) -> None:
        """Look at one cell."""
        if found := _SPOKEN.fullmatch(text):
            first, second = int(found[1]), int(found[2])
            if first > 12 >= second:
                self.day_first += 1
            elif second > 12 >= first:
                self.month_first += 1
            elif first != second:
                self.either += 1
                self.example = self.example or text
        elif _SERIAL.fullmatch(text):
            self.serials += 1

    @property
    def order(self) -> Order | None:
        """Return the order the column proves, None where it proves none, or both."""
        if self.day_first and not self.month_first:
            return "dmy"
        if self.month_first and not self.day_first:
            return "mdy"
        return None

    def stored(self) -> dict[str, Any] | None:
        """Return it as an import keeps it; None where no date of the column could be read in two ways."""
        if self.order is None and not self.either and not self.day_first and not self.serials:
            return None
        asks = self.order is None and bool(self.either or self.day_first)
        return {"order": self.order, "asks": asks, "example": self.example, "serials": self.serials}


def as_written(text: str, order: Order) -> tuple[str, Order]:
    """Return a cell as a date that can be read, and its order: day numbers become days, with points day first."""
    if _SERIAL.fullmatch(text):
        return (_DAY_ZERO + timedelta(days=int(text.partition(".")[0]))).isoformat(), order
    return text, "dmy" if _DOTTED.fullmatch(text) else order
