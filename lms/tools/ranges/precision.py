"""How many digits a figure may have: as many as its range can bear."""

from __future__ import annotations

import math
from typing import Final

_STEPS: Final = 10
"""At least so many steps fit into the range: a rounded end is off by no more than a twentieth of its width."""


def step_of(low: float, high: float) -> float | None:
    """Return the power of ten to round to when a figure lies between `low` and `high`; None where they are equal."""
    width = high - low
    return 10.0 ** math.floor(math.log10(width / _STEPS)) if 0 < width < math.inf else None


def rounded(value: float, step: float | None) -> float:
    """Return the multiple of `step` nearest to `value`, halves away from zero; the value itself without a step."""
    if step is None or not math.isfinite(value):
        return value
    count = math.copysign(math.floor(abs(value) / step + 0.5), value)
    return count * step if step >= 1 else count / round(1 / step)
