"""The functions of the formula language as `straight.py` calls them: of floats, arrays and series that do not fail."""

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from lms.calculators.formula.arrays import FUNCTIONS
from lms.calculators.formula.language import MAXIMUM_PERIODS
from lms.calculators.formula.shelf import AsideError

_ARRAY: Final = np.ndarray


def together(*given: Any) -> Any:
    """Return the values of each period; single values are repeated, series of different length are left aside."""
    lengths = {len(each) for each in given if each.__class__ is list}
    if len(lengths) != 1:
        raise AsideError
    length = lengths.pop()
    return zip(*(each if each.__class__ is list else [each] * length for each in given), strict=True)


def _each(head: str) -> Callable[..., Any]:
    """Return a function of numbers as a function of numbers or series."""
    function = FUNCTIONS[head]

    def single(*given: Any) -> Any:
        found = function(*given)
        return found if found.__class__ is _ARRAY and found.shape else found.item()

    def each(*given: Any) -> Any:
        if any(part.__class__ is list for part in given):
            return [single(*part) for part in together(*given)]
        return single(*given)

    return each


def _extreme(head: str) -> Callable[..., Any]:
    """The smallest or largest: of a series all at once, single numbers first, as their order changes nothing."""
    of_arrays, of_numbers, spread = FUNCTIONS[head], min if head == "min" else max, _each(head)

    def extreme(*given: Any) -> Any:
        if len(given) > 1:
            return spread(*given)
        arrays = [each for each in given[0] if each.__class__ is _ARRAY]
        numbers = [each for each in given[0] if each.__class__ is float]
        if not arrays and not numbers:
            raise AsideError
        single = [of_numbers(numbers)] if numbers else []
        return of_arrays(*arrays, *single) if arrays else single[0]

    return extreme


def _clamp(value: Any, low: Any, high: Any) -> Any:
    if low.__class__ is not float or high.__class__ is not float or low > high:
        raise AsideError
    return _each("clamp")(value, low, high)


def _cumulative(series: list[Any]) -> list[Any]:
    total: Any = 0.0
    totals = []
    for each in series:
        total = total + each
        if total.__class__ is float and not math.isfinite(total):
            raise AsideError
        totals.append(total)
    return totals


def _years(count: Any) -> list[float]:
    if count.__class__ is not float or not count.is_integer() or not 0 <= count <= MAXIMUM_PERIODS:
        raise AsideError
    return [float(each) for each in range(1, int(count) + 1)]


def _at(series: list[Any], position: Any) -> Any:
    if position.__class__ is not float or not position.is_integer() or not 1 <= position <= len(series):
        raise AsideError
    return series[int(position) - 1]


SINGLE: Final[Mapping[str, Callable[..., Any]]] = {
    head: _each(head)
    for head in ("-", "^", "abs", "floor", "ceil", "sqrt", "exp", "ln", "log10", "normal_cdf", "and", "or", "not")
}
"""Functions of numbers, period by period of a series; what they give is never one of the arrays they were given."""

OTHERS: Final[Mapping[str, Callable[..., Any]]] = {
    **SINGLE, "min": _extreme("min"), "max": _extreme("max"), "clamp": _clamp,
    "years": _years, "cumulative": _cumulative, "at": _at, "last": lambda series: series[-1],
    "count": lambda series: float(len(series)),
}  # fmt: skip
"""Every function but those that need to see their formula: `if`, `given`, `sum`, `mean`."""
