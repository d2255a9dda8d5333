"""Which departments of a tree may be told, so that nobody can be found by subtraction.

Every told figure is a sum over whole *blocks*. A block is what a told department holds beyond the told departments
inside it: nobody at all, or `fewest` people or more whose scores are not alike. Blocks share nobody, so whatever is
added and subtracted, what is left is made of whole blocks. Nothing here knows a person or a database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

FEWEST: Final = 5
"""The fewest people in any block; an organisation may ask for more, never for fewer."""
ALIKE: Final = 5.0
"""Scores (points of 100) that lie no further apart are alike: the mean would tell everybody's."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The scores of some people: how many, their sum, the lowest and the highest (0 to 100)."""

    people: int = 0
    total: float = 0.0
    lowest: float = 100.0
    highest: float = 0.0

    def __add__(self, other: Tally) -> Tally:
        """Return both together."""
        return Tally(
            self.people + other.people,
            self.total + other.total,
            min(self.lowest, other.lowest),
            max(self.highest, other.highest),
        )

    def is_block(self, fewest: int) -> bool:
        """Return whether these are enough people, and not all alike."""
        return self.people >= fewest and self.highest - self.lowest > ALIKE


NOBODY: Final = Tally()


@dataclass(frozen=True, slots=True)
class Place:
    """One department: where its parent stands in the list (None for the whole), and those who are in it itself."""

    parent: int | None
    own: Tally = NOBODY


def released(places: Sequence[Place], fewest: int = FEWEST) -> dict[int, Tally]:
    """Return {place: everybody in it and below} for the departments that may be told.

    `places` stand with each parent before its children, twins in the order in which ties are broken. From the bottom
    up, a department is told when those who are not in a told one inside it are nobody or a block; otherwise the
    smallest told one inside is hidden again, until they are (rule `k_anon` of the domain reference, at every level).
    ValueError for a `fewest` below FEWEST.
    """
    if fewest < FEWEST:
        raise ValueError(f"a group that is told has at least {FEWEST} people")
    return _Telling(places, fewest).told


class _Telling:
    def __init__(self, places: Sequence[Place], fewest: int) -> None:
        self.told: dict[int, Tally] = {}
        self._fewest = fewest
        self._block: dict[int, Tally] = {}
        self._inside: dict[int, list[int]] = {}
        self._rest = [place.own for place in places]  # those in no told department so far
        self._nearest: list[list[int]] = [[] for _ in places]  # told, and in no other told one so far
        for at in range(len(places) - 1, -1, -1):
            self._decide(at)
            self._pass_up(at, places[at].parent)

    def _decide(self, at: int) -> None:
        """Tell one place, hiding of those inside what has to be."""
        while self._leaves_few(at) and self._nearest[at]:
            self._hide_smallest(at)
        everybody = sum((self.told[each] for each in self._nearest[at]), self._rest[at])
        if everybody.people and not self._leaves_few(at):
            self.told[at], self._block[at], self._inside[at] = everybody, self._rest[at], self._nearest[at]
            self._rest[at], self._nearest[at] = NOBODY, [at]

    def _leaves_few(self, at: int) -> bool:
        rest = self._rest[at]
        return rest.people > 0 and not rest.is_block(self._fewest)

    def _hide_smallest(self, at: int) -> None:
        def size(each: int) -> tuple[bool, int, int]:
            return self._block[each].people == 0, self.told[each].people, each

        smallest = min(self._nearest[at], key=size)
        self._nearest[at].remove(smallest)
        self._nearest[at].extend(self._inside.pop(smallest))
        self._rest[at] += self._block.pop(smallest)
        del self.told[smallest]

    def _pass_up(self, at: int, parent: int | None) -> None:
        if parent is not None:
            self._rest[parent] += self._rest[at]
            self._nearest[parent].extend(self._nearest[at])
