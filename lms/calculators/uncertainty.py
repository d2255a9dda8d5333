"""T14 Uncertain numbers: what a distribution means, and quantiles of a list of values.

Formulas of the domain reference, section T14; quantiles: Hyndman & Fan 1996, The American Statistician 50(4), 361–365.
"""

import math
from typing import Final

from lms.calculators.distributions import WEIGHT, Distribution, LogNormal, Pert, Triangular
from lms.calculators.lists import Numbers
from lms.calculators.operations import Invalid, Parameter, operation

USUAL_PROBS: Final = (0.1, 0.5, 0.9)
MOST_PROBS: Final = 1000
"""So many quantiles may be asked for at once."""

LOW: Final = Parameter("low", "number", "the lowest it can be", required=True)
MODE: Final = Parameter("mode", "number", "the most likely value", required=True)
HIGH: Final = Parameter("high", "number", "the highest it can be", required=True)
PROBS: Final = Numbers(
    name="probs",
    unit="share",
    help="shares below, at most 1,000; empty = 0.1, 0.5 and 0.9",
    minimum=0,
    maximum=1,
    optional=True,
    most=MOST_PROBS,
)


@operation("triangular", "An uncertain number from its lowest, most likely and highest value", LOW, MODE, HIGH, PROBS)
def triangular(*, low: float, mode: float, high: float, probs: list[float] | None) -> dict[str, object]:
    """Return mean, standard deviation and quantiles; low ≤ mode ≤ high, all equal for a constant."""
    _ordered(low, mode, high)
    return _described(Triangular(low, mode, high), probs)


@operation(
    "pert", "An uncertain number as PERT: like triangular, with less weight at the ends",
    LOW, MODE, HIGH,
    Parameter("lam", "times", "weight λ of the most likely value", minimum=0, maximum=1000, default=WEIGHT),
    PROBS,
)  # fmt: skip
def pert(*, low: float, mode: float, high: float, lam: float, probs: list[float] | None) -> dict[str, object]:
    """Return α, β (None where low = high), mean, standard deviation and quantiles; low ≤ mode ≤ high."""
    _ordered(low, mode, high)
    found = Pert(low, mode, high, lam)
    return {"alpha": found.alpha, "beta": found.beta, **_described(found, probs)}


@operation(
    "lognormal_p10_p90", "A positive uncertain number from the values it is below in one and in nine of ten cases",
    Parameter("p10", "number", "below this in one of ten cases: the low value, above zero", minimum=0, required=True),
    Parameter("p90", "number", "below this in nine of ten cases: the high value", minimum=0, required=True),
    PROBS,
)  # fmt: skip
def lognormal_p10_p90(*, p10: float, p90: float, probs: list[float] | None) -> dict[str, object]:
    """Return μ, σ, mean, standard deviation and quantiles at shares strictly between 0 and 1; 0 < P10 ≤ P90."""
    if not 0 < p10 <= p90:
        raise Invalid("p10", "must be above zero and not above p90")
    found = LogNormal(p10, p90)
    return {"mu": found.mu, "sigma": found.sigma, **_described(found, probs)}


@operation(
    "quantile7", "The values that given shares of a list lie below",
    Numbers(name="values", unit="number", help="the values, in any order", required=True),
    Numbers(name="probs", unit="share", help="shares below", minimum=0, maximum=1, required=True),
)  # fmt: skip
def quantile7(*, values: list[float], probs: list[float]) -> dict[str, object]:
    """Return the quantiles by linear interpolation at h = (n − 1)p, as R, NumPy and PERCENTILE.INC do."""
    ordered = sorted(values)
    return {"quantiles": [_interpolated(ordered, each) for each in probs]}


def _interpolated(ordered: list[float], p: float) -> float:
    place = (len(ordered) - 1) * p
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _ordered(low: float, mode: float, high: float) -> None:
    if not low <= mode <= high:
        raise Invalid("mode", "must lie between low and high")


def _described(found: Distribution, probs: list[float] | None) -> dict[str, object]:
    asked = USUAL_PROBS if probs is None else probs
    return {"mean": found.mean, "sd": found.sd, "quantiles": [found.quantile(each) for each in asked]}
