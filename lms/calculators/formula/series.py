"""The functions of a whole series, for one set of inputs: sums, places, order, and the fit of survivors."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from lms.calculators.codes import INVALID_INPUT, OUT_OF_DOMAIN
from lms.calculators.formula.language import MAXIMUM_PERIODS
from lms.calculators.formula.stopping import finite, stop
from lms.calculators.statistics import survivors

NOT_ESTIMABLE: Final = "NOT_ESTIMABLE"


def extreme(function: Callable[..., float]) -> Callable[..., float]:
    """Return min or max, of several values or of one series; an empty one is OUT_OF_DOMAIN."""

    def chosen(*arguments: Any) -> float:
        if len(arguments) > 1:
            return function(arguments)
        if not arguments[0]:
            raise stop(OUT_OF_DOMAIN)
        return function(arguments[0])

    return chosen


def _sum(series: list[float]) -> float:
    total = 0.0
    for each in series:
        total += each
    return total


def _mean(series: list[float]) -> float:
    if not series:
        raise stop(OUT_OF_DOMAIN)
    total: float = finite(_sum(series))
    return total / len(series)


def _product(series: list[float]) -> float:
    found = 1.0
    for each in series:
        found = finite(found * each)
    return found


def _median(series: list[float]) -> float:
    if not series:
        raise stop(OUT_OF_DOMAIN)
    ordered, half = sorted(series), len(series) // 2
    if len(series) % 2:
        return ordered[half]
    total: float = finite(ordered[half - 1] + ordered[half])
    return total / 2


def _years(count: float) -> list[float]:
    if not count.is_integer() or not 0 <= count <= MAXIMUM_PERIODS:
        raise stop(OUT_OF_DOMAIN)
    return [float(each) for each in range(1, int(count) + 1)]


def _cumulative(series: list[float]) -> list[float]:
    total = 0.0
    totals = []
    for each in series:
        total = finite(total + each)
        totals.append(total)
    return totals


def _shift(series: list[float], places: float, blank: float = 0.0) -> list[float]:
    """Return at each place what stood `places` before it (behind it where negative), `blank` where nothing did."""
    if not places.is_integer() or abs(places) > MAXIMUM_PERIODS:
        raise stop(OUT_OF_DOMAIN)
    by, size = int(places), len(series)
    return [series[at - by] if 0 <= at - by < size else blank for at in range(size)]


def _changes(series: list[float]) -> float:
    return float(sum(one != other for one, other in zip(series, series[1:], strict=False)))


def _at(series: list[float], position: float) -> float:
    if not position.is_integer() or not 1 <= position <= len(series):
        raise stop(OUT_OF_DOMAIN)
    return series[int(position) - 1]


def _last(series: list[float]) -> float:
    return _at(series, float(len(series)))


def _fitted(part: int) -> Callable[[list[float]], float]:
    def fitted(series: list[float]) -> float:
        if not survivors.falls(series):
            raise stop(INVALID_INPUT)
        found = survivors.fit(tuple(series))
        if found is None:
            raise stop(NOT_ESTIMABLE)
        return found[part]

    return fitted


WHOLE: Final[Mapping[str, Callable[..., Any]]] = {
    "sum": _sum, "mean": _mean, "product": _product, "median": _median, "years": _years, "cumulative": _cumulative,
    "shift": _shift, "changes": _changes, "distinct": lambda series: float(len(set(series))), "at": _at, "last": _last,
    "count": lambda series: float(len(series)), "sbg_alpha": _fitted(0), "sbg_beta": _fitted(1),
}  # fmt: skip
"""What takes a series as one thing, instead of value by value."""
