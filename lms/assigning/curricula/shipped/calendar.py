"""What happens when, as lines in the order of the days: letters, meetings, modules, the due date. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from lms.assigning.curricula.shipped.offer import Offer

A_MARK: Final = 2
"""How wide in days the mark of something is that takes a day."""


class Kind(StrEnum):
    """What a line of the calendar is."""

    LETTER = "letter"
    MEETING = "meeting"
    MODULE = "module"
    DUE = "due"


_ORDER: Final = {kind: number for number, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `name` is that of the letter, meeting or module; a module lasts from `begins` until `ends`."""

    kind: Kind
    name: str
    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """The lines between the first day and the last, for a picture as wide as its days."""

    lines: tuple[Line, ...]

    @property
    def first(self) -> date:
        """Return the first day of all."""
        return min(line.begins for line in self.lines)

    @property
    def last(self) -> date:
        """Return the last day of all."""
        return max(line.ends for line in self.lines)

    @property
    def days(self) -> int:
        """Return the width of the picture in days, with room for a mark on the last one."""
        return (self.last - self.first).days + A_MARK

    def width(self, line: Line) -> int:
        """Return how many days wide a line is drawn."""
        return max((line.ends - line.begins).days, A_MARK)

    def offset(self, day: date) -> int:
        """Return how many days after the left edge a day is."""
        return (day - self.first).days


def calendar_of(offer: Offer) -> Calendar:
    """Return the calendar of an offer."""
    lines = sorted(_lines(offer), key=lambda line: (line.begins, _ORDER[line.kind]))
    return Calendar(tuple(lines))


def _lines(offer: Offer) -> Iterator[Line]:
    for letter in offer.shipped.letters:
        yield _point(Kind.LETTER, letter.name, offer.on(letter.day))
    for meeting in offer.shipped.meetings:
        yield _point(Kind.MEETING, meeting.name, offer.on(meeting.day))
    for name, step in offer.steps.items():
        yield Line(Kind.MODULE, name, step.begins, step.done_by)
    yield _point(Kind.DUE, "", offer.due)


def _point(kind: Kind, name: str, day: date) -> Line:
    return Line(kind, name, day, day)
