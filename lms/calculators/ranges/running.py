"""Runs a calculator thousands of times, its ranges drawn anew each time."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from lms.calculators.codes import INVALID_INPUT
from lms.calculators.computing import Entered
from lms.calculators.ranges.headline import SAMPLES
from lms.calculators.ranges.models import Model, Ranged, model_of
from lms.calculators.ranges.places import Place
from lms.calculators.ranges.results import CLASSES, Ranges
from lms.calculators.ranges.specs import MOST, Spread, read_range
from lms.calculators.ranges.standing import Result, Standing
from lms.calculators.ranges.together import Together, read_together
from lms.calculators.ranges.tornado import tornado

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from lms.calculators.formula.samples import Sampled

FEWEST: Final = 100
MOST_SAMPLES: Final = 100_000
MOST_SEED: Final = 2**32 - 1
_ENDS: Final = ("likely", "low", "high")


@dataclass(frozen=True, slots=True)
class Runs:
    """What was drawn, and what came of it: for each place an array of shape (samples,), for each output its values.

    While `error` is set nothing was run.
    """

    samples: int
    seed: int
    error: str | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    result: Result | None = None
    spreads: Mapping[Place, Spread] = field(default_factory=dict)
    drawn: "Mapping[Place, NDArray[np.float64]]" = field(default_factory=dict)
    found: "Mapping[str, Sampled]" = field(default_factory=dict)


def run_ranges(
    calculator: Ranged,
    values: Entered,
    ranges: Mapping[str, Any],
    *,
    samples: int | None = None,
    seed: int = 1,
    threshold: float | None = None,
    together: Together | None = None,
    output: str | None = None,
) -> Ranges:
    """Return what the headline becomes when the numbers in `ranges` are drawn from their ranges; never raises.

    For a declared calculator or an operation (`OPERATIONS[name]`), and its headline or another `output`. `values` is
    what the person entered, as for `compute`; `ranges` holds a specification (see `specs`) by the name of an input, or
    of a cell as "segments.retention.2"; at most 40. `samples` 100 to 100,000; without it 20,000, and fewer of an
    operation that is slow. `seed` 0 to 2³² − 1. Ranges are independent of each other but for the pairs of `together`,
    two names → correlation. The same seed gives the same runs, and an input the same draws whatever else has a range,
    unless it moves together with that. Wrong ranges come back as `problems`, anything else that cannot be used, an
    operation without ranges too, as `error` INVALID_INPUT.
    """
    model = model_of(calculator, output)
    if not finite(threshold) or model is None:
        return Ranges(SAMPLES, 1, error=INVALID_INPUT)
    runs = run(model, values, ranges, samples=samples, seed=seed, together=together)
    if runs.result is None:
        return Ranges(runs.samples, runs.seed, error=runs.error, problems=runs.problems)
    return told(runs, runs.result, model.headline, threshold)


def middle(calculator: Ranged, values: Entered, ranges: Mapping[str, Any], seed: int = 1) -> tuple[float, float] | None:
    """Return between which two 8 of 10 runs fall, as `run_ranges` does, and work out nothing else of them.

    None where the ranges cannot be run, or no run gave a number.
    """
    model = model_of(calculator)
    runs = None if model is None else run(model, values, ranges, samples=None, seed=seed)
    if model is None or runs is None or runs.result is None:
        return None
    from lms.calculators.ranges.summary import middle_of

    sound = runs.found[model.headline].sound(runs.samples)
    return middle_of(sound) if len(sound) else None


def run(
    model: Model,
    values: Entered,
    ranges: Mapping[str, Any],
    *,
    samples: int | None,
    seed: int,
    together: Together | None = None,
) -> Runs:
    """Draw the ranges and compute every wanted output for them; never raises. See `run_ranges`."""
    if not (samples is None or _sound(samples, FEWEST, MOST_SAMPLES)) or not _sound(seed, 0, MOST_SEED):
        return Runs(SAMPLES, 1, error=INVALID_INPUT)
    if not isinstance(values, Mapping) or not isinstance(ranges, Mapping) or len(ranges) > MOST:
        return Runs(samples or SAMPLES, seed, error=INVALID_INPUT)
    spreads, problems = _read(model, model.standing(values), ranges)
    likely = {place.name: spread.likely for place, spread in spreads.items() if not place.series}
    standing = model.standing({**values, **likely})
    triangle, clashes = read_together(together, list(spreads))
    problems |= {**standing.problems, **({} if problems else clashes)}
    if problems:
        return Runs(samples or SAMPLES, seed, error=INVALID_INPUT, problems=problems)
    from lms.calculators.ranges.drawing import all_draws

    result = standing.result()
    samples = samples or result.usual([{place: getattr(each, end) for place, each in spreads.items()} for end in _ENDS])
    drawn = all_draws(spreads, seed, samples, triangle)
    return Runs(samples, seed, result=result, spreads=spreads, drawn=drawn, found=result.all_sampled(drawn, samples))


def finite(value: object) -> bool:
    """Tell whether a threshold can be used: None, or a finite number."""
    if value is None:
        return True
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def told(runs: Runs, result: Result, headline: str, threshold: float | None, classes: int = CLASSES) -> Ranges:
    """Return what runs that were made say about one output; a histogram has so many classes."""
    from lms.calculators.ranges.measuring import worth
    from lms.calculators.ranges.summary import summary

    found = runs.found[headline]
    numbers = found.numbers(runs.samples)
    sound = found.sound(runs.samples)
    return Ranges(
        samples=runs.samples,
        seed=runs.seed,
        base=result.at({place: spread.likely for place, spread in runs.spreads.items()}),
        counted=len(sound),
        failed={code: int(mask.sum()) for code, mask in sorted(found.failed.items())},
        threshold=threshold,
        swings=tornado(result, runs.spreads),
        worth=worth({place.name: each for place, each in runs.drawn.items()}, numbers),
        **summary(sound, threshold, classes),
    )


def _read(model: Model, standing: Standing, ranges: Mapping[str, Any]) -> tuple[dict[Place, Spread], dict[str, str]]:
    """Return the ranges that can be drawn from, in the calculator's own order, and a code for each other one."""
    found: dict[Place, Spread] = {}
    problems: dict[str, str] = {}
    for name, given in ranges.items():
        place = model.place(name)
        read = place if isinstance(place, str) else _spread(place, standing, given)
        if isinstance(place, Place) and isinstance(read, Spread):
            found[place] = read
        else:
            problems[str(name)] = str(read)
    return dict(sorted(found.items(), key=lambda each: each[0].position)), problems


def _spread(place: Place, standing: Standing, given: object) -> Spread | str:
    stands = place.value(standing.known)
    if place.series and not standing.problems and stands is None:
        return "UNKNOWN_INPUT"
    return read_range(place.declared, given, stands)


def _sound(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
