"""What counts of a measure say, how surely, and whether two periods differ by more than noise. The arithmetic is the
calculators'."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from lms.assigning.board.kinds import CHURN, NPS, MeasureKind
from lms.calculators import evaluate
from lms.calculators.statistics import normal, proportion

FEW_ANSWERS: Final = 10
"""Below so many answers a score says nothing, and the counts are shown instead."""
POWER: Final = 0.8
WORTH: Final = {"nps": 5.0, "churn": 1.0, "tried": 10.0}
"""A change, in points, that a board would want to be able to tell."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One period in points: NPS −100 to 100, shares 0 to 100; `low` to `high` in 95 of 100 such periods. `of`: how
    many customers or answers it rests on. `too_few`: the counts say more than the figure."""

    points: float
    low: float
    high: float
    of: int
    too_few: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """From one period to another, in points, with its interval; `told`: it is more than noise would explain.

    `tellable`: the smallest change that as many would show in four cases of five; `needed`: how many each period
    would have to rest on to show a change of WORTH points.
    """

    points: float
    low: float
    high: float
    told: bool
    tellable: float
    needed: int


def figure(kind: MeasureKind, counts: Sequence[int]) -> Figure:
    """Return what one period says."""
    if kind is NPS:
        return _score(counts)
    whole, part = counts
    low, high = proportion.interval(part, whole)
    return Figure(100 * part / whole, 100 * low, 100 * high, whole)


def change(kind: MeasureKind, before: Sequence[int], after: Sequence[int]) -> Change:
    """Return what two periods of different customers or answers say beside each other."""
    if kind is NPS:
        found = evaluate("nps_change", {"before": list(before), "after": list(after)})
        points, low, high, tellable = (_number(found[name]) for name in ("difference", "ci_low", "ci_high", "mde"))
        # a score that does not vary at all has no noise to compare with: that is no proof of anything
        return Change(points, low, high, bool(found["significant"]), tellable, needed(kind, after))
    moved, low, high = proportion.difference((before[1], before[0]), (after[1], after[0]))
    tellable = proportion.tellable(after[1] / after[0], min(before[0], after[0]))
    return Change(100 * moved, 100 * low, 100 * high, not low <= 0 <= high, 100 * tellable, needed(kind, after))


def needed(kind: MeasureKind, counts: Sequence[int]) -> int:
    """Return how many customers or answers two periods each need to show a change of WORTH points like these."""
    if kind is NPS:
        high, _passive, low = (count / sum(counts) for count in counts)
        z = normal.two_sided(0.95)
        margin = WORTH[kind.name] / math.sqrt(2) * z / (z + normal.quantile(POWER))
        wanted = {"promoter_share": high, "detractor_share": low, "margin_points": margin}
        return int(_number(evaluate("nps_sample_size", wanted)["n_required"]))
    whole, part = counts
    one = proportion.tellable(min(max(part / whole, 1 / whole), 1 - 1 / whole) if whole > 1 else 0.5, 1)
    return math.ceil((one / (WORTH[kind.name] / 100)) ** 2)


def improves(kind: MeasureKind, points: float) -> bool:
    """Return whether a change in this direction is what one hopes for."""
    return points < 0 if kind is CHURN else points > 0


def _score(counts: Sequence[int]) -> Figure:
    high, passive, low = counts
    found = evaluate("nps", {"promoters": high, "passives": passive, "detractors": low})
    which = "adj_ci_" if found["show_adjusted"] else "ci_"
    answers = sum(counts)
    ends = _number(found[f"{which}low"]), _number(found[f"{which}high"])
    return Figure(_number(found["nps"]), *ends, answers, too_few=answers < FEW_ANSWERS)


def _number(value: Any) -> float:
    return float(value)
