"""Computes a tree for one set of inputs, in plain Python: what a page on the server and `compute` use.

The rules, which the other two interpreters share word for word:
steps are counted as one per node and one more per value of a series; an operation that leaves the finite
numbers ends with TOO_LARGE; a missing value (`none`) ends the formula with no value at all.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from lms.calculators.codes import DIVIDE_BY_ZERO, INVALID_INPUT, OUT_OF_DOMAIN, TOO_MANY_STEPS
from lms.calculators.formula.charges import CHARGED, MOST_AGENTS, charge
from lms.calculators.formula.language import ARITHMETIC, COMPARISON, MAXIMUM_DIGITS, MAXIMUM_STEPS, Tree, Value
from lms.calculators.formula.series import WHOLE, extreme
from lms.calculators.formula.stopping import Failure, Stop, bounded, finite, stop
from lms.calculators.statistics import normal, queue, student

__all__ = ["OPERATIONS", "PLAIN", "Environment", "Failure", "apply", "evaluate_tree", "spread"]

Environment = Mapping[str, Value | Failure | None]


def evaluate_tree(tree: Tree, values: Environment, trace: list[float] | None = None) -> Value | Failure | None:
    """Return what the formula gives: a value, None where it is not defined, or a `Failure`; never raises.

    `values` holds every name the formula may use. `trace`, when given, collects each intermediate number.
    """
    try:
        found: Value = _Run(values, trace).value(tree)
        return found
    except Stop as ended:
        return ended.outcome
    except (TypeError, KeyError, IndexError, RecursionError):
        return Failure(INVALID_INPUT)


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
            raise Stop(None)
        head = tree[0]
        if head in _SPECIAL:
            return _SPECIAL[head](self, tree)
        given = [self.value(each) for each in tree[1:]]
        if head in CHARGED:
            self.step(charge(str(head), given))
        if head in PLAIN and all(each.__class__ is float for each in given):
            result = finite(OPERATIONS[head](*given))
        else:
            result = apply(OPERATIONS[head], head, given)
        if isinstance(result, list):
            self.step(len(result))
        if self.trace is not None:
            self.trace.extend(result if isinstance(result, list) else [result])
        return result

    def step(self, count: int) -> None:
        self.steps += count
        if self.steps > MAXIMUM_STEPS:
            raise stop(TOO_MANY_STEPS)

    def named(self, name: str) -> Value:
        found = self.values[name]
        if found is None or isinstance(found, Failure):
            raise Stop(found)
        return found


def _if(run: _Run, tree: list[Tree]) -> Any:
    condition = run.value(tree[1])
    if not isinstance(condition, list):
        return run.value(tree[2] if condition else tree[3])
    run.step(len(condition))
    first, second = run.value(tree[2]), run.value(tree[3])
    return spread(lambda chosen, a, b: a if chosen else b, [condition, first, second])


def _given(run: _Run, tree: list[Tree]) -> bool:
    return run.values[str(tree[1])] is not None


def _option(_run: _Run, tree: list[Tree]) -> str:
    return str(tree[1])


def _fail(_run: _Run, tree: list[Tree]) -> Value:
    raise stop(str(tree[1]))


_SPECIAL: Final[Mapping[Any, Callable[[_Run, list[Tree]], Any]]] = {
    "if": _if, "given": _given, "option": _option, "fail": _fail,
}  # fmt: skip


def apply(function: Callable[..., Any], head: Any, arguments: list[Any]) -> Any:
    """Return what an operation gives for its arguments, element by element where one of them is a series."""
    whole = head in WHOLE or (head in _EXTREMES and len(arguments) == 1)
    if whole or not any(isinstance(each, list) for each in arguments):
        result = function(*arguments)
        return result if isinstance(result, list) else finite(result)
    return spread(lambda *each: finite(function(*each)), arguments)


def spread(function: Callable[..., Any], arguments: Sequence[Any]) -> list[Any]:
    """Apply element by element; single values are repeated, series must be equally long."""
    lengths = {len(each) for each in arguments if isinstance(each, list)}
    if len(lengths) != 1:
        raise stop(OUT_OF_DOMAIN)
    length = lengths.pop()
    columns = [each if isinstance(each, list) else [each] * length for each in arguments]
    return [function(*each) for each in zip(*columns, strict=True)]


def _minus(a: float, b: float | None = None) -> float:
    return -a if b is None else a - b


def _divide(a: float, b: float) -> float:
    if b == 0:
        raise stop(DIVIDE_BY_ZERO)
    return a / b


def _power(a: float, b: float) -> float:
    if a == 0 and b < 0:
        raise stop(DIVIDE_BY_ZERO)
    if a < 0 and not b.is_integer():
        raise stop(OUT_OF_DOMAIN)
    return bounded(lambda: math.pow(a, b))


def _root(a: float) -> float:
    if a < 0:
        raise stop(OUT_OF_DOMAIN)
    return math.sqrt(a)


def _positive(function: Callable[[float], float]) -> Callable[[float], float]:
    def logarithm(a: float) -> float:
        if a <= 0:
            raise stop(OUT_OF_DOMAIN)
        return function(a)

    return logarithm


def _round(a: float, digits: float = 0.0) -> float:
    if not digits.is_integer() or not 0 <= digits <= MAXIMUM_DIGITS:
        raise stop(OUT_OF_DOMAIN)
    scale = float(10 ** int(digits))
    return math.copysign(_floor(abs(a) * scale + 0.5) / scale, a)


def _floor(a: float) -> float:
    return float(math.floor(finite(a)))


def _ceil(a: float) -> float:
    return float(math.ceil(a))


def _clamp(a: float, low: float, high: float) -> float:
    if low > high:
        raise stop(OUT_OF_DOMAIN)
    return min(max(a, low), high)


def _quantile(p: float) -> float:
    if not 0 < p < 1:
        raise stop(OUT_OF_DOMAIN)
    return normal.quantile(p)


def _student(function: Callable[[float, float], float], least: float, most: float) -> Callable[[float, float], float]:
    """Return a function of Student's distribution, refused outside ]least, most[ and where it is not accurate."""

    def student_of(a: float, freedom: float) -> float:
        if not (least < a < most and 1 <= freedom <= student.MOST_FREEDOM):
            raise stop(OUT_OF_DOMAIN)
        return function(a, freedom)

    return student_of


def _queue(traffic: float, agents: float) -> float:
    if traffic < 0 or not agents.is_integer() or not 1 <= agents <= MOST_AGENTS:
        raise stop(OUT_OF_DOMAIN)
    return queue.waiting(traffic, int(agents))


PLAIN: Final = frozenset({*ARITHMETIC, *COMPARISON})
"""What two numbers go through without a look at what they are."""

_EXTREMES: Final = frozenset({"min", "max"})
OPERATIONS: Final[Mapping[Any, Callable[..., Any]]] = {
    "+": lambda a, b: a + b, "-": _minus, "*": lambda a, b: a * b, "/": _divide, "^": _power,
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b, "!=": lambda a, b: a != b,
    "abs": abs, "min": extreme(min), "max": extreme(max), "clamp": _clamp,
    "round": _round, "floor": _floor, "ceil": _ceil,
    "sqrt": _root, "exp": lambda a: bounded(lambda: math.exp(a)),
    "ln": _positive(math.log), "log10": _positive(math.log10),
    "and": lambda *each: all(each), "or": lambda *each: any(each), "not": lambda a: not a,
    "normal_cdf": normal.cdf, "normal_quantile": _quantile, "erlang_c": _queue,
    "student_cdf": _student(student.cdf, -math.inf, math.inf),
    "student_quantile": _student(student.quantile, student.LEAST_SHARE, 1), **WHOLE,
}  # fmt: skip
"""What each operator and function does to its arguments."""
