"""Fields of the forms of reminders: numbers of days, and days of the calendar, each a list whose empty lines go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import Field

from lms.assigning.assignment_pages.saying import gettext as _
from lms.assigning.reminding.ladder import MOST_DAYS

EMPTY_LINES = 2
"""Lines that are offered beside those that are filled in."""


class ListField(Field):  # type: ignore[misc]  # wtforms is untyped
    """A list of texts under one name; empty ones go, what is wrong with one is said once for all of them."""

    most = 10
    data: list[Any] | None

    @property
    def texts(self) -> list[str]:
        """Return what stands in the lines, as it was typed or is kept, and two empty ones where there is room."""
        typed = [text for text in self.raw_data or [] if text.strip()] if self.raw_data else None
        filled = typed if typed is not None else [self.write(each) for each in self.data or ()]
        return [*filled, *[""] * max(0, min(EMPTY_LINES, self.most - len(filled)))]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the lines."""
        self.data = []
        filled = [text.strip() for text in valuelist if text.strip()]
        if len(filled) > self.most:
            raise ValueError(_("At most %(num)d lines.", num=self.most))
        self.data = [self.read(text) for text in filled]

    def read(self, text: str) -> object:
        """Return what one line says; raise ValueError in the reader's words."""
        raise NotImplementedError

    def write(self, value: object) -> str:
        """Return the line that says a value."""
        return str(value)


class DaysField(ListField):
    """Numbers of days, 1 to a year; at most five."""

    most = 5

    def read(self, text: str) -> int:
        """Return the number of days."""
        if text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST_DAYS:
            return int(text)
        raise ValueError(_("Write whole days from 1 to %(most)d, or leave the line empty.", most=MOST_DAYS))


class DatesField(ListField):
    """Days of the calendar as a browser's date field sends them; at most forty."""

    most = 40

    def read(self, text: str) -> date:
        """Return the day."""
        try:
            return date.fromisoformat(text[:20])
        except ValueError:
            raise ValueError(_("Write the day as year-month-day, for example 2026-11-27.")) from None
