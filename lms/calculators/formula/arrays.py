"""The functions of the formula language for NumPy arrays, and what they refuse."""

import operator
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from lms.calculators.codes import DIVIDE_BY_ZERO, OUT_OF_DOMAIN
from lms.calculators.formula.charges import MOST_AGENTS
from lms.calculators.formula.distribution_arrays import student_cdf, student_quantile, waiting
from lms.calculators.formula.language import MAXIMUM_DIGITS
from lms.calculators.formula.normal_arrays import normal_cdf, normal_quantile
from lms.calculators.statistics import student


def _minus(a: Any, b: Any = None) -> Any:
    return np.negative(a) if b is None else np.subtract(a, b)


def _round(a: Any, digits: Any = 0.0) -> Any:
    scale = 10.0 ** np.asarray(digits)
    return np.copysign(np.floor(np.abs(a) * scale + 0.5) / scale, a)


def _fold(function: Callable[[Any, Any], Any], given: Any) -> Any:
    result = given[0]
    for each in given[1:]:
        result = function(result, each)
    return result


def _not_whole(a: Any) -> Any:
    return np.floor(a) != a


_Test = tuple[str, Callable[..., Any]]
_TOO_MANY_DIGITS: Final[_Test] = (
    OUT_OF_DOMAIN,
    lambda a, d=0.0: _not_whole(d) | np.less(d, 0) | np.greater(d, MAXIMUM_DIGITS),
)
_NO_FREEDOM: Final[_Test] = (OUT_OF_DOMAIN, lambda a, df: np.less(df, 1) | np.greater(df, student.MOST_FREEDOM))
SILENT: Final[Mapping[str, tuple[_Test, ...]]] = {
    "clamp": ((OUT_OF_DOMAIN, lambda a, low, high: np.greater(low, high)),),
    "round": (_TOO_MANY_DIGITS,),
    "normal_quantile": ((OUT_OF_DOMAIN, lambda p: np.less_equal(p, 0) | np.greater_equal(p, 1)),),
    "student_cdf": (_NO_FREEDOM,),
    "student_quantile": (
        _NO_FREEDOM,
        (OUT_OF_DOMAIN, lambda p, df: np.less_equal(p, student.LEAST_SHARE) | np.greater_equal(p, 1)),
    ),
    "erlang_c": (
        (OUT_OF_DOMAIN, lambda load, n: np.less(load, 0) | _not_whole(n) | np.less(n, 1) | np.greater(n, MOST_AGENTS)),
    ),
}
"""What an operation refuses without a floating-point exception: tested every time."""

SIGNALLED: Final[Mapping[str, tuple[_Test, ...]]] = {
    "/": ((DIVIDE_BY_ZERO, lambda a, b: np.equal(b, 0)),),
    "^": (
        (DIVIDE_BY_ZERO, lambda a, b: np.equal(a, 0) & np.less(b, 0)),
        (OUT_OF_DOMAIN, lambda a, b: np.less(a, 0) & _not_whole(b)),
    ),
    "sqrt": ((OUT_OF_DOMAIN, lambda a: np.less(a, 0)),),
    "ln": ((OUT_OF_DOMAIN, lambda a: np.less_equal(a, 0)),),
    "log10": ((OUT_OF_DOMAIN, lambda a: np.less_equal(a, 0)),),
}
"""What raises a floating-point exception: tested only after one."""

FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "+": np.add, "-": _minus, "*": np.multiply, "/": np.divide, "^": np.power,
    "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal,
    "==": lambda a, b: a == b, "!=": lambda a, b: a != b,
    "abs": np.abs, "min": lambda *each: _fold(np.minimum, each), "max": lambda *each: _fold(np.maximum, each),
    "clamp": lambda a, low, high: np.minimum(np.maximum(a, low), high),
    "round": _round, "floor": np.floor, "ceil": np.ceil, "sqrt": np.sqrt, "exp": np.exp, "ln": np.log,
    "log10": np.log10, "and": lambda *each: _fold(np.logical_and, each), "or": lambda *each: _fold(np.logical_or, each),
    "not": np.logical_not, "normal_cdf": normal_cdf, "normal_quantile": normal_quantile,
    "student_cdf": student_cdf, "student_quantile": student_quantile, "erlang_c": waiting,
}  # fmt: skip
"""Every function that works element by element."""

OPERATORS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
"""The operators again, as Python spells them: they reach NumPy by a shorter way when an array takes part."""
