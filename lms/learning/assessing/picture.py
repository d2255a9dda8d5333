"""The picture of a profile: dots on lines from 0 to 100, an arrow from then to now, a grey band of what chance may do.

Everything is in per cent of the line's length, so the template draws it at any width without a script.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lms.learning.assessing.scoring import Change, Result
from lms.packs.instruments import Instrument
from lms.questions.text import Text

SHORTEST_ARROW = 4
"""Points between two dots below which they touch, and no arrow fits."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `first` and `latest` scores of 0 to 100, either None where there is none; `band` where chance reaches.

    `title` is None for the whole instrument.
    """

    title: Text | None
    first: float | None
    latest: float | None
    band: tuple[float, float] | None = None

    @property
    def arrow(self) -> tuple[float, float] | None:
        """Return from where to where an arrow goes; None where the dots are too near, or one is missing."""
        if self.first is None or self.latest is None or abs(self.latest - self.first) < SHORTEST_ARROW:
            return None
        return self.first, self.latest


def lines(instrument: Instrument, latest: Result, first: Result | None, change: Change | None) -> Sequence[Line]:
    """Return the whole instrument's line, with the band around the first score, and one of each sub-dimension."""
    band = None
    if change is not None:
        band = max(0.0, change.first - change.least), min(100.0, change.first + change.least)
    whole = Line(None, first.score if first else None, latest.score, band)
    return [whole, *(Line(sub.title, _of(first, sub.id), _of(latest, sub.id)) for sub in instrument.subscales)]


def _of(result: Result | None, sub: str) -> float | None:
    found = result.sub(sub) if result else None
    return found.score if found else None
