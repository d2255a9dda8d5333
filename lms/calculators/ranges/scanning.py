"""Which values of a number are tried when a break-even is searched."""

from dataclasses import dataclass, replace
from typing import Final

from lms.calculators.declared import Input
from lms.calculators.judging import LARGEST
from lms.calculators.ranges.results import Crossing

USUAL_POINTS: Final = 200
OUTER_POINTS: Final = 100
_WIDER: Final = 10.0


@dataclass(frozen=True, slots=True)
class Window:
    """What may be entered, `low` to `high` (±1e15 without a hard range), and the usual part of it."""

    low: float
    high: float
    usual_low: float
    usual_high: float
    bounded_below: bool
    bounded_above: bool

    def judged(self, found: Crossing) -> Crossing:
        """Return the crossing with a word on whether it lies within what is usual."""
        return replace(found, usual=self.usual_low <= found.at <= self.usual_high)


def window_of(declared: Input, standing: object) -> Window:
    """Return where to look: usual is the soft range, else the slider's window, else ten times what stands there."""
    low = -LARGEST if declared.minimum is None else declared.minimum
    high = LARGEST if declared.maximum is None else declared.maximum
    slider = declared.slider
    size = abs(standing) if isinstance(standing, int | float) and standing else 1.0
    wide = _WIDER * min(size, LARGEST / _WIDER)
    usual_low = _first(declared.soft_minimum, slider.minimum if slider else None, declared.minimum, -wide)
    usual_high = _first(declared.soft_maximum, slider.maximum if slider else None, declared.maximum, usual_low + wide)
    usual_low, usual_high = max(usual_low, low), min(usual_high, high)
    if usual_low > usual_high:
        usual_low, usual_high = low, high
    return Window(low, high, usual_low, usual_high, declared.minimum is not None, declared.maximum is not None)


def points(window: Window, *, whole: bool) -> list[float]:
    """Return at most 400 values in order, the ends among them: evenly over the usual part, and over a bounded rest.

    Towards ±1e15 the steps grow by a constant factor. Of a whole number only whole values are tried.
    """
    inner = _evenly(window.usual_low, window.usual_high, USUAL_POINTS)
    step = max((window.usual_high - window.usual_low) / USUAL_POINTS, 1e-9 * max(1.0, abs(window.usual_high)))
    below = _outward(window.usual_low, window.low, step, bounded=window.bounded_below)
    above = _outward(window.usual_high, window.high, step, bounded=window.bounded_above)
    tried = {*below, *inner, *above}
    if whole:
        tried = {float(round(each)) for each in tried}
    return sorted(each for each in tried if window.low <= each <= window.high)


def _outward(start: float, end: float, step: float, *, bounded: bool) -> list[float]:
    """Return the values from the edge of the usual part to the end of what may be entered."""
    if start == end:
        return []
    if bounded:
        return _evenly(start, end, OUTER_POINTS)
    far = end - start
    step = min(step, abs(far))
    factor = (abs(far) / step) ** (1 / (OUTER_POINTS - 1))
    sign = 1.0 if far > 0 else -1.0
    return [*(start + sign * step * factor**at for at in range(OUTER_POINTS - 1)), end]


def _evenly(start: float, end: float, count: int) -> list[float]:
    wide = end - start
    return [*(start + wide * at / (count - 1) for at in range(count - 1)), end]


def _first(*values: float | None) -> float:
    return next(float(each) for each in values if each is not None)
