"""How many digits a figure may have: as many as its range can bear."""

from __future__ import annotations

import math
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from lms.calculators.ranges import middle
from lms.catalog.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from lms.calculators.declared import Calculator
    from lms.tools.showing import ShownCalculator

_kept: Final[Frozen[tuple[Calculator, bytes], tuple[float | None]]] = Frozen(5_000)
"""Steps by calculator and a digest of the numbers they follow from: a page opened again runs nothing anew."""

_STEPS: Final = 10
"""At least so many steps fit into the range: a rounded end is off by no more than a twentieth of its width."""


def step_of(low: float, high: float) -> float | None:
    """Return the power of ten to round to when a figure lies between `low` and `high`; None where they are equal."""
    width = high - low
    return 10.0 ** math.floor(math.log10(width / _STEPS)) if 0 < width < math.inf else None


def borne_step(shown: ShownCalculator) -> float | None:
    """Return what the headline of a tool is rounded to with its ranges in force; None where there is none."""
    rows = shown.range_rows
    if not rows.ranges:
        return None
    asked = rows.own, rows.specifications(), shown.ranges.asked.seed
    digest = sha256(repr((shown.calculator.name, *asked)).encode()).digest()
    return (_kept.get((shown.calculator, digest), lambda: (_step(shown, *asked),)) or (None,))[0]


def _step(shown: ShownCalculator, own: Mapping[str, Any], ranges: Mapping[str, Any], seed: int) -> float | None:
    ends = middle(shown.calculator, own, ranges, seed)
    return None if ends is None else step_of(*ends)


def rounded(value: float, step: float | None) -> float:
    """Return the multiple of `step` nearest to `value`, halves away from zero; the value itself without a step."""
    if step is None or not math.isfinite(value):
        return value
    count = math.copysign(math.floor(abs(value) / step + 0.5), value)
    return count * step if step >= 1 else count / round(1 / step)
