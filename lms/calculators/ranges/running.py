"""Runs a calculator thousands of times, its ranges drawn anew each time."""

import math
from collections.abc import Mapping
from typing import Any, Final

from lms.calculators.codes import INVALID_INPUT
from lms.calculators.computing import Entered, Prepared, prepare
from lms.calculators.declared import Calculator
from lms.calculators.ranges.headline import Headline
from lms.calculators.ranges.places import Place, place_of
from lms.calculators.ranges.results import Ranges
from lms.calculators.ranges.specs import MOST, Spread, read_range
from lms.calculators.ranges.tornado import tornado

SAMPLES: Final = 20_000
FEWEST: Final = 100
MOST_SAMPLES: Final = 100_000
MOST_SEED: Final = 2**32 - 1


def run_ranges(
    calculator: Calculator,
    values: Entered,
    ranges: Mapping[str, Any],
    *,
    samples: int = SAMPLES,
    seed: int = 1,
    threshold: float | None = None,
) -> Ranges:
    """Return what the headline becomes when the numbers in `ranges` are drawn from their ranges; never raises.

    `values` is what the person entered, as for `compute`; `ranges` holds a specification (see `specs`) by the name
    of an input, or of a cell as "segments.retention.2"; at most 40. `samples` 100 to 100,000, `seed` 0 to 2³² − 1.
    Ranges are independent of each other. The same seed gives the same runs, and an input the same draws whatever else
    has a range. Wrong ranges come back as `problems`, anything else that cannot be used as `error` INVALID_INPUT.
    """
    if not _sound(samples, FEWEST, MOST_SAMPLES) or not _sound(seed, 0, MOST_SEED) or not _finite(threshold):
        return Ranges(SAMPLES, 1, error=INVALID_INPUT)
    if not isinstance(values, Mapping) or not isinstance(ranges, Mapping) or len(ranges) > MOST:
        return Ranges(samples, seed, error=INVALID_INPUT)
    spreads, problems = _read(calculator, prepare(calculator, values), ranges)
    likely = {place.name: spread.likely for place, spread in spreads.items() if not place.series}
    prepared = prepare(calculator, {**values, **likely})
    problems |= prepared.problems | {name: each[0].code for name, each in prepared.cells.items()}
    if problems:
        return Ranges(samples, seed, error=INVALID_INPUT, problems=problems)
    return _run(Headline(calculator, prepared), spreads, samples, seed, threshold)


def _read(
    calculator: Calculator, prepared: Prepared, ranges: Mapping[str, Any]
) -> tuple[dict[Place, Spread], dict[str, str]]:
    """Return the ranges that can be drawn from, in the calculator's own order, and a code for each other one."""
    found: dict[Place, Spread] = {}
    problems: dict[str, str] = {}
    for name, given in ranges.items():
        place = place_of(calculator, name)
        read = place if isinstance(place, str) else _spread(place, prepared, given)
        if isinstance(place, Place) and isinstance(read, Spread):
            found[place] = read
        else:
            problems[str(name)] = str(read)
    return dict(sorted(found.items(), key=lambda each: each[0].position)), problems


def _spread(place: Place, prepared: Prepared, given: object) -> Spread | str:
    standing = place.value(prepared.known)
    if place.series and prepared.valid and standing is None:
        return "UNKNOWN_INPUT"
    return read_range(place.declared, given, standing)


def _run(
    headline: Headline, spreads: Mapping[Place, Spread], samples: int, seed: int, threshold: float | None
) -> Ranges:
    import numpy as np

    from lms.calculators.ranges.drawing import draws
    from lms.calculators.ranges.measuring import worth
    from lms.calculators.ranges.summary import summary

    drawn = {place: draws(place, spread, seed, samples) for place, spread in spreads.items()}
    found = headline.sampled(drawn, samples)
    numbers = found.numbers(samples)
    sound = numbers[np.isfinite(numbers)]
    figures = summary(sound, threshold)
    return Ranges(
        samples=samples,
        seed=seed,
        base=headline.at({place: spread.likely for place, spread in spreads.items()}),
        counted=len(sound),
        failed={code: int(mask.sum()) for code, mask in sorted(found.failed.items())},
        threshold=threshold,
        swings=tornado(headline, spreads),
        worth=worth({place.name: each for place, each in drawn.items()}, numbers),
        **figures,
    )


def _sound(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _finite(value: object) -> bool:
    if value is None:
        return True
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
