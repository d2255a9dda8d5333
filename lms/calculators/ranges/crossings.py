"""Finds the exact place where a headline passes its target, between two values that lie on different sides of it."""

from collections.abc import Callable
from typing import Final

from lms.calculators.ranges.brent import root
from lms.calculators.ranges.results import Crossing

Level = Callable[[float], float | None]
"""Headline − target at a value; None where the headline is no number."""

_CLOSE: Final = 1e-9
_LEAST: Final = 1e-15
_FINEST: Final = 8.9e-16
_HALVINGS: Final = 200


class _GapError(Exception):
    """The headline is no number at this value, between two where it is one."""

    def __init__(self, at: float) -> None:
        super().__init__(at)
        self.at = at


def crossing(level: Level, low: float, high: float, *, whole: bool) -> Crossing:
    """Return the crossing between two values on different sides; a leap over the target is told as one.

    It is a leap when the headline at the place found is still farther from the target than 1e-9 of its values at the
    ends, or is no number there.
    """
    rising = (level(high) or 0.0) > 0
    if whole:
        _, at = _halved(level, low, high, whole=True)
        return Crossing(at, rising, jump=level(at) != 0)
    try:
        at = _brent(level, low, high)
    except _GapError as gap:
        return Crossing(gap.at, rising, jump=True)
    size = max(abs(level(low) or 0.0), abs(level(high) or 0.0))
    return Crossing(at, rising, jump=abs(level(at) or 0.0) > _CLOSE * size)


def flat(
    level: Level, low: float, high: float, around: tuple[float | None, float | None], *, whole: bool
) -> tuple[float, float]:
    """Return from where to where the headline stays on the target: `low` to `high` do, the values around do not."""
    before, after = around
    first = low if before is None else _halved(level, before, low, whole=whole)[1]
    last = high if after is None else _halved(level, high, after, whole=whole)[0]
    return first, last


def _brent(level: Level, low: float, high: float) -> float:
    def sound(at: float) -> float:
        found = level(at)
        if found is None:
            raise _GapError(at)
        return found

    return root(sound, low, high, absolute=_LEAST, relative=_FINEST)


def _halved(level: Level, low: float, high: float, *, whole: bool) -> tuple[float, float]:
    """Return two neighbours, the first on the side of `low`, the second not: whole numbers, or floats side by side."""
    side = _side(level(low))
    for _ in range(_HALVINGS):
        middle = float((low + high) // 2) if whole else (low + high) / 2
        if middle in {low, high}:
            break
        low, high = (middle, high) if _side(level(middle)) == side else (low, middle)
    return low, high


def _side(distance: float | None) -> int | None:
    return None if distance is None else (distance > 0) - (distance < 0)
