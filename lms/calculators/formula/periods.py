"""Series in arrays of samples: a list of numbers per period, each number an array of shape (samples,) or a float."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from lms.calculators.codes import OUT_OF_DOMAIN
from lms.calculators.formula.language import MAXIMUM_PERIODS


class StopError(Exception):
    """Every sample under consideration ended with this code."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


Index = NDArray[np.intp] | None
"""The samples a branch is computed for; None means all of them."""


class VaryingError(Exception):
    """A series would be of another length in each sample, which arrays cannot hold.

    `keys` says what decides its length: within samples of the same key it does not vary, for this reason at least.
    """

    def __init__(self, keys: NDArray[np.float64], index: Index) -> None:
        """Keep one key for each sample of `index`."""
        super().__init__()
        self.keys, self.index = keys, index

    def of_all(self, count: int) -> NDArray[np.float64]:
        """Return one key for each of `count` samples, NaN for those the series is not computed for."""
        keys = np.full(count, np.nan)
        keys[slice(None) if self.index is None else self.index] = self.keys
        return keys


class Runner(Protocol):
    """What computes one element-by-element operation and marks the samples that fail in it."""

    def guarded(self, head: str, given: list[Any], index: Index) -> Any:
        """Return the result for the samples of `index`."""

    def benign(self, code: str, bad: Any, result: NDArray[np.float64], index: Index) -> Any:
        """Mark the bad samples with a code and put 1 in their place."""

    def single(self, head: str, given: list[Any], index: Index) -> Any:
        """Return the same by a shorter way where the operation has one."""


def periods(value: Any, length: int) -> list[Any]:
    """Return a series of this length; a single number is repeated, another length ends with OUT_OF_DOMAIN."""
    if not isinstance(value, list):
        return [value] * length
    if len(value) != length:
        raise StopError(OUT_OF_DOMAIN)
    return value


def merge(results: list[tuple[Any, NDArray[np.intp]]], size: int) -> Any:
    """Put the values of both sides back in the order of the samples; series of the same length only."""
    lengths = {len(value) for value, _ in results if isinstance(value, list)}
    if lengths:
        length = lengths.pop()
        columns = [(periods(value, length), part) for value, part in results]
        return [merge([(value[at], part) for value, part in columns], size) for at in range(length)]
    first = np.asarray(results[0][0])
    merged = np.empty(size, dtype=bool if first.dtype == bool else np.float64)
    for value, part in results:
        merged[part] = value
    return merged


def constant(run: Runner, value: Any, least: int, most: int, index: Index) -> int:
    """Return a whole number from `least` to `most`, which must be the same in every sample that has such a number."""
    asked = np.asarray(value, dtype=np.float64)
    bad = (np.floor(asked) != asked) | (asked < least) | (asked > most)
    if np.all(bad):
        raise StopError(OUT_OF_DOMAIN)
    if np.any(bad):
        asked = run.benign(OUT_OF_DOMAIN, bad, asked, index)
    if np.min(asked) != np.max(asked):
        raise VaryingError(asked, index)
    return int(asked.flat[0])


def _years(run: Runner, given: list[Any], index: Index) -> list[float]:
    last = constant(run, given[0], 0, MAXIMUM_PERIODS, index)
    return [float(each) for each in range(1, last + 1)]


def _at(run: Runner, given: list[Any], index: Index) -> Any:
    return given[0][constant(run, given[1], 1, len(given[0]), index) - 1]


def _last(run: Runner, given: list[Any], index: Index) -> Any:
    return _at(run, [given[0], float(len(given[0]))], index)


def _count(run: Runner, given: list[Any], index: Index) -> float:
    return float(len(given[0]))


def _cumulative(run: Runner, given: list[Any], index: Index) -> list[Any]:
    totals: list[Any] = []
    for each in given[0]:
        totals.append(run.single("+", [totals[-1] if totals else 0.0, each], index))
    return totals


def _sum(run: Runner, given: list[Any], index: Index) -> Any:
    return _cumulative(run, given, index)[-1] if given[0] else 0.0


def _mean(run: Runner, given: list[Any], index: Index) -> Any:
    if not given[0]:
        raise StopError(OUT_OF_DOMAIN)
    return _sum(run, given, index) / len(given[0])


def _extreme(head: str) -> Callable[[Runner, list[Any], Index], Any]:
    def extreme(run: Runner, given: list[Any], index: Index) -> Any:
        if not given[0]:
            raise StopError(OUT_OF_DOMAIN)
        return run.guarded(head, given[0], index)

    return extreme


WHOLE: Final[Mapping[str, Callable[[Runner, list[Any], Index], Any]]] = {
    "sum": _sum, "mean": _mean, "years": _years, "cumulative": _cumulative, "at": _at, "last": _last,
    "count": _count,
}  # fmt: skip
"""Functions of a whole series."""

EXTREMES: Final = {"min": _extreme("min"), "max": _extreme("max")}
"""`min` and `max` of one series."""
