"""Where a function of one number is zero, by Brent's method: interpolated steps, halved where they do not come closer.

Brent 1973, Algorithms for Minimization without Derivatives, ch. 4, in the form with the two secant slopes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_MOST: Final = 200


@dataclass(slots=True)
class _Point:
    at: float
    value: float


def root(function: Callable[[float], float], low: float, high: float, *, absolute: float, relative: float) -> float:
    """Return a zero between `low` and `high`, where the function has different signs; whatever it raises is passed on.

    The zero lies within `absolute` + `relative`·|zero| of what is returned, unless 200 steps do not suffice.
    """
    before, now = _Point(low, function(low)), _Point(high, function(high))
    other, step, last = before, now.at - before.at, now.at - before.at
    if before.value == 0:
        return before.at
    for _ in range(_MOST):
        if (before.value > 0) != (now.value > 0):
            other, step, last = before, now.at - before.at, now.at - before.at
        if abs(other.value) < abs(now.value):
            before, now, other = now, other, now
        close = (absolute + relative * abs(now.at)) / 2
        half = (other.at - now.at) / 2
        if now.value == 0 or abs(half) < close:
            break
        tried = _interpolated(before, now, other) if abs(last) > close and abs(now.value) < abs(before.value) else None
        if tried is not None and 2 * abs(tried) < min(abs(last), 3 * abs(half) - close):
            last, step = step, tried
        else:
            last = step = half
        at = now.at + (step if abs(step) > close else close if half > 0 else -close)
        before, now = now, _Point(at, function(at))
    return now.at


def _interpolated(before: _Point, now: _Point, other: _Point) -> float | None:
    """Return the step to the zero of a line through two points, or of the inverse parabola through three."""
    if before.at == other.at:
        return -now.value * (now.at - before.at) / (now.value - before.value)
    slope = (before.value - now.value) / (before.at - now.at)
    across = (other.value - now.value) / (other.at - now.at)
    below = across * slope * (other.value - before.value)
    return -now.value * (other.value * across - before.value * slope) / below if below else None
