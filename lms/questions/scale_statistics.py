"""What many sittings of a self-assessment say about its statements: alpha, omega, item–rest correlation, distribution.

The sums grow by one sitting at a time: the count of each answer, and, of those who judged every statement, Σx and Σxy
of the answers after turning the reversed ones. Reliability is told from 30 complete sittings on, with a warning from 20
(domain reference, T15). The distribution of a statement is told from 10 people on and not where all said the same,
which would say what each of them thinks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lms.calculators.covariances import alpha_of, alpha_without_each, covariances, item_rest_of, omega_of
from lms.calculators.reliability import feldt
from lms.questions.text import Json

CONFIDENCE = 0.95
FEWEST_WITH_WARNING, FEWEST = 20, 30
FEWEST_FOR_DISTRIBUTION = 10
WEAK_ITEM = 0.20
"""An item–rest correlation below this is weak (Streiner, Norman & Cairney 2015, ch. 5)."""


@dataclass(slots=True)
class ScaleSums:
    """Sums over sittings. `said`: {statement: {answer: people}}; `sums` and `products` over `complete` sittings, the
    latter a lower triangle, both in the order of the statements."""

    people: int = 0
    complete: int = 0
    sums: list[float] = field(default_factory=list)
    products: list[list[float]] = field(default_factory=list)
    said: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, answers: Mapping[str, Json], turned: Sequence[float | None]) -> None:
        """Add one sitting: {statement: answer} as given, and the points after turning, None for what was not judged."""
        self.people += 1
        for statement, answer in answers.items():
            counts = self.said.setdefault(statement, {})
            counts[str(answer)] = counts.get(str(answer), 0) + 1
        points = [each for each in turned if each is not None]
        if len(points) < len(turned):
            return
        self._widen(len(points))
        self.complete += 1
        for i, x in enumerate(points):
            self.sums[i] += x
            for j in range(i + 1):
                self.products[i][j] += x * points[j]

    def merge(self, other: ScaleSums) -> None:
        """Add the sums of sittings that are not in these."""
        self.people += other.people
        self.complete += other.complete
        for statement, counts in other.said.items():
            own = self.said.setdefault(statement, {})
            for answer, count in counts.items():
                own[answer] = own.get(answer, 0) + count
        self._widen(len(other.sums))
        for i, x in enumerate(other.sums):
            self.sums[i] += x
            for j in range(i + 1):
                self.products[i][j] += other.products[i][j]

    def _widen(self, count: int) -> None:
        if not self.sums:
            self.sums = [0.0] * count
            self.products = [[0.0] * (i + 1) for i in range(count)]

    def document(self) -> dict[str, Json]:
        """Return the sums as JSON."""
        said: dict[str, Json] = {statement: {**counts} for statement, counts in self.said.items()}
        products: list[Json] = [[*row] for row in self.products]
        counts: dict[str, Json] = {"people": self.people, "complete": self.complete}
        return {**counts, "sums": [*self.sums], "products": products, "said": said}

    def told(self, before: Mapping[str, Any]) -> dict[str, Json]:
        """Return what a release shows: reliability, and the distributions that say what nobody in particular thinks.

        Where all who came since `before` gave one answer, the distribution stays as it was told then.
        """
        reliability = reliability_of(self)
        earlier = before.get("said", {})
        said: dict[str, Json] = {}
        for statement, counts in self.said.items():
            told = counts if may_tell(counts, earlier.get(statement, {})) else earlier.get(statement)
            if told is not None:
                said[statement] = {**told}
        return {
            "people": self.people,
            "complete": self.complete,
            "reliability": reliability.document() if reliability else None,
            "said": said,
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> ScaleSums:
        """Build the sums from their document; an empty one is nobody's."""
        if not document:
            return cls()
        said = {statement: dict(counts) for statement, counts in document["said"].items()}
        products = [list(row) for row in document["products"]]
        return cls(document["people"], document["complete"], list(document["sums"]), products, said)


@dataclass(frozen=True, slots=True)
class Reliability:
    """How well the statements measure one thing. `omega` None where no one factor fits; `shaky` below 30 sittings."""

    people: int
    alpha: float
    low: float
    high: float
    omega: float | None
    item_rest: tuple[float | None, ...]
    without: tuple[float | None, ...]
    shaky: bool

    def document(self) -> dict[str, Json]:
        """Return it as JSON."""
        return {
            "people": self.people,
            "alpha": self.alpha,
            "low": self.low,
            "high": self.high,
            "omega": self.omega,
            "item_rest": [*self.item_rest],
            "without": [*self.without],
            "shaky": self.shaky,
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Reliability:
        """Build it from its document."""
        lists = {name: tuple(document[name]) for name in ("item_rest", "without")}
        return cls(**{**document, **lists})


def reliability_of(sums: ScaleSums) -> Reliability | None:
    """Return the reliability; None below 20 complete sittings, or where the score does not vary."""
    if sums.complete < FEWEST_WITH_WARNING:
        return None
    matrix = covariances(sums.complete, sums.sums, sums.products)
    alpha = alpha_of(matrix)
    if alpha is None:
        return None
    low, high = feldt(alpha, sums.complete, len(matrix), CONFIDENCE)
    item_rest, without = tuple(item_rest_of(matrix)), tuple(alpha_without_each(matrix))
    return Reliability(
        sums.complete, alpha, low, high, omega_of(matrix), item_rest, without, shaky=sums.complete < FEWEST
    )


def may_tell(counts: Mapping[str, int], before: Mapping[str, int]) -> bool:
    """Whether a distribution may be told: of ten people or more, where neither they nor the new ones are all agreed."""
    new = [count - before.get(answer, 0) for answer, count in counts.items()]
    return sum(counts.values()) >= FEWEST_FOR_DISTRIBUTION and _differ(counts.values()) and _differ(new)


def _differ(counts: Iterable[int]) -> bool:
    return sum(count > 0 for count in counts) > 1
