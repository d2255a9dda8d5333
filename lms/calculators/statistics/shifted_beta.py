"""The shifted beta-geometric model of customers who leave: its likelihood, its fit and its discounted values.

Fader & Hardie 2007, J. Interactive Marketing 21(1), 76–90; 2010, Marketing Science 29(1), 85–93. Each customer leaves
with a constant chance θ per period and θ ~ Beta(α, β). Written with the mean loss μ = α/(α + β) and the mixture
φ = 1/(α + β), the chance to leave in period t, having stayed till then, is h_t = μ/(1 + φ(t − 1)).
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Final

LEAST_MIXTURE: Final = 1e-9
MOST_MIXTURE: Final = 1e9
STEPS: Final = 21
"""The mixture is searched between these bounds at so many places, evenly in its logarithm."""

_ROUNDS: Final = 100
_CLOSE: Final = 1e-8
"""After a last step of this relative size the error is about 1e-12, as every step is far better than the one before."""

_ROUGH: Final = 1e-4
"""The same for the search, where only the sign of a slope counts and the next step starts from a bound."""

_ROUNDING: Final = 1e-14
_LEVEL: Final = 40.0
"""So far out in the logit the share and its complement are level to the last digit."""

_NOTHING: Final = 1e-20
_STEP: Final = 0.25
_ALIKE: Final = 1e12
"""Above this the spread of θ changes no digit that is kept."""

_APART: Final = 1e-100
"""Below this θ is as good as 0 or 1."""

_LEAST: Final = 1e-200


@dataclass(frozen=True, slots=True)
class Fit:
    """The most likely mean loss μ and mixture φ, and the log-likelihood there; φ = 0: all customers are alike."""

    mean: float
    mixture: float
    loglik: float

    @property
    def alpha(self) -> float:
        """μ/φ; infinite when all customers are alike."""
        return self.mean / self.mixture if self.mixture else math.inf

    @property
    def beta(self) -> float:
        """(1 − μ)/φ; infinite when all customers are alike."""
        return (1 - self.mean) / self.mixture if self.mixture else math.inf


class Losses:
    """Who left and who stayed in each period, all cohorts together: all that the likelihood depends on."""

    def __init__(self, cohorts: Iterable[Sequence[float]]) -> None:
        """Add up cohorts of survivors n₀ ≥ n₁ ≥ …, of any lengths."""
        found = list(cohorts)
        gone = ([before - after for before, after in pairwise(each)] for each in found)
        self.left = [math.fsum(each) for each in zip_longest(*gone, fillvalue=0.0)]
        self.stayed = [math.fsum(each) for each in zip_longest(*(each[1:] for each in found), fillvalue=0.0)]
        self.lost = math.fsum(self.left)
        self._later = list(zip(range(len(self.left)), self.left, self.stayed, strict=True))[1:]

    @property
    def estimable(self) -> bool:
        """Whether there are two periods or more, somebody left, and not everybody did in the first."""
        return len(self.left) > 1 and self.lost > 0 and self.stayed[0] > _ROUNDING * self.lost

    def loglik(self, hazards: Iterable[float]) -> float:
        """Return Σ d_t·ln h_t + s_t·ln(1 − h_t); ValueError where a chance that must be above zero is not."""
        rows = zip(self.left, self.stayed, hazards, strict=False)
        return math.fsum(
            (left * math.log(h) if left else 0.0) + (stayed * math.log1p(-h) if stayed else 0.0)
            for left, stayed, h in rows
        )

    def fit(self) -> Fit:
        """Return the most likely μ and φ; the losses must be `estimable`.

        For each φ the best μ is one root of a concave function. On the line of best μ the slope in φ is followed from
        many starts; every place where it turns from rising to falling is solved, and the highest is taken. Accuracy
        about 1e-10 in α and β where the likelihood is not flat.
        """
        grid = [LEAST_MIXTURE * (MOST_MIXTURE / LEAST_MIXTURE) ** (at / (STEPS - 1)) for at in range(STEPS)]
        slopes, means, mean = [0.0] * STEPS, [0.0] * STEPS, 1.0
        for at in reversed(range(STEPS)):
            mean = means[at] = self._mean(grid[at], mean, _ROUGH)
            slopes[at] = self._slope(mean, grid[at])
        tops = [0.0] if slopes[0] <= 0 else []
        tops += [grid[-1]] if slopes[-1] > 0 else []
        for at in range(STEPS - 1):
            if slopes[at] > 0 >= slopes[at + 1]:
                tops.append(self._top(grid[at], grid[at + 1], slopes[at], slopes[at + 1], means[at + 1]))
        return max((self._at(each) for each in tops), key=lambda fit: fit.loglik)

    def _at(self, mixture: float) -> Fit:
        mean = self._mean(mixture, 1.0)
        return Fit(mean, mixture, self.loglik(mean / (1 + mixture * at) for at in range(len(self.left))))

    def _mean(self, mixture: float, above: float, close: float = _CLOSE) -> float:
        """Return the best μ for this φ by Newton's method from the right, where it only comes closer: Σ(d − n·h) = 0.

        `above` is a known bound; another is that of the first period alone. It ends with a step of the relative size
        `close`, which leaves about its square.
        """
        weights = [1 / (1 + mixture * at) for at in range(len(self.stayed))]
        weighed = [(each, stayed * each) for each, stayed in zip(weights, self.stayed, strict=True) if stayed]
        mean = min(above, self.lost / (self.lost + self.stayed[0]))
        for _round in range(_ROUNDS):
            off = slope = 0.0
            for weight, stayed in weighed:
                over = 1 / (1 - weight * mean)
                odds = stayed * over
                off += odds
                slope += odds * over
            step = (self.lost - mean * off) / slope
            mean += step
            if abs(step) <= close * mean:
                break
        return mean

    def _slope(self, mean: float, mixture: float) -> float:
        """Return ∂LL/∂φ = Σ (t−1)/(1 + φ(t−1)) · (n·h − d)/(1 − h)."""
        total = 0.0
        for at, left, stayed in self._later:
            weight = 1 / (1 + mixture * at)
            hazard = mean * weight
            total += at * weight * (stayed * hazard / (1 - hazard) - left)
        return total

    def _top(self, low: float, high: float, rising: float, falling: float, above: float) -> float:
        """Return the φ between where the slope is zero: false position in ln φ, Illinois."""
        a, b, up, down, side, last = math.log(low), math.log(high), rising, falling, 0, math.inf
        for _round in range(_ROUNDS):
            middle = (a * down - b * up) / (down - up)
            mixture = math.exp(middle)
            slope = self._slope(self._mean(mixture, above), mixture)
            if slope > 0:
                a, up, down, side = middle, slope, down / 2 if side > 0 else down, 1
            else:
                b, down, up, side = middle, slope, up / 2 if side < 0 else up, -1
            if abs(middle - last) <= _CLOSE or slope == 0:
                break
            last = middle
        return mixture


def hazards(alpha: float, beta: float) -> Iterator[float]:
    """Yield h_t = α/(α + β + t − 1) for t = 1, 2, …; α, β > 0."""
    at = 0
    while True:
        yield alpha / (alpha + beta + at)
        at += 1


def discounted(alpha: float, beta: float, discount: float) -> float:
    """Return Σ_{t≥0} S(t)/(1+d)ᵗ = E[(1+d)/(d+θ)] = ₂F₁(1, β; α+β; 1/(1+d)) for α, β, d > 0, to about 1e-13.

    By the trapezoidal rule in the logit of θ: there the integrand is analytic in a strip of half-width π, so that the
    error falls as exp(−2π²/step) (Trefethen & Weideman 2014, SIAM Review 56(3), 385–458). It starts at the peak of the
    density and goes outwards until nothing is added, or until the rest is a geometric series, which is added whole: at
    most about 12,000 steps, where the sum over t would need millions when d is small.
    """
    if min(alpha, beta) > _ALIKE:
        return (1 + discount) / (discount + 1 / (1 + beta / alpha))
    if max(alpha, beta) < _APART:
        return ((1 + discount) / discount + alpha / beta) / (1 + alpha / beta)
    alpha, beta = max(alpha, _LEAST), max(beta, _LEAST)
    step = _STEP * min(1.0, math.sqrt(1 / alpha + 1 / beta))
    top = math.log(alpha) - math.log(beta)
    flat = min(0.0, math.log(discount)) - _LEVEL
    value, weight = _side(alpha, beta, discount, -step, (top - flat) / step)
    more, others = _side(alpha, beta, discount, step, (_LEVEL - top) / step)
    middle = (1 + discount) / (discount + alpha / (alpha + beta))
    return (value + middle + more) / (weight + 1 + others)


def _side(alpha: float, beta: float, discount: float, step: float, far: float) -> tuple[float, float]:
    """Return Σ value·weight and Σ weight on one side of the peak; beyond `far` steps the terms are geometric."""
    both = alpha + beta
    power, opposite = (beta, alpha) if step > 0 else (alpha, beta)
    mine, other = power / both, opposite / both
    value = weight = 0.0
    at = 1
    while True:
        away = at * abs(step)
        shrunk = math.exp(-away)
        rest = other + mine * shrunk
        if away < _LEVEL and other * math.expm1(away) < 1:  # whichever of two equal forms keeps its digits
            density = math.exp(opposite * away - both * math.log1p(other * math.expm1(away)))
        else:
            density = math.exp(-power * away - both * math.log(rest))
        theta = (other if step > 0 else mine * shrunk) / rest
        term = density * (1 + discount) / (discount + theta)
        if at >= far:
            whole = -math.expm1(-power * abs(step))
            return value + term / whole, weight + density / whole
        value, weight, at = value + term, weight + density, at + 1
        if term <= _NOTHING * value and density <= _NOTHING * weight:
            return value, weight
