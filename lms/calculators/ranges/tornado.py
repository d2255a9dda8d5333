"""One number at a time at the low and the high end of its range: which of them moves the headline most."""

from collections.abc import Mapping

from lms.calculators.ranges.places import Place
from lms.calculators.ranges.results import Swing
from lms.calculators.ranges.specs import Spread
from lms.calculators.ranges.standing import Result


def tornado(result: Result, spreads: Mapping[Place, Spread]) -> tuple[Swing, ...]:
    """Return one swing for each range, largest first, ties by name; the others stand at their likely value.

    An end without a number stands before all others: nothing bounds what that number does.
    """
    likely = {place: spread.likely for place, spread in spreads.items()}
    swings = [_swing(result, likely, place, spread) for place, spread in spreads.items()]
    return tuple(sorted(swings, key=lambda each: (each.swing is not None, -(each.swing or 0.0), each.name)))


def _swing(result: Result, likely: Mapping[Place, float], place: Place, spread: Spread) -> Swing:
    low, high = (result.at({**likely, place: end}) for end in (spread.low, spread.high))
    both = isinstance(low, float) and isinstance(high, float)
    return Swing(place.name, low, high, abs(float(high) - float(low)) if both else None)  # type: ignore[arg-type]
