"""Computes a tree for thousands of samples at once, with NumPy: ranges and Monte Carlo.

A number is an array of shape (samples,) or a plain float; a series is a list of such numbers, one per period.
The rules are those of `scalar.py`. Each operation first runs as NumPy runs it, with floating-point exceptions
raised; only where one is raised are the failing samples looked for, so a clean run costs what NumPy costs.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lms.calculators.codes import INVALID_INPUT, TOO_LARGE, TOO_MANY_STEPS
from lms.calculators.formula import series_arrays
from lms.calculators.formula.arrays import FUNCTIONS, OPERATORS, SIGNALLED, SILENT
from lms.calculators.formula.charges import CHARGED, charge
from lms.calculators.formula.language import MAXIMUM_STEPS, Tree
from lms.calculators.formula.periods import EXTREMES, WHOLE, Index, StopError, VaryingError, merge, periods
from lms.calculators.formula.samples import NOT_DEFINED, Mask, Sampled, Samples, part, piecewise
from lms.calculators.formula.scalar import Failure

_TWO: Final = 2
_WHOLE: Final = {**WHOLE, **series_arrays.WHOLE}
_SINGLE: Final = frozenset({float, str, np.ndarray})

__all__ = ["NOT_DEFINED", "Sampled", "Samples", "evaluate_samples", "raising", "sample"]


def raising() -> Any:
    """Return a context in which NumPy raises every floating-point exception but underflow."""
    return np.errstate(divide="raise", over="raise", invalid="raise", under="ignore")


def evaluate_samples(tree: Tree, values: Mapping[str, Any], count: int) -> Samples:
    """Return a number formula for `count` samples; `values` as for `sample`. Never raises."""
    found = sample(tree, values, count)
    if isinstance(found.value, list):
        return Samples(np.full(count, np.nan), {INVALID_INPUT: count})
    return Samples(found.numbers(count), {code: int(mask.sum()) for code, mask in found.failed.items()})


def sample(tree: Tree, values: Mapping[str, Any], count: int) -> Sampled:
    """Return a formula, a number or a series, for `count` samples.

    `values` holds for each name an array of shape (count,), a float, an option as text, None, for a column of a table
    a list of arrays and floats, one per row, and for a formula what `sample` or `evaluate_tree` gave. Never raises.
    """
    run = _Run(values, count)
    try:
        with raising():
            found = run.value(tree, None)
    except StopError as stop:
        run.fail(stop.code, None, np.ones(count, dtype=bool))
        found = 1.0
    except VaryingError as varying:
        return piecewise(sample, tree, values, varying.of_all(count), count)
    except (TypeError, KeyError, IndexError, ValueError, RecursionError):
        return Sampled(1.0, {INVALID_INPUT: np.ones(count, dtype=bool)})
    return Sampled(found, run.failures)


class _Run:
    """`index` names the samples a branch is computed for; None means all of them."""

    def __init__(self, values: Mapping[str, Any], count: int) -> None:
        self.values, self.count, self.steps = values, count, 0
        self.failed = np.zeros(count, dtype=bool)
        self.failures: dict[str, Mask] = {}

    def value(self, tree: Tree, index: Index) -> Any:
        self.steps += 1
        if self.steps > MAXIMUM_STEPS:
            raise StopError(TOO_MANY_STEPS)
        if isinstance(tree, list):
            return self.operation(str(tree[0]), tree, index)
        if isinstance(tree, str):
            return self.named(tree, index)
        if tree is None:
            raise StopError(NOT_DEFINED)
        return float(tree)

    def operation(self, head: str, tree: list[Tree], index: Index) -> Any:
        if head in _SPECIAL:
            return _SPECIAL[head](self, tree, index)
        given = [self.value(each, index) for each in tree[1:]]
        result = _pair(head, given)
        if result is not None:
            return result
        if head in CHARGED:
            self.step(charge(head, [_largest(each) for each in given]))
        result = self.apply(head, given, index)
        if isinstance(result, list):
            self.step(len(result))
        return result

    def step(self, count: int) -> None:
        self.steps += count
        if self.steps > MAXIMUM_STEPS:
            raise StopError(TOO_MANY_STEPS)

    def named(self, name: str, index: Index) -> Any:
        found = self.values[name]
        if found is None:
            raise StopError(NOT_DEFINED)
        if index is not None:
            found = part(found, index)
        if isinstance(found, Sampled):
            return self.sound(found, index)
        if isinstance(found, Failure):
            raise StopError(found.code)
        return found

    def sound(self, found: Sampled, index: Index) -> Any:
        """Return what another formula gave; a sample that failed there fails here too, with the same code."""
        for code, mask in found.failed.items():
            self.fail(code, index, mask)
            if mask.all():
                raise StopError(code)
        return found.value

    def size(self, index: Index) -> int:
        return self.count if index is None else len(index)

    def fail(self, code: str, index: Index, bad: NDArray[np.bool_]) -> None:
        """Note the samples that fail here; one that failed before keeps its first code."""
        where = np.flatnonzero(bad) if index is None else index[bad]
        fresh = where[~self.failed[where]]
        if len(fresh):
            self.failed[fresh] = True
            self.failures.setdefault(code, np.zeros(self.count, dtype=bool))[fresh] = True

    def choose(self, tree: list[Tree], index: Index) -> Any:
        condition = self.value(tree[1], index)
        if isinstance(condition, list):
            self.step(len(condition))
            sides = [periods(self.value(each, index), len(condition)) for each in tree[2:]]
            return [np.where(chosen, a, b) for chosen, a, b in zip(condition, *sides, strict=True)]
        if not isinstance(condition, np.ndarray):
            return self.value(tree[2 if condition else 3], index)
        if condition.all() or not condition.any():
            return self.value(tree[2 if condition.flat[0] else 3], index)
        chosen = np.broadcast_to(condition, (self.size(index),))
        parts = ((tree[2], np.flatnonzero(chosen)), (tree[3], np.flatnonzero(~chosen)))
        results = [(self.branch(each, part if index is None else index[part]), part) for each, part in parts]
        if len({len(found) for found, _ in results if isinstance(found, list)}) > 1:
            raise VaryingError(chosen.astype(np.float64), index)
        return merge(results, self.size(index))

    def branch(self, tree: Tree, index: NDArray[np.intp]) -> Any:
        """Compute one side for its own samples; when all of them end there, the other side goes on."""
        try:
            return self.value(tree, index)
        except StopError as stop:
            if stop.code == TOO_MANY_STEPS:
                raise
            self.fail(stop.code, index, np.ones(len(index), dtype=bool))
            return np.nan

    def apply(self, head: str, given: list[Any], index: Index) -> Any:
        if head in _WHOLE:
            return _WHOLE[head](self, given, index)
        if head in EXTREMES and len(given) == 1:
            return EXTREMES[head](self, given, index)
        lengths = {len(each) for each in given if isinstance(each, list)}
        if not lengths:
            return self.guarded(head, given, index)
        length = lengths.pop()
        columns = [periods(each, length) for each in given]
        return [self.single(head, list(each), index) for each in zip(*columns, strict=True)]

    def single(self, head: str, given: list[Any], index: Index) -> Any:
        result = _pair(head, given)
        return self.guarded(head, given, index) if result is None else result

    def guarded(self, head: str, given: list[Any], index: Index) -> Any:
        """Run one NumPy operation; where it signals trouble, mark the samples and put 1 in their place."""
        if head in SILENT:
            given = self.tested(SILENT[head], given, index)
        try:
            return FUNCTIONS[head](*given)
        except FloatingPointError:
            given = self.tested(SIGNALLED.get(head, ()), given, index)
            with np.errstate(all="ignore"):
                result = np.asarray(FUNCTIONS[head](*given), dtype=np.float64)
            return self.benign(TOO_LARGE, ~np.isfinite(result), result, index)

    def tested(self, tests: tuple[tuple[str, Callable[..., Any]], ...], given: list[Any], index: Index) -> list[Any]:
        for code, test in tests:
            given = self.without(code, test, given, index)
        return given

    def without(self, code: str, test: Callable[..., Any], given: list[Any], index: Index) -> list[Any]:
        bad = test(*given)
        if not np.any(bad):
            return given
        return [self.benign(code, np.asarray(bad), np.asarray(each, dtype=np.float64), index) for each in given]

    def benign(self, code: str, bad: Any, result: NDArray[np.float64], index: Index) -> Any:
        if np.all(bad):
            raise StopError(code)
        shape = (self.size(index),)
        self.fail(code, index, np.broadcast_to(bad, shape))
        return np.where(bad, 1.0, result)


def _pair(head: str, given: list[Any]) -> Any:
    """Run the usual case, two numbers, arrays or options, without ceremony; None for all else and where it fails."""
    if len(given) != _TWO or head not in OPERATORS:
        return None
    a, b = given
    if a.__class__ not in _SINGLE or b.__class__ not in _SINGLE:
        return None
    try:
        result = OPERATORS[head](a, b)
    except (FloatingPointError, ZeroDivisionError):
        return None
    return None if result.__class__ is float and not math.isfinite(result) else result


def _largest(value: Any) -> Any:
    """Return the largest number of all samples: what a function with a price of its own costs at most."""
    if isinstance(value, list):
        return [_largest(each) for each in value]
    return float(np.fmax.reduce(np.ravel(value)))


def _given(run: _Run, tree: list[Tree], index: Index) -> Any:
    found = run.values[str(tree[1])]
    missing = found.failed.get(NOT_DEFINED) if isinstance(found, Sampled) else None
    if missing is None:
        return found is not None
    return ~missing if index is None else ~missing[index]


def _option(_run: _Run, tree: list[Tree], _index: Index) -> str:
    return str(tree[1])


def _fail(_run: _Run, tree: list[Tree], _index: Index) -> Any:
    raise StopError(str(tree[1]))


_SPECIAL: Final[Mapping[str, Callable[[_Run, list[Tree], Index], Any]]] = {
    "if": _Run.choose, "given": _given, "option": _option, "fail": _fail,
}  # fmt: skip
