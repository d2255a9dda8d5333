"""Computes a tree for one set of inputs, in plain Python: what a page on the server and `compute` use.

The rules, which the other two interpreters share word for word:
steps are counted as one per node and one more per value of a series; an operation that leaves the finite
numbers ends with TOO_LARGE; a missing value (`none`) ends the formula with no value at all.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lms.calculators.codes import DIVIDE_BY_ZERO, INVALID_INPUT, OUT_OF_DOMAIN, TOO_LARGE, TOO_MANY_STEPS
from lms.calculators.formula.language import (
    ARITHMETIC,
    COMPARISON,
    MAXIMUM_DIGITS,
    MAXIMUM_PERIODS,
    MAXIMUM_STEPS,
    Tree,
    Value,
)
from lms.calculators.statistics import normal


@dataclass(frozen=True, slots=True)
class Failure:
    """What a formula answers when it has no number: one of the codes in `codes`."""

    code: str


class _Stop(Exception):
    """Ends one formula; `outcome` is None (no value) or a Failure."""

    def __init__(self, outcome: Failure | None) -> None:
        super().__init__()
        self.outcome = outcome


Environment = Mapping[str, Value | Failure | None]


def evaluate_tree(tree: Tree, values: Environment, trace: list[float] | None = None) -> Value | Failure | None:
    """Return what the formula gives: a value, None where it is not defined, or a `Failure`; never raises.

    `values` holds every name the formula may use. `trace`, when given, collects each intermediate number.
    """
    try:
        found: Value = _Run(values, trace).value(tree)
        return found
    except _Stop as stop:
        return stop.outcome
    except (TypeError, KeyError, IndexError, RecursionError):
        return Failure(INVALID_INPUT)


def _stop(code: str) -> _Stop:
    return _Stop(Failure(code))


class _Run:
    __slots__ = ("steps", "trace", "values")

    def __init__(self, values: Environment, trace: list[float] | None) -> None:
        self.values, self.trace, self.steps = values, trace, 0

    def value(self, tree: Tree) -> Any:
        self.step(1)
        if isinstance(tree, str):
            return self.named(tree)
        if isinstance(tree, float | int):
            return float(tree)
        if tree is None:
            raise _Stop(None)
        head = tree[0]
        if head in _SPECIAL:
            return _SPECIAL[head](self, tree)
        given = [self.value(each) for each in tree[1:]]
        if head in _PLAIN and all(each.__class__ is float for each in given):
            result = _finite(_FUNCTIONS[head](*given))
        else:
            result = _apply(_FUNCTIONS[head], head, given)
        if isinstance(result, list):
            self.step(len(result))
        if self.trace is not None:
            self.trace.extend(result if isinstance(result, list) else [result])
        return result

    def step(self, count: int) -> None:
        self.steps += count
        if self.steps > MAXIMUM_STEPS:
            raise _stop(TOO_MANY_STEPS)

    def named(self, name: str) -> Value:
        found = self.values[name]
        if found is None or isinstance(found, Failure):
            raise _Stop(found)
        return found


def _if(run: _Run, tree: list[Tree]) -> Any:
    condition = run.value(tree[1])
    if not isinstance(condition, list):
        return run.value(tree[2] if condition else tree[3])
    run.step(len(condition))
    first, second = run.value(tree[2]), run.value(tree[3])
    return _spread(lambda chosen, a, b: a if chosen else b, [condition, first, second])


def _given(run: _Run, tree: list[Tree]) -> bool:
    return run.values[str(tree[1])] is not None


def _option(_run: _Run, tree: list[Tree]) -> str:
    return str(tree[1])


def _fail(_run: _Run, tree: list[Tree]) -> Value:
    raise _stop(str(tree[1]))


_SPECIAL: Final[Mapping[Any, Callable[[_Run, list[Tree]], Any]]] = {
    "if": _if, "given": _given, "option": _option, "fail": _fail,
}  # fmt: skip


def _apply(function: Callable[..., Any], head: Any, arguments: list[Any]) -> Any:
    whole = head in _WHOLE or (head in _EXTREMES and len(arguments) == 1)
    if whole or not any(isinstance(each, list) for each in arguments):
        result = function(*arguments)
        return result if isinstance(result, list) else _finite(result)
    return _spread(lambda *each: _finite(function(*each)), arguments)


def _spread(function: Callable[..., Any], arguments: Sequence[Any]) -> list[Any]:
    """Apply element by element; single values are repeated, series must be equally long."""
    lengths = {len(each) for each in arguments if isinstance(each, list)}
    if len(lengths) != 1:
        raise _stop(OUT_OF_DOMAIN)
    length = lengths.pop()
    columns = [each if isinstance(each, list) else [each] * length for each in arguments]
    return [function(*each) for each in zip(*columns, strict=True)]


def _finite(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        raise _stop(TOO_LARGE)
    return value


def _minus(a: float, b: float | None = None) -> float:
    return -a if b is None else a - b


def _divide(a: float, b: float) -> float:
    if b == 0:
        raise _stop(DIVIDE_BY_ZERO)
    return a / b


def _power(a: float, b: float) -> float:
    if a == 0 and b < 0:
        raise _stop(DIVIDE_BY_ZERO)
    if a < 0 and not b.is_integer():
        raise _stop(OUT_OF_DOMAIN)
    return _bounded(lambda: math.pow(a, b))


def _bounded(function: Callable[[], float]) -> float:
    try:
        return function()
    except OverflowError:
        raise _stop(TOO_LARGE) from None


def _root(a: float) -> float:
    if a < 0:
        raise _stop(OUT_OF_DOMAIN)
    return math.sqrt(a)


def _positive(function: Callable[[float], float]) -> Callable[[float], float]:
    def logarithm(a: float) -> float:
        if a <= 0:
            raise _stop(OUT_OF_DOMAIN)
        return function(a)

    return logarithm


def _round(a: float, digits: float = 0.0) -> float:
    if not digits.is_integer() or not 0 <= digits <= MAXIMUM_DIGITS:
        raise _stop(OUT_OF_DOMAIN)
    scale = float(10 ** int(digits))
    return math.copysign(_floor(abs(a) * scale + 0.5) / scale, a)


def _floor(a: float) -> float:
    return float(math.floor(_finite(a)))


def _ceil(a: float) -> float:
    return float(math.ceil(a))


def _clamp(a: float, low: float, high: float) -> float:
    if low > high:
        raise _stop(OUT_OF_DOMAIN)
    return min(max(a, low), high)


def _extreme(function: Callable[..., float]) -> Callable[..., float]:
    def extreme(*arguments: Any) -> float:
        if len(arguments) > 1:
            return function(arguments)
        if not arguments[0]:
            raise _stop(OUT_OF_DOMAIN)
        return function(arguments[0])

    return extreme


def _sum(series: list[float]) -> float:
    total = 0.0
    for each in series:
        total += each
    return total


def _mean(series: list[float]) -> float:
    if not series:
        raise _stop(OUT_OF_DOMAIN)
    total: float = _finite(_sum(series))
    return total / len(series)


def _years(count: float) -> list[float]:
    if not count.is_integer() or not 0 <= count <= MAXIMUM_PERIODS:
        raise _stop(OUT_OF_DOMAIN)
    return [float(each) for each in range(1, int(count) + 1)]


def _cumulative(series: list[float]) -> list[float]:
    total = 0.0
    totals = []
    for each in series:
        total = _finite(total + each)
        totals.append(total)
    return totals


def _at(series: list[float], position: float) -> float:
    if not position.is_integer() or not 1 <= position <= len(series):
        raise _stop(OUT_OF_DOMAIN)
    return series[int(position) - 1]


def _quantile(p: float) -> float:
    if not 0 < p < 1:
        raise _stop(OUT_OF_DOMAIN)
    return normal.quantile(p)


def _last(series: list[float]) -> float:
    return _at(series, float(len(series)))


_PLAIN: Final = frozenset({*ARITHMETIC, *COMPARISON})
_WHOLE: Final = frozenset({"sum", "mean", "years", "cumulative", "at", "last", "count"})
_EXTREMES: Final = frozenset({"min", "max"})
_FUNCTIONS: Final[Mapping[Any, Callable[..., Any]]] = {
    "+": lambda a, b: a + b, "-": _minus, "*": lambda a, b: a * b, "/": _divide, "^": _power,
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b, "!=": lambda a, b: a != b,
    "abs": abs, "min": _extreme(min), "max": _extreme(max), "clamp": _clamp,
    "sum": _sum, "mean": _mean, "round": _round, "floor": _floor, "ceil": _ceil,
    "sqrt": _root, "exp": lambda a: _bounded(lambda: math.exp(a)),
    "ln": _positive(math.log), "log10": _positive(math.log10),
    "and": lambda *each: all(each), "or": lambda *each: any(each), "not": lambda a: not a,
    "years": _years, "cumulative": _cumulative, "at": _at, "last": _last,
    "count": lambda series: float(len(series)), "normal_cdf": normal.cdf, "normal_quantile": _quantile,
}  # fmt: skip
