"""The fan: a series over periods in every run, as its median and the bands in which 5 and 8 of 10 runs lie."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lms.calculators.codes import INVALID_INPUT
from lms.calculators.computing import Entered, prepare
from lms.calculators.declared import Calculator, Column
from lms.calculators.ranges.headline import SAMPLES, Headline
from lms.calculators.ranges.models import model_of
from lms.calculators.ranges.results import Ranges
from lms.calculators.ranges.running import Runs, finite, run, told
from lms.calculators.ranges.together import Together

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from lms.calculators.ranges.places import Place

    Array = NDArray[np.float64]

SHARES: Final = (0.1, 0.25, 0.5, 0.75, 0.9)
_FEWEST: Final = 2
_MOST_LENGTHS: Final = 60
"""Where series differ in length from run to run, each length is computed apart; beyond so many there is no fan."""


@dataclass(frozen=True, slots=True)
class Fan:
    """One series over its periods: `at` is the axis; the other lists hold the quantiles of the runs at each period.

    `counted`: how many runs gave a number there; a run that ends sooner is not among those of later periods.
    """

    axis: str
    series: str
    at: tuple[float, ...]
    p10: tuple[float, ...]
    p25: tuple[float, ...]
    p50: tuple[float, ...]
    p75: tuple[float, ...]
    p90: tuple[float, ...]
    counted: tuple[int, ...]


def fanned(calculator: Calculator) -> tuple[Column, Column] | None:
    """Return the axis and the series a fan shows: the first column of the first chart over periods, and another one.

    That is the last column in the headline's unit, since charts add up towards it, else the second; None where no chart
    is over periods.
    """
    chart = next((each for each in calculator.charts if not each.rows), None)
    if chart is None or len(chart.columns) < _FEWEST:
        return None
    axis, *others = chart.columns
    fitting = [each for each in others if each.unit == calculator.headline.unit]
    return axis, fitting[-1] if fitting else others[0]


def ranges_and_fan(
    calculator: Calculator,
    values: Entered,
    ranges: Mapping[str, Any],
    *,
    seed: int = 1,
    threshold: float | None = None,
    together: Together | None = None,
) -> tuple[Ranges, Fan | None]:
    """Return what `run_ranges` gives, and the fan of the same 20,000 runs; never raises."""
    model = model_of(calculator)
    if model is None or not finite(threshold):
        return Ranges(SAMPLES, 1, error=INVALID_INPUT), None
    runs = run(model, values, ranges, samples=SAMPLES, seed=seed, together=together)
    if runs.result is None:
        return Ranges(runs.samples, runs.seed, error=runs.error, problems=runs.problems), None
    return told(runs, runs.result, model.headline, threshold), fan(calculator, values, runs)


def fan(calculator: Calculator, values: Entered, runs: Runs) -> Fan | None:
    """Return the fan of runs that were made, from the same draws; `values` as `run` was given them.

    None where there is no series over periods, where its axis is not the same in every run, or nothing in it varies.
    Quantiles interpolate linearly (Hyndman & Fan 1996, type 7).
    """
    shown = fanned(calculator)
    if shown is None or runs.result is None:
        return None
    likely = {place.name: spread.likely for place, spread in runs.spreads.items() if not place.series}
    axis, series = (each.name for each in shown)
    found = _sampled(Headline(calculator, prepare(calculator, {**values, **likely}), (axis, series)), runs)
    if found is None:
        return None
    at, numbers = found
    return _told(axis, series, at, numbers)


def _told(axis: str, series: str, at: "Array", numbers: "Array") -> Fan | None:
    import numpy as np

    sound = [row[np.isfinite(row)] for row in numbers]
    if len(sound) < _FEWEST or not all(map(len, sound)):
        return None
    levels = [np.quantile(row, SHARES) for row in sound]
    if not any(level[0] < level[-1] for level in levels):
        return None
    p10, p25, p50, p75, p90 = (tuple(float(level[place]) for level in levels) for place in range(len(SHARES)))
    return Fan(axis, series, tuple(map(float, at)), p10, p25, p50, p75, p90, tuple(map(len, sound)))


def _sampled(headline: Headline, runs: Runs) -> "tuple[Array, Array] | None":
    """Return the axis, shape (periods,), and the series, shape (periods, samples), NaN where a run has no number."""
    import numpy as np

    axis, series = headline.outputs
    parts = list(_parts(headline, runs))
    longest = max((len(part[axis]) for _, part in parts if isinstance(part[axis], list)), default=0)
    at, numbers = np.full(longest, np.nan), np.full((longest, runs.samples), np.nan)
    for index, part in parts:
        periods, values = part[axis], part[series]
        failed = getattr(values, "failed", {})
        values = getattr(values, "value", values)
        if not isinstance(periods, list) or not isinstance(values, list):
            if failed and INVALID_INPUT not in failed:
                continue  # these runs gave no series: counted out of every period
            return None
        for place, (period, value) in enumerate(zip(periods, values, strict=False)):
            known = np.unique(period)
            if len(known) > 1 or not (np.isnan(at[place]) or at[place] == known[0]):
                return None
            at[place] = known[0]
            numbers[place, index] = value
        for mask in failed.values():
            numbers[:, index[mask]] = np.nan
    return at, numbers


def _parts(headline: Headline, runs: Runs) -> "Iterator[tuple[NDArray[np.intp], Mapping[str, Any]]]":
    """Yield the runs with what they gave: all at once, or apart for each length the drawn whole numbers can make."""
    import numpy as np

    every = np.arange(runs.samples)
    whole = [drawn for place, drawn in runs.drawn.items() if place.declared.whole and not place.series]
    keys = np.unique(np.stack(whole), axis=1, return_inverse=True) if whole else (np.zeros((1, 1)), 0 * every)
    if keys[0].shape[1] > _MOST_LENGTHS:
        keys = (np.zeros((1, 1)), 0 * every)
    for at in range(keys[0].shape[1]):
        index = np.flatnonzero(np.ravel(keys[1]) == at)
        yield index, headline.raw_sampled(_of(runs.drawn, index), len(index))


def _of(drawn: "Mapping[Place, Array]", index: "NDArray[np.intp]") -> "dict[Place, Array]":
    return {place: each[index] for place, each in drawn.items()}
