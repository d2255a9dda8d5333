"""T12 The service-profit chain with own numbers: a line through two series, and effects passed along links.

Formulas of the domain reference, section T12. Framework: Heskett et al. 1994, Harvard Business Review 72(2), 164–174;
standard error of a product of slopes: Sobel 1982, Sociological Methodology 13, 290–312. Association, no proof of cause.
"""

import math
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

from lms.calculators.lists import Numbers
from lms.calculators.operations import Invalid, Parameter, operation
from lms.calculators.parameters import Rows
from lms.calculators.statistics import normal, student

NOT_ESTIMABLE: Final = "NOT_ESTIMABLE"
FEWEST: Final = 3
SHOWN_FROM: Final = 10
RECOMMENDED_FROM: Final = 30
"""From so many pairs a line may be shown, and from so many be relied on."""

SUSPICIOUS_BELOW: Final = 6
SUSPICIOUS_FIT: Final = 0.95
"""A fit this close through fewer pairs than that is more likely luck than law."""

_HAIR: Final = 1e-12

CONFIDENCE: Final = Parameter("confidence", "share", "how sure to be", minimum=0.8, maximum=0.99, default=0.95)


@dataclass(frozen=True, slots=True)
class Line:
    """A least-squares line y = intercept + slope·x; `u` and `v` are x and y less their means."""

    x_mean: float
    y_mean: float
    u: tuple[float, ...]
    v: tuple[float, ...]

    @classmethod
    def through(cls, x: list[float], y: list[float]) -> "Line":
        """Return the line through the pairs; x must vary. OverflowError when the sums are too large."""
        x_mean, y_mean = math.fsum(x) / len(x), math.fsum(y) / len(y)
        return cls(x_mean, y_mean, tuple(each - x_mean for each in x), tuple(each - y_mean for each in y))

    @property
    def spread(self) -> float:
        """Σu²."""
        return math.fsum(each * each for each in self.u)

    @property
    def slope(self) -> float:
        """Σuv/Σu²."""
        return math.fsum(map(float.__mul__, self.u, self.v)) / self.spread

    @property
    def intercept(self) -> float:
        """Where the line meets x = 0."""
        return self.y_mean - self.slope * self.x_mean

    def residuals(self) -> tuple[float, ...]:
        """Return how far each y lies above the line."""
        slope = self.slope
        return tuple(v - slope * u for u, v in zip(self.u, self.v, strict=True))

    def without_one(self) -> list[float]:
        """Return the slope without each pair in turn, b − u·e/(Σu²·(1 − h)), h the leverage 1/n + u²/Σu².

        Left out is a pair without which x would not vary.
        """
        slope, spread, count = self.slope, self.spread, len(self.u)
        found = []
        for u, off in zip(self.u, self.residuals(), strict=True):
            free = 1 - 1 / count - u * u / spread
            if free > _HAIR:
                found.append(slope - u * off / (spread * free))
        return found


@operation(
    "ols", "A straight line through pairs of numbers: slope, its interval, and how well it fits",
    Numbers(name="x", unit="number", help="what may drive, one value per period or unit", required=True, fewest=FEWEST),
    Numbers(name="y", unit="number", help="what may follow, in the same order", required=True, fewest=FEWEST),
    CONFIDENCE,
    Parameter("lag", "periods", "pair x with the y of so many periods later", minimum=0, maximum=100, default=0.0,
              whole=True),
)  # fmt: skip
def ols(*, x: list[float], y: list[float], confidence: float, lag: float) -> dict[str, object]:
    """Return slope, intercept, r², standard errors, t, two-sided p, interval of the slope, elasticity b·x̄/ȳ.

    3 to 10,000 pairs after the lag. `slope_low`, `slope_high`: the slope when any one pair is left out. `show` from 10
    pairs, `recommend` from 30; `suspicious`: a near perfect fit through fewer than 6. None: r² where y is constant,
    t and p where nothing lies off the line, elasticity where ȳ = 0. x constant: NOT_ESTIMABLE.
    """
    if len(x) != len(y):
        raise Invalid("y", "must have as many values as x")
    x, y = x[: len(x) - int(lag)], y[int(lag) :]
    if len(x) < FEWEST:
        raise Invalid("lag", f"must leave at least {FEWEST} pairs")
    if min(x) == max(x):
        return {"error": NOT_ESTIMABLE}
    line = Line.through(x, y)
    return _described(line, confidence) if line.spread > 0 else {"error": NOT_ESTIMABLE}


@operation(
    "chain", "An effect through two links, each with its own uncertainty",
    Parameter("slope_a", "number", "change of the middle per unit of x", required=True),
    Parameter("se_a", "number", "standard error of that slope", minimum=0, required=True),
    Parameter("slope_b", "number", "change of the outcome per unit of the middle", required=True),
    Parameter("se_b", "number", "standard error of that slope", minimum=0, required=True),
    Parameter("delta_x", "number", "how far x moves", default=1.0),
    CONFIDENCE,
)  # fmt: skip
def chain(
    *, slope_a: float, se_a: float, slope_b: float, se_b: float, delta_x: float, confidence: float
) -> dict[str, object]:
    """Return slope a·b, its delta-method error √(b²s_a² + a²s_b²), the effect a·b·Δx and the effect's interval."""
    slope, error = slope_a * slope_b, math.hypot(slope_b * se_a, slope_a * se_b)
    effect, reach = slope * delta_x, normal.two_sided(confidence) * error * abs(delta_x)
    return {"slope": slope, "se": error, "effect": effect, "ci_low": effect - reach, "ci_high": effect + reach}


@operation(
    "chain_rules", "An effect passed along stated rules: so much of one thing gives so much of the next",
    Rows(name="steps", unit="rows", help="one row per rule: a change of dx goes with a change of dy", required=True,
         fields=(Parameter("dx", "number", "change of the cause, not zero", required=True),
                 Parameter("dy", "number", "change that goes with it", required=True))),
    Parameter("delta_x", "number", "how far the first cause moves", required=True),
)  # fmt: skip
def chain_rules(*, steps: list[dict[str, Any]], delta_x: float) -> dict[str, object]:
    """Return the effect after every step, Δ·dy/dx each, and the last of them. 1 to 10,000 steps."""
    if not steps or any(each["dx"] == 0 for each in steps):
        raise Invalid("steps", "must hold at least one row, and no dx of zero")
    path = list(accumulate((each["dy"] / each["dx"] for each in steps), float.__mul__, initial=delta_x))[1:]
    return {"path": path, "effect": path[-1]}


def _described(line: Line, confidence: float) -> dict[str, object]:
    count, slope, spread = len(line.u), line.slope, line.spread
    off = math.fsum(each * each for each in line.residuals())
    total = math.fsum(each * each for each in line.v)
    error = math.sqrt(off / (count - 2) / spread)
    t = slope / error if error > 0 else None
    fit = 1 - off / total if total > 0 else None
    reach = student.two_sided(confidence, count - 2) * error
    others = line.without_one()
    return {
        "n": count,
        "slope": slope,
        "intercept": line.intercept,
        "r2": fit,
        "se_slope": error,
        "se_intercept": error * math.sqrt(spread / count + line.x_mean**2),
        "t": t,
        "p_value": None if t is None else student.p_value(t, count - 2),
        "ci_low": slope - reach,
        "ci_high": slope + reach,
        "elasticity_at_means": slope * line.x_mean / line.y_mean if line.y_mean else None,
        "slope_low": min(others, default=None),
        "slope_high": max(others, default=None),
        "show": count >= SHOWN_FROM,
        "recommend": count >= RECOMMENDED_FROM,
        "suspicious": fit is not None and fit >= SUSPICIOUS_FIT and count < SUSPICIOUS_BELOW,
    }
