"""What many answers to one question add up to: sums that only grow, from which every statistic is computed.

One person's answer is added once and cannot be told from the sums again. Sums of two groups may be merged.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from lms.questions.text import Json

EDGES = (5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600)
"""Seconds at which one span of answering time ends and the next begins; the last span has no end."""


@dataclass(frozen=True, slots=True)
class Given:
    """One person's answer to one item.

    points: 0 to 1. rest: points per item over the other items of the same attempt that count, None where there are
    none. said: the categories it falls in. sure: one of `confidence.LEVELS`. seconds: time taken.
    """

    points: float
    rest: float | None
    said: tuple[str, ...]
    answered: bool = True
    sure: str | None = None
    seconds: float | None = None


@dataclass(slots=True)
class ItemSums:
    """The sums of one item.

    people: who were asked; alone: of them, those asked nothing else that counts. `choices`: {category: [people, Σrest,
    Σrest²]}; `sure`: {level: [said, right]}; `times`: people in each span between `EDGES`.
    """

    people: int = 0
    alone: int = 0
    unanswered: int = 0
    points: float = 0.0
    points_sq: float = 0.0
    rest: float = 0.0
    rest_sq: float = 0.0
    cross: float = 0.0
    choices: dict[str, list[float]] = field(default_factory=dict)
    sure: dict[str, list[int]] = field(default_factory=dict)
    times: list[int] = field(default_factory=lambda: [0] * (len(EDGES) + 1))

    def add(self, given: Given) -> None:
        """Add one person's answer."""
        rest = given.rest or 0.0
        self.people += 1
        self.alone += given.rest is None
        self.unanswered += not given.answered
        self.points += given.points
        self.points_sq += given.points**2
        self.rest += rest
        self.rest_sq += rest**2
        self.cross += given.points * rest
        for key in given.said:
            _add(self.choices.setdefault(key, [0, 0.0, 0.0]), (1, rest, rest**2))
        if given.sure is not None:
            _add(self.sure.setdefault(given.sure, [0, 0]), (1, int(given.points >= 1.0)))
        if given.seconds is not None:
            self.times[bisect_right(EDGES, given.seconds)] += 1

    def merge(self, other: ItemSums) -> None:
        """Add the sums of people who are not in these."""
        for name in _NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for key, more in other.choices.items():
            _add(self.choices.setdefault(key, [0, 0.0, 0.0]), more)
        for level, counts in other.sure.items():
            _add(self.sure.setdefault(level, [0, 0]), counts)
        _add(self.times, other.times)

    def document(self) -> dict[str, Json]:
        """Return the sums as JSON."""
        numbers: dict[str, Json] = {name: getattr(self, name) for name in _NUMBERS}
        choices: dict[str, Json] = {key: [*sums] for key, sums in self.choices.items()}
        sure: dict[str, Json] = {level: [*counts] for level, counts in self.sure.items()}
        return {**numbers, "choices": choices, "sure": sure, "times": [*self.times]}

    def told(self, before: Mapping[str, Any]) -> dict[str, Json]:
        """Return what a release shows: the sums themselves."""
        return self.document()

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> ItemSums:
        """Build the sums from their document; an empty one is nobody's."""
        if not document:
            return cls()
        choices = {key: list(sums) for key, sums in document["choices"].items()}
        sure = {level: list(counts) for level, counts in document["sure"].items()}
        numbers = {name: document[name] for name in _NUMBERS}
        return cls(**numbers, choices=choices, sure=sure, times=list(document["times"]))


_NUMBERS = tuple(each.name for each in fields(ItemSums) if each.name not in ("choices", "sure", "times"))


def _add(sums: list[Any], more: Sequence[float]) -> None:
    for place, each in enumerate(more):
        sums[place] += each


def median_seconds(times: Sequence[int]) -> float | None:
    """Return the median time in seconds, straight lines within a span; None of nobody.

    In the span without an end it is where that begins: "ten minutes or more".
    """
    half = sum(times) / 2
    if half == 0:
        return None
    before = 0.0
    for place, count in enumerate(times[:-1]):
        if before + count >= half and count:
            low = EDGES[place - 1] if place else 0
            return low + (EDGES[place] - low) * (half - before) / count
        before += count
    return float(EDGES[-1])
