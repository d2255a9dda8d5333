"""Functions of a whole series in arrays of samples: order, products, places, and the fit of survivors.

The twins of `series.py`; a number is an array of shape (samples,) or a float.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lms.calculators.codes import INVALID_INPUT, OUT_OF_DOMAIN
from lms.calculators.formula.language import MAXIMUM_PERIODS
from lms.calculators.formula.periods import Index, Runner, StopError, constant
from lms.calculators.formula.series import NOT_ESTIMABLE
from lms.calculators.statistics import survivors, survivors_arrays


def _product(run: Runner, given: list[Any], index: Index) -> Any:
    found: Any = 1.0
    for each in given[0]:
        found = run.single("*", [found, each], index)
    return found


def _median(run: Runner, given: list[Any], index: Index) -> Any:
    series, half = given[0], len(given[0]) // 2
    if not series:
        raise StopError(OUT_OF_DOMAIN)
    ordered = np.sort(_stacked(series), axis=0)
    if len(series) % 2:
        return ordered[half]
    return run.single("+", [ordered[half - 1], ordered[half]], index) / 2


def _shift(run: Runner, given: list[Any], index: Index) -> list[Any]:
    series, blank = given[0], given[2] if given[2:] else 0.0
    by = constant(run, given[1], -MAXIMUM_PERIODS, MAXIMUM_PERIODS, index)
    return [series[at - by] if 0 <= at - by < len(series) else blank for at in range(len(series))]


def _changes(_run: Runner, given: list[Any], _index: Index) -> Any:
    pairs = zip(given[0], given[0][1:], strict=False)
    return sum((np.not_equal(one, other).astype(np.float64) for one, other in pairs), 0.0)


def _distinct(_run: Runner, given: list[Any], _index: Index) -> Any:
    if not given[0]:
        return 0.0
    ordered = np.sort(_stacked(given[0]), axis=0)
    return 1.0 + np.sum(ordered[1:] != ordered[:-1], axis=0)


def _stacked(series: list[Any]) -> NDArray[np.float64]:
    return np.stack(np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in series)))


def _fitted(part: int) -> Callable[[Runner, list[Any], Index], Any]:
    def fitted(run: Runner, given: list[Any], index: Index) -> Any:
        """Fit each sample's survivors; where they are the same in all, once and as for a single value."""
        if all(np.ndim(each) == 0 for each in given[0]):
            return _single(part, [float(each) for each in given[0]])
        alpha, beta, rising, little = survivors_arrays.fit(_stacked(given[0]))
        result = (alpha, beta)[part]
        for code, bad in ((INVALID_INPUT, rising), (NOT_ESTIMABLE, little)):
            if bad.any():
                result = run.benign(code, bad, result, index)
        return result

    return fitted


def _single(part: int, series: list[float]) -> float:
    if not survivors.falls(series):
        raise StopError(INVALID_INPUT)
    found = survivors.fit(tuple(series))
    if found is None:
        raise StopError(NOT_ESTIMABLE)
    return found[part]


WHOLE: Final[Mapping[str, Callable[[Runner, list[Any], Index], Any]]] = {
    "product": _product, "median": _median, "shift": _shift, "changes": _changes, "distinct": _distinct,
    "sbg_alpha": _fitted(0), "sbg_beta": _fitted(1),
}  # fmt: skip
