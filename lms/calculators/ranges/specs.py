"""A range as a person gives it, `{"dist": "triangular", "low": 0.6, "likely": 0.75, "high": 0.85}`: read and judged.

`shape` is another word for `dist`, and `mode` for `likely`. In a log-normal range `low` is P10 and `high` is P90, the
value that one run in ten stays below and that nine in ten stay below; the others never leave low to high.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from lms.calculators.declared import Input
from lms.calculators.judging import LARGEST, input_problem
from lms.calculators.statistics import normal

TRIANGULAR: Final = "triangular"
PERT: Final = "pert"
LOGNORMAL: Final = "lognormal"
DISTRIBUTIONS: Final = (TRIANGULAR, PERT, LOGNORMAL)

Z90: Final = normal.quantile(0.9)
MOST: Final = 40
"""So many numbers of one calculator may have a range: it bounds the memory of a run to a few tens of megabytes."""

FARTHEST: Final = 6.4
"""No draw lies farther than this many standard deviations from the middle: the largest 32-bit draw is 6.34 from it."""

_KEYS: Final = frozenset({"dist", "shape", "low", "likely", "mode", "high"})
_TWICE: Final = ({"dist", "shape"}, {"likely", "mode"})


@dataclass(frozen=True, slots=True)
class Spread:
    """A range that can be drawn from: low ≤ likely ≤ high, all within the input's hard range.

    `likely` is the mode; of a log-normal range, the point the others start from (its median unless one was given).
    """

    dist: str
    low: float
    likely: float
    high: float

    @property
    def constant(self) -> bool:
        """Tell whether there is nothing to draw: low = high."""
        return self.low == self.high

    @property
    def log_mean(self) -> float:
        """Return μ = (ln P10 + ln P90)/2 of a log-normal range."""
        return (math.log(self.low) + math.log(self.high)) / 2

    @property
    def log_deviation(self) -> float:
        """Return σ = (ln P90 − ln P10)/(2·z₀.₉) of a log-normal range."""
        return (math.log(self.high) - math.log(self.low)) / (2 * Z90)


def read_range(declared: Input, given: object, standing: object) -> Spread | str:
    """Return the range for one input, or the code of what is wrong with it; never raises.

    `standing` is what the person entered, or the example: the likely value when the range names none.
    """
    if not isinstance(given, Mapping) or not _KEYS.issuperset(given) or any(each <= set(given) for each in _TWICE):
        return "NOT_A_RANGE"
    dist = given.get("dist", given.get("shape", TRIANGULAR))
    if not isinstance(dist, str) or dist not in DISTRIBUTIONS:
        return "UNKNOWN_DISTRIBUTION"
    ends = [_number(given.get("low")), _number(given.get("high"))]
    likely = given.get("likely", given.get("mode"))
    middle = _number(likely) if likely is not None else None
    if None in ends or (likely is not None and middle is None):
        return "NOT_A_NUMBER"
    low, high = (float(each) for each in ends if each is not None)
    if middle is None:
        middle = _middle(dist, low, high, standing)
    return _judged(declared, dist, low, middle, high)


def _judged(declared: Input, dist: str, low: float, likely: float | None, high: float) -> Spread | str:
    if likely is None:
        return "LIKELY_MISSING"
    spread = Spread(dist, low, likely, high)
    return next((code for code, wrong in _TESTS if wrong(declared, spread)), spread)


def _middle(dist: str, low: float, high: float, standing: object) -> float | None:
    """Return the likely value of a range that names none: the median of a log-normal, else what stands there."""
    if dist == LOGNORMAL:
        return min(max(math.sqrt(low) * math.sqrt(high), low), high) if 0 < low <= high else low
    return _number(standing)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _outside(declared: Input, spread: Spread) -> bool:
    codes = {input_problem(declared, each) for each in (spread.low, spread.high)}
    return not codes.isdisjoint({"BELOW_MINIMUM", "ABOVE_MAXIMUM"})


def _too_large(_declared: Input, spread: Spread) -> bool:
    if max(abs(spread.low), abs(spread.high)) > LARGEST:
        return True
    return spread.dist == LOGNORMAL and spread.log_mean + FARTHEST * spread.log_deviation > math.log(LARGEST)


def _endless(declared: Input, spread: Spread) -> bool:
    """A log-normal range has no upper end, and comes close to zero: not for shares, nor where the input has limits."""
    if spread.dist != LOGNORMAL or spread.constant:
        return False
    bounded = declared.maximum is not None or (declared.minimum is not None and declared.minimum > 0)
    return declared.unit == "percent" or bounded


def _broken(declared: Input, spread: Spread) -> bool:
    ends = (spread.low, spread.high) if spread.dist == LOGNORMAL else (spread.low, spread.likely, spread.high)
    return declared.whole and not all(each.is_integer() for each in ends)


_TESTS: Final[tuple[tuple[str, Callable[[Input, Spread], bool]], ...]] = (
    ("LOW_ABOVE_HIGH", lambda _, spread: spread.low > spread.high),
    ("P10_NOT_POSITIVE", lambda _, spread: spread.dist == LOGNORMAL and spread.low <= 0),
    ("MODE_OUTSIDE", lambda _, spread: not spread.low <= spread.likely <= spread.high),
    ("OUTSIDE_INPUT_RANGE", _outside),
    ("NO_UPPER_END", _endless),
    ("TOO_LARGE", _too_large),
    ("NOT_WHOLE", _broken),
)
