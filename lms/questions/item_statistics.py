"""What is known of one question from many answers: classical test theory, each figure with how far it may be off.

Difficulty is the mean of the points, the interval Wilson's (1927); with part points that is on the wide side, as their
variance is at most p(1 − p). Discrimination is the correlation of the item with the *rest* of the attempt, the item
itself left out (Henrysson 1963), its interval by Fisher's z; so is what is said of an option: the correlation of
having chosen it with the rest (point-biserial). Thresholds and verdicts: `lms.questions.verdicts`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from lms.questions.item_sums import ItemSums, median_seconds
from lms.questions.kinds import Category, Item, kind_of
from lms.questions.text import Json

Z = 1.959963984540054
"""The normal deviate of a 95 % interval."""
FLAT = 1e-9
"""A variance that is only what adding up doubles leaves behind."""
FEWEST_FOR_Z = 4
FIRST_IMPRESSION, FAIR = 20, 100
"""With fewer people than these a figure is a first impression, or fair; with more it is solid."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with the ends of its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing people may have said: how many did, as a share of those asked, and how they did elsewhere.

    offered: whether they saw it to choose from. elsewhere: mean points per item on the other items, None where nobody
    said it. attracts: correlation of saying it with that, positive where it is said by those who know.
    """

    key: str
    right: bool
    offered: bool
    people: int
    share: float
    elsewhere: float | None
    attracts: Estimate | None


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """The statistics of one item. `sure`: of those who said "sure", how many were wrong, and of how many."""

    people: int
    difficulty: Estimate
    discrimination: Estimate | None
    choices: tuple[Choice, ...]
    unanswered: float
    seconds: float | None
    timed: int
    spread: float
    sure_wrong: int
    sure: int
    levels: dict[str, tuple[int, int]]

    @property
    def exclusive(self) -> bool:
        """Whether nobody says two things at once, as far as can be seen."""
        return sum(each.people for each in self.choices) <= self.people

    @property
    def solidity(self) -> str:
        """How far the figures may be trusted, by the number of people: "first", "fair" or "solid"."""
        return "first" if self.people < FIRST_IMPRESSION else "fair" if self.people < FAIR else "solid"


def figures_of(sums: ItemSums, categories: Sequence[Category], offered: Collection[str] = ()) -> ItemFigures:
    """Return the statistics of an item that at least one person was asked. Raises ValueError for nobody.

    `categories` in the author's order; what was said under one that is no longer there counts nowhere. `offered`: the
    keys of those that are shown to choose from.
    """
    if sums.people < 1:
        raise ValueError("nobody was asked this question")
    said, well = sums.sure.get("sure", [0, 0])
    return ItemFigures(
        people=sums.people,
        difficulty=proportion(sums.points / sums.people, sums.people),
        discrimination=_discrimination(sums),
        choices=tuple(_choice(sums, each, each.key in offered) for each in categories),
        unanswered=sums.unanswered / sums.people,
        seconds=median_seconds(sums.times),
        timed=sum(sums.times),
        spread=math.sqrt(max(0.0, _square(sums.people, sums.rest, sums.rest_sq))) / sums.people,
        sure_wrong=said - well,
        sure=said,
        levels={level: (counts[0], counts[1]) for level, counts in sums.sure.items()},
    )


def analysed(item: Item, sums: ItemSums) -> ItemFigures:
    """Return the statistics of an item of any kind. Raises ValueError for nobody."""
    kind = kind_of(item.kind)
    return figures_of(sums, kind.categories(item), frozenset(_ids(kind.public(item))))


def _ids(document: Json) -> Iterator[str]:
    """Yield each id in what a learner sees."""
    if isinstance(document, dict):
        if isinstance(document.get("id"), str):
            yield str(document["id"])
        document = list(document.values())
    if isinstance(document, list):
        for each in document:
            yield from _ids(each)


def proportion(share: float, people: int) -> Estimate:
    """Return a share with Wilson's interval (1927)."""
    share = min(1.0, max(0.0, share))
    below = 1 + Z**2 / people
    middle = (share + Z**2 / (2 * people)) / below
    half = Z / below * math.sqrt(share * (1 - share) / people + Z**2 / (4 * people**2))
    return Estimate(share, min(share, max(0.0, middle - half)), max(share, min(1.0, middle + half)))


def correlation(people: int, x: float, x_sq: float, y: float, y_sq: float, cross: float) -> Estimate | None:  # noqa: PLR0913
    """Return Pearson's r from sums with Fisher's interval; None for fewer than four people, or where nothing varies."""
    if people < FEWEST_FOR_Z:
        return None
    spread_x, spread_y = _square(people, x, x_sq), _square(people, y, y_sq)
    if min(spread_x, spread_y) <= FLAT * people**2:
        return None
    r = max(-1.0, min(1.0, (people * cross - x * y) / math.sqrt(spread_x * spread_y)))
    if abs(r) > 1 - FLAT:
        return Estimate(r, r, r)
    half = Z / math.sqrt(people - 3)
    return Estimate(r, math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half))


def attraction(sums_people: int, rest: float, rest_sq: float, said: int, rest_of_said: float) -> Estimate | None:
    """Return the point-biserial correlation of having said something with the rest of the attempt."""
    return correlation(sums_people, said, said, rest, rest_sq, rest_of_said)


def _discrimination(sums: ItemSums) -> Estimate | None:
    if sums.alone:
        return None  # for some there was no rest to compare with
    return correlation(sums.people, sums.points, sums.points_sq, sums.rest, sums.rest_sq, sums.cross)


def _choice(sums: ItemSums, category: Category, offered: bool) -> Choice:
    count, rest, _rest_sq = sums.choices.get(category.key, (0, 0.0, 0.0))
    people = int(count)
    comparable = people > 0 and not sums.alone
    return Choice(
        key=category.key,
        right=category.right,
        offered=offered,
        people=people,
        share=people / sums.people,
        elsewhere=rest / people if comparable else None,
        attracts=attraction(sums.people, sums.rest, sums.rest_sq, people, rest) if comparable else None,
    )


def _square(people: int, total: float, squares: float) -> float:
    """Return n² times the variance."""
    return people * squares - total**2
