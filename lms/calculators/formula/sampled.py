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
from lms.calculators.formula.arrays import FUNCTIONS, OPERATORS, SIGNALLED, SILENT
from lms.calculators.formula.language import MAXIMUM_STEPS, Tree
from lms.calculators.formula.periods import EXTREMES, WHOLE, Index, StopError, VaryingError, merge, periods
from lms.calculators.formula.scalar import Failure, evaluate_tree

NOT_DEFINED: Final = "NOT_DEFINED"


class Samples:
    """The values of one formula for every sample: `values` (NaN where there is none) and `codes` of those that failed.

    `codes` maps an error code, or NOT_DEFINED, to the number of samples that ended so: counted, never dropped.
    """

    def __init__(self, values: NDArray[np.float64], codes: Mapping[str, int]) -> None:
        """Keep values and counts."""
        self.values, self.codes = values, codes


def evaluate_samples(tree: Tree, values: Mapping[str, Any], count: int) -> Samples:
    """Return a number formula for `count` samples.

    `values` holds for each name an array of shape (count,), a float, an option as text, None, or for a column of a
    table a list of arrays and floats, one per row. Never raises.
    """
    run = _Run(values, count)
    try:
        with np.errstate(divide="raise", over="raise", invalid="raise", under="ignore"):
            found = run.value(tree, None)
        result = np.broadcast_to(np.asarray(found, dtype=np.float64), (count,))
    except StopError as stop:
        run.fail(stop.code, None, np.ones(count, dtype=bool))
        result = np.full(count, np.nan)
    except VaryingError:
        return _one_by_one(tree, values, count)
    except (TypeError, KeyError, IndexError, ValueError, RecursionError):
        return Samples(np.full(count, np.nan), {INVALID_INPUT: count})
    if not run.failures:
        return Samples(result, {})
    return Samples(np.where(run.failed, np.nan, result), dict(run.failures))


def _one_by_one(tree: Tree, values: Mapping[str, Any], count: int) -> Samples:
    """Compute sample by sample in plain Python: slower by far, and needed only for series of varying length."""
    result = np.full(count, np.nan)
    codes: dict[str, int] = {}
    for at in range(count):
        found = evaluate_tree(tree, {name: _sample(each, at) for name, each in values.items()})
        if isinstance(found, float):
            result[at] = found
        else:
            code = found.code if isinstance(found, Failure) else NOT_DEFINED
            codes[code] = codes.get(code, 0) + 1
    return Samples(result, codes)


def _sample(value: Any, at: int) -> Any:
    if isinstance(value, list):
        return [_sample(each, at) for each in value]
    return float(value[at]) if isinstance(value, np.ndarray) else value


class _Run:
    """`index` names the samples a branch is computed for; None means all of them."""

    def __init__(self, values: Mapping[str, Any], count: int) -> None:
        self.values, self.count, self.steps = values, count, 0
        self.failed = np.zeros(count, dtype=bool)
        self.failures: dict[str, int] = {}

    def value(self, tree: Tree, index: Index) -> Any:
        self.step(1)
        if isinstance(tree, str):
            return self.named(tree, index)
        if isinstance(tree, float | int):
            return float(tree)
        if tree is None:
            raise StopError(NOT_DEFINED)
        head = str(tree[0])
        if head in _SPECIAL:
            return _SPECIAL[head](self, tree, index)
        given = [self.value(each, index) for each in tree[1:]]
        result = self.pair(head, given[0], given[1], index) if head in OPERATORS and len(given) > 1 else None
        if result is not None:
            return result
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
        return found if index is None else _part(found, index)

    def size(self, index: Index) -> int:
        return self.count if index is None else len(index)

    def fail(self, code: str, index: Index, bad: NDArray[np.bool_]) -> None:
        """Note the samples that fail here; one that failed before keeps its first code."""
        where = np.flatnonzero(bad) if index is None else index[bad]
        fresh = where[~self.failed[where]]
        if len(fresh):
            self.failed[fresh] = True
            self.failures[code] = self.failures.get(code, 0) + len(fresh)

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

    def pair(self, head: str, a: Any, b: Any, index: Index) -> Any:
        """Run the usual case, numbers and arrays, without ceremony; None for a series, or when anything goes wrong."""
        if isinstance(a, list | str) or isinstance(b, list | str):
            return None
        try:
            result = OPERATORS[head](a, b)
        except (FloatingPointError, ZeroDivisionError):
            return None
        return None if isinstance(result, float) and not math.isfinite(result) else result

    def apply(self, head: str, given: list[Any], index: Index) -> Any:
        if head in WHOLE:
            return WHOLE[head](self, given, index)
        if head in EXTREMES and len(given) == 1:
            return EXTREMES[head](self, given, index)
        lengths = {len(each) for each in given if isinstance(each, list)}
        if not lengths:
            return self.guarded(head, given, index)
        length = lengths.pop()
        columns = [periods(each, length) for each in given]
        return [self.guarded(head, list(each), index) for each in zip(*columns, strict=True)]

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


def _part(found: Any, index: NDArray[np.intp]) -> Any:
    """Return the samples of `index`: of an array, or of each number of a series."""
    if isinstance(found, list):
        return [_part(each, index) for each in found]
    return found[index] if isinstance(found, np.ndarray) else found


def _given(run: _Run, tree: list[Tree], _index: Index) -> bool:
    return run.values[str(tree[1])] is not None


def _option(_run: _Run, tree: list[Tree], _index: Index) -> str:
    return str(tree[1])


def _fail(_run: _Run, tree: list[Tree], _index: Index) -> Any:
    raise StopError(str(tree[1]))


_SPECIAL: Final[Mapping[str, Callable[[_Run, list[Tree], Index], Any]]] = {
    "if": _Run.choose, "given": _given, "option": _option, "fail": _fail,
}  # fmt: skip
