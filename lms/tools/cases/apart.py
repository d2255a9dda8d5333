"""How far apart two sets of numbers of one tool lie in one output, and how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lms.calculators.ranges.headline import SAMPLES
from lms.calculators.ranges.models import model_of
from lms.calculators.ranges.places import Place
from lms.calculators.ranges.running import Runs, run
from lms.tools.ranges.asking import SEED
from lms.tools.showing import ShownCalculator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SEED_APART: Final = SEED + 1
_TENTH: Final = 0.1
_ROUNDS: Final = 80
"""So often the ends of a triangle are improved; each round leaves at most half of the error, so this is exact."""


@dataclass(frozen=True)
class Apart:
    """One output of a plan less the same output without it: at the likely numbers, and where 8 of 10 runs lie.

    `p10` and `p90` are None where neither set of numbers has a range, or their ranges give too few results.
    """

    plan: float
    without: float
    p10: float | None = None
    p90: float | None = None

    @property
    def difference(self) -> float:
        """Return the plan's figure less the one without it."""
        return self.plan - self.without

    @property
    def has_range(self) -> bool:
        """Return whether the runs say how far the difference may be off."""
        return self.p10 is not None and self.p90 is not None and self.p10 < self.p90


def figures_apart(plan: ShownCalculator, without: ShownCalculator, output: str) -> tuple[float, float] | None:
    """Return an output with both sets of numbers; None where one of them gives none."""
    one, other = plan.results.outputs.get(output), without.results.outputs.get(output)
    return (one, other) if isinstance(one, float) and isinstance(other, float) else None


def apart(plan: ShownCalculator, without: ShownCalculator, output: str) -> Apart | None:
    """Return how far a plan lies from what is without it; None where one of the two gives no figure.

    Both are run 20,000 times. A number with the same range in both is drawn once for both, as the number of customers
    is one number, so what the plan does not change does not blur the difference. What it changes is drawn for each
    apart: nobody knows that with and without the plan one is wrong in the same direction.
    """
    figures = figures_apart(plan, without, output)
    if figures is None:
        return None
    if not plan.range_rows.ranges and not without.range_rows.ranges:
        return Apart(*figures)
    one, other = _runs(plan, output), _runs(without, output)
    if one is None or other is None:
        return Apart(*figures)
    shared = {place for place, spread in one.spreads.items() if other.spreads.get(place) == spread}
    return Apart(*figures, *_tenths(_values(plan, one, output) - _drawn_apart(without, other, output, shared)))


def _runs(shown: ShownCalculator, output: str) -> Runs | None:
    """Return the runs of an output with its ranges, no draws where there is none; None where they cannot be run."""
    rows = shown.range_rows
    model = model_of(shown.calculator, output)
    if not rows.ranges:
        return Runs(SAMPLES, SEED)
    found = None if model is None else run(model, rows.own, rows.specifications(), samples=SAMPLES, seed=SEED)
    return None if found is None or found.result is None else found


def _values(shown: ShownCalculator, runs: Runs, output: str) -> NDArray[np.float64]:
    """Return the output of every run, NaN where there is none: an array of shape (SAMPLES,)."""
    import numpy as np

    if runs.result is None:
        return np.full(SAMPLES, shown.results.outputs[output], dtype=np.float64)
    return runs.found[output].numbers(SAMPLES)


def _drawn_apart(shown: ShownCalculator, runs: Runs, output: str, shared: set[Place]) -> NDArray[np.float64]:
    """Return the output of every run, numbers that are not shared drawn anew."""
    from lms.calculators.ranges.drawing import draws

    if runs.result is None or shared >= runs.spreads.keys():
        return _values(shown, runs, output)
    anew = {
        place: runs.drawn[place] if place in shared else draws(place, spread, _SEED_APART, SAMPLES)
        for place, spread in runs.spreads.items()
    }
    return runs.result.all_sampled(anew, SAMPLES)[output].numbers(SAMPLES)


def _tenths(differences: NDArray[np.float64]) -> tuple[float, float] | tuple[None, None]:
    import numpy as np

    sound = differences[np.isfinite(differences)]
    if len(sound) < SAMPLES / 2:
        return None, None
    low, high = np.quantile(sound, [_TENTH, 1 - _TENTH])
    return float(low), float(high)


def ends_of(p10: float, likely: float, p90: float) -> tuple[float, float]:
    """Return the low and high end of the triangle with this mode that one in ten draws stays below p10, above p90.

    With u and v the widths below and above the mode, F(p10) = (p10 − low)²/((u + v)u) = 1/10 gives
    u = (likely − p10) + √(u(u + v)/10), and v likewise; solved by repetition. Where the mode lies outside p10 to p90 no
    such triangle is looked for: the range is then stretched to hold it.
    """
    below, above = likely - p10, p90 - likely
    if below <= 0 or above <= 0:
        return min(p10, likely), max(p90, likely)
    u, v = below, above
    for _round in range(_ROUNDS):
        wide = u + v
        u, v = below + math.sqrt(_TENTH * u * wide), above + math.sqrt(_TENTH * v * wide)
    return likely - u, likely + v
