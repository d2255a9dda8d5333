"""The shifted beta-geometric model fitted to one cohort by sums, products and quotients alone.

The same maximum that `shifted_beta.Losses.fit` finds, written so that the browser's twin, `survivors.js`, does the very
same operations in the same order: both give the same α and β to the last bit. Fader & Hardie 2007, J. Interactive
Marketing 21(1), 76–90, with the mean loss μ = α/(α + β) and the mixture φ = 1/(α + β).
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

GRID: Final = (
    1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
)  # fmt: skip
"""The mixtures between which a maximum is looked for."""

ROUNDS: Final = 100
CLOSE: Final = 1e-9
NOTHING: Final = 1e-14
_FEWEST: Final = 3

_Losses = tuple[tuple[float, ...], tuple[float, ...]]


def falls(series: Sequence[float]) -> bool:
    """Tell whether these can be survivors: above zero at the start, never rising, never below zero."""
    if not series:
        return True
    return series[0] > 0 and series[-1] >= 0 and all(after <= before for before, after in pairwise(series))


@lru_cache(maxsize=2)  # α and β of the same cohort are asked for one after the other
def fit(series: tuple[float, ...]) -> tuple[float, float] | None:
    """Return the most likely (α, β) of survivors n₀ ≥ n₁ ≥ …; None where there is too little to go on.

    That is: fewer than two periods, nobody lost, or everybody in the first. Where all customers are alike both are
    large, above 10⁴, with α/(α + β) the loss they share. On the line of the best μ for each φ the slope in φ is
    followed from many starts; every place where it turns from rising to falling is a maximum, and the highest is taken.
    """
    if len(series) < _FEWEST:
        return None
    left = tuple((before - after) / series[0] for before, after in pairwise(series))
    stayed = tuple(each / series[0] for each in series[1:])
    lost = _sum(left)
    if lost <= 0 or stayed[0] <= NOTHING * lost:
        return None
    mixture = _highest((left, stayed), lost)
    mean = _mean((left, stayed), lost, mixture, 1.0)
    return mean / mixture, (1 - mean) / mixture


def _highest(losses: _Losses, lost: float) -> float:
    """Return the mixture of the highest maximum."""
    slopes, mean = [0.0] * len(GRID), 1.0
    means = [0.0] * len(GRID)
    for at in range(len(GRID) - 1, -1, -1):
        mean = means[at] = _mean(losses, lost, GRID[at], mean)
        slopes[at] = _slope(losses, mean, GRID[at])
    tops = [GRID[0]] if slopes[0] <= 0 else []
    if slopes[-1] > 0:
        tops.append(GRID[-1])
    for at in range(len(GRID) - 1):
        if slopes[at] > 0 >= slopes[at + 1]:
            tops.append(_top(losses, lost, at, (slopes[at], slopes[at + 1]), means[at + 1]))
    if len(tops) == 1:
        return tops[0]
    return max(tops, key=lambda each: _loglik(losses, _mean(losses, lost, each, 1.0), each))


def _mean(losses: _Losses, lost: float, mixture: float, above: float) -> float:
    """Return the best μ for this φ, where Σ(d − n·h) = 0: Newton's steps from the right, which only come closer."""
    _left, stayed = losses
    mean = min(above, lost / (lost + stayed[0]))
    for _round in range(ROUNDS):
        off, slope = lost, 0.0
        for at, each in enumerate(stayed):
            weight = 1 / (1 + mixture * at)
            stays = 1 - weight * mean
            odds = each * weight / stays
            off -= odds * mean
            slope += odds / stays
        step = off / slope
        mean += step
        if abs(step) <= CLOSE * mean:
            break
    return mean


def _slope(losses: _Losses, mean: float, mixture: float) -> float:
    """Return ∂LL/∂φ = Σ (t−1)/(1 + φ(t−1)) · (n·h − d)/(1 − h)."""
    left, stayed = losses
    total = 0.0
    for at in range(1, len(stayed)):
        spread = 1 + mixture * at
        hazard = mean / spread
        total += at / spread * (stayed[at] * hazard / (1 - hazard) - left[at])
    return total


def _top(losses: _Losses, lost: float, at: int, slopes: tuple[float, float], above: float) -> float:
    """Return the φ between two of the grid where the slope is zero: false position, Illinois."""
    low, high = GRID[at], GRID[at + 1]
    up, down = slopes
    side, last = 0, math.inf
    mixture = low
    for _round in range(ROUNDS):
        mixture = (low * down - high * up) / (down - up)
        slope = _slope(losses, _mean(losses, lost, mixture, above), mixture)
        if slope > 0:
            low, up = mixture, slope
            down = down / 2 if side > 0 else down
            side = 1
        else:
            high, down = mixture, slope
            up = up / 2 if side < 0 else up
            side = -1
        if abs(mixture - last) <= CLOSE * mixture or slope == 0:
            break
        last = mixture
    return mixture


def _loglik(losses: _Losses, mean: float, mixture: float) -> float:
    """Return Σ d·ln h + n·ln(1 − h), which only chooses between maxima."""
    left, stayed = losses
    total = 0.0
    for at in range(len(stayed)):
        hazard = mean / (1 + mixture * at)
        total += left[at] * math.log(hazard) + (stayed[at] * math.log(1 - hazard) if stayed[at] else 0.0)
    return total


def _sum(values: Sequence[float]) -> float:
    total = 0.0
    for each in values:
        total += each
    return total
