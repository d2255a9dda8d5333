"""Uncertain numbers: triangular, PERT and log-normal distributions with mean, spread and quantiles.

Formulas of the domain reference, section T14. PERT: Malcolm et al. 1959, Operations Research 7(5), 646–669, as a beta
distribution with weight λ = 4. Quantiles are inverse cdfs: a sample is the quantile of an even draw. A distribution
with low = high is that number.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

from lms.calculators.statistics import normal
from lms.calculators.statistics.beta import inverse_incomplete_beta

WEIGHT: Final = 4.0
"""How many times the most likely value counts in PERT."""

TENTH: Final = normal.quantile(0.9)
"""P90 of the standard normal distribution, 1.2815516: how far P10 and P90 lie from the middle."""


class Distribution(Protocol):
    """What a distribution answers."""

    @property
    def mean(self) -> float:
        """The mean."""

    @property
    def sd(self) -> float:
        """The standard deviation."""

    def quantile(self, p: float) -> float:
        """Return the value with the share p (0 to 1) below it."""


@dataclass(frozen=True, slots=True)
class Triangular:
    """A density that rises straight from low to mode and falls straight to high."""

    low: float
    mode: float
    high: float

    @property
    def mean(self) -> float:
        """(a + b + c)/3."""
        return self.low + self.width * (1 + self.lean) / 3

    @property
    def sd(self) -> float:
        """√((a² + b² + c² − ab − ac − bc)/18), taken from the width so that it keeps its digits."""
        return self.width * math.sqrt((1 - self.lean + self.lean**2) / 18)

    @property
    def width(self) -> float:
        """From low to high."""
        return self.high - self.low

    @property
    def lean(self) -> float:
        """Where between low (0) and high (1) the mode lies: also the share below the mode; 0 without width."""
        return (self.mode - self.low) / self.width if self.width else 0.0

    def quantile(self, p: float) -> float:
        """Return a + √(p(b−a)(c−a)) below the mode, b − √((1−p)(b−a)(b−c)) above."""
        if p < self.lean:
            return self.low + self.width * math.sqrt(p * self.lean)
        return self.high - self.width * math.sqrt((1 - p) * (1 - self.lean))


@dataclass(frozen=True, slots=True)
class Pert:
    """A beta distribution stretched from low to high, with α = 1 + λ(m−a)/(b−a) and β = 1 + λ(b−m)/(b−a)."""

    low: float
    mode: float
    high: float
    weight: float = WEIGHT

    @property
    def alpha(self) -> float | None:
        """First parameter of the beta distribution; None when low = high."""
        return 1 + self.weight * (self.mode - self.low) / self.width if self.width else None

    @property
    def beta(self) -> float | None:
        """Second parameter of the beta distribution; None when low = high."""
        return 1 + self.weight * (self.high - self.mode) / self.width if self.width else None

    @property
    def width(self) -> float:
        """From low to high."""
        return self.high - self.low

    @property
    def mean(self) -> float:
        """(a + λm + b)/(λ + 2)."""
        return self.low + (self.weight * (self.mode - self.low) + self.width) / (self.weight + 2)

    @property
    def sd(self) -> float:
        """(b − a)·√(αβ/((α + β)²(α + β + 1)))."""
        if self.alpha is None or self.beta is None:
            return 0.0
        both = self.alpha + self.beta
        return self.width * math.sqrt(self.alpha * self.beta / (both + 1)) / both

    def quantile(self, p: float) -> float:
        """Return a + (b − a)·I⁻¹(p; α, β)."""
        if self.alpha is None or self.beta is None:
            return self.low
        return self.low + self.width * inverse_incomplete_beta(self.alpha, self.beta, p)


@dataclass(frozen=True, slots=True)
class LogNormal:
    """A positive number whose logarithm is normal, from its P10 (the low value) and P90; 0 < P10 ≤ P90."""

    p10: float
    p90: float

    @property
    def mu(self) -> float:
        """(ln P10 + ln P90)/2."""
        return (math.log(self.p10) + math.log(self.p90)) / 2

    @property
    def sigma(self) -> float:
        """(ln P90 − ln P10)/(2·1.2815516)."""
        return (math.log(self.p90) - math.log(self.p10)) / (2 * TENTH)

    @property
    def mean(self) -> float:
        """Return exp(μ + σ²/2); OverflowError when it is too large for a number."""
        return math.exp(self.mu + self.sigma**2 / 2)

    @property
    def sd(self) -> float:
        """The mean times √(exp σ² − 1); OverflowError when it is too large for a number."""
        return self.mean * math.sqrt(math.expm1(self.sigma**2))

    def quantile(self, p: float) -> float:
        """Return exp(μ + σ·z) with z the normal quantile of 0 < p < 1."""
        return math.exp(self.mu + self.sigma * normal.quantile(p))


SHAPES: Final[Mapping[str, type[Triangular] | type[Pert]]] = MappingProxyType({"triangular": Triangular, "pert": Pert})
"""The bounded distributions, which keep a rate between 0 and 1 without clipping."""
