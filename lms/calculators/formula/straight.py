"""Computes a tree for thousands of samples straight through, where nothing fails: the usual case of `sampled.py`.

A tree becomes a chain of small functions once. Run, it gives what `sample` gives, operation for operation and digit for
digit, or gives up (`AsideError`, or a floating-point exception): then `sample` looks for the samples that fail. What is
gained: no bookkeeping, intermediate arrays are used again instead of made anew (the system takes longer to hand out the
memory than it takes to fill), and of an `if` whose condition holds for some samples only, both sides are computed
for all when neither fails.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lms.calculators.formula.arrays import OPERATORS
from lms.calculators.formula.kinds import names_in
from lms.calculators.formula.language import MAXIMUM_STEPS, Tree
from lms.calculators.formula.shelf import GIVES_UP, AsideError, Shelf
from lms.calculators.formula.straight_functions import OTHERS, SINGLE, together

Step = Callable[[Mapping[str, Any]], Any]

_ARRAY: Final = np.ndarray
_PLAIN: Final = frozenset({float, str, list, np.ndarray})
_UNARY: Final = 2


@dataclass(frozen=True, slots=True)
class Setting:
    """Where trees become functions: `fixed` names stand as they are in every run, `longest` bounds their series."""

    shelf: Shelf
    fixed: Mapping[str, Any]
    longest: int

    def fixes(self, tree: Tree) -> bool:
        """Tell whether a part is the same in every run."""
        return self.fixed.keys() >= names_in(tree)


def straight(tree: Tree, setting: Setting) -> Step | None:
    """Return the tree as one function of the values of its names; None when it holds what only `sample` can do.

    The result is an array of shape (samples,), a float, or a list of such; values as for `sample`: none is changed.
    A tree that could come near the limit of steps is left to `sample`. NumPy's exceptions must be raised here too.
    """
    if _nodes(tree) * (1 + setting.longest) > MAXIMUM_STEPS:
        return None
    try:
        return _step(tree, setting)
    except GIVES_UP:
        return None


def fresh(tree: Tree) -> bool:
    """Tell whether the arrays a part gives are its own: those of an operation are, those of a name are not."""
    return isinstance(tree, list) and len(tree) > _UNARY and tree[0] in _UFUNCS


def handed_on(tree: Tree) -> frozenset[str]:
    """Return the names whose arrays may themselves be what a formula gives, or part of it."""
    if isinstance(tree, str):
        return frozenset({tree})
    if not isinstance(tree, list) or tree[0] in {"option", "fail", "given"}:
        return frozenset()
    consumed = tree[0] in _BINARY or tree[0] in SINGLE
    parts = [each for each in tree[1:] if not (consumed and isinstance(each, str))]
    return frozenset().union(*map(handed_on, parts))


def _nodes(tree: Tree) -> int:
    return 1 + sum(_nodes(each) for each in tree[1:]) if isinstance(tree, list) else 1


def _step(tree: Tree, setting: Setting) -> Step:
    """Return one part; what is the same in every run is computed now."""
    if isinstance(tree, str):
        return _named(tree)
    if tree is None:
        return _aside
    if not isinstance(tree, list):
        return _constant(float(tree))
    step = _operation(str(tree[0]), tree, setting)
    try:
        return _constant(step(setting.fixed)) if setting.fixes(tree) else step
    except GIVES_UP:
        return step  # it fails, if it is ever asked for


def _operation(head: str, tree: list[Tree], setting: Setting) -> Step:
    if head in _SPECIAL:
        return _SPECIAL[head](tree, setting)
    if head in _BINARY and len(tree) > _UNARY:
        return _binary(head, tree, setting)
    if head not in OTHERS:
        raise AsideError
    function, given = OTHERS[head], [_step(each, setting) for each in tree[1:]]
    if len(given) == 1:
        only = given[0]
        return lambda values: function(only(values))
    return lambda values: function(*[each(values) for each in given])


def _constant(value: Any) -> Step:
    return lambda _values: value


def _named(name: str) -> Step:
    def named(values: Mapping[str, Any]) -> Any:
        found = values[name]
        if found.__class__ in _PLAIN:
            return found
        raise AsideError

    return named


def _aside(_values: Mapping[str, Any]) -> Any:
    raise AsideError


def _binary(head: str, tree: list[Tree], setting: Setting) -> Step:
    """Two values, or two series period by period; arrays that only this operation sees are used again."""
    left, right = _step(tree[1], setting), _step(tree[2], setting)
    single = _arithmetic(head, setting.shelf) if head in _UFUNCS else _comparison(head, setting.shelf)
    mine, other = fresh(tree[1]), fresh(tree[2])

    def binary(values: Mapping[str, Any]) -> Any:
        a, b = left(values), right(values)
        if a.__class__ is list:
            if b.__class__ is not list:  # a single value serves every period, so it is never written over
                return [single(each, b, mine, False) for each in a]
            if len(a) != len(b):
                raise AsideError
            return [single(one, two, mine, other) for one, two in zip(a, b, strict=True)]
        if b.__class__ is list:
            return [single(a, each, False, other) for each in b]
        return single(a, b, mine, other)

    return binary


def _arithmetic(head: str, shelf: Shelf) -> Callable[[Any, Any, bool, bool], Any]:
    of_numbers, of_arrays, free = OPERATORS[head], _UFUNCS[head], shelf

    def arithmetic(a: Any, b: Any, mine: bool, other: bool) -> Any:
        if a.__class__ is _ARRAY:
            if mine:
                if other and b.__class__ is _ARRAY:
                    free.free.append(b)
                return of_arrays(a, b, a)
        elif b.__class__ is not _ARRAY:
            found = of_numbers(a, b)
            if not math.isfinite(found):
                raise AsideError
            return found
        if other and b.__class__ is _ARRAY:
            return of_arrays(a, b, b)
        return of_arrays(a, b, free.free.pop()) if free.free else of_arrays(a, b)

    return arithmetic


def _comparison(head: str, shelf: Shelf) -> Callable[[Any, Any, bool, bool], Any]:
    compare = OPERATORS[head]

    def comparison(a: Any, b: Any, mine: bool, other: bool) -> Any:
        found = compare(a, b)
        if mine:
            shelf.put(a)
        if other:
            shelf.put(b)
        return found

    return comparison


def _choice(tree: list[Tree], setting: Setting) -> Step:
    condition = _step(tree[1], setting)
    if setting.fixes(tree[1]):
        chosen = condition(setting.fixed)
        if chosen.__class__ is not list:
            return _step(tree[2] if chosen else tree[3], setting)
    then, otherwise = _step(tree[2], setting), _step(tree[3], setting)

    def choice(values: Mapping[str, Any]) -> Any:
        chosen = condition(values)
        if chosen.__class__ is _ARRAY:
            held = np.count_nonzero(chosen)
            if 0 < held < len(chosen):
                return _either(chosen, then(values), otherwise(values))
            chosen = held
        if chosen.__class__ is list:
            return [_either(*each) for each in together(chosen, then(values), otherwise(values))]
        return then(values) if chosen else otherwise(values)

    return choice


def _either(chosen: Any, then: Any, otherwise: Any) -> Any:
    if chosen.__class__ is not _ARRAY:
        return then if chosen else otherwise
    if {then.__class__, otherwise.__class__} & {list, str}:
        raise AsideError
    return np.where(chosen, then, otherwise)


def _given(tree: list[Tree], _setting: Setting) -> Step:
    name = str(tree[1])

    def given(values: Mapping[str, Any]) -> bool:
        found = values[name]
        if found is None:
            return False
        if found.__class__ in _PLAIN:
            return True
        raise AsideError

    return given


def _option(tree: list[Tree], _setting: Setting) -> Step:
    option = str(tree[1])
    return lambda _values: option


def _fail(_tree: list[Tree], _setting: Setting) -> Step:
    return _aside


def _summed(tree: list[Tree], setting: Setting) -> Step:
    """Add up in order; over the first array when only this operation sees it, else from the first sum on."""
    series, mine, shelf = _step(tree[1], setting), fresh(tree[1]), setting.shelf

    def summed(values: Mapping[str, Any]) -> Any:
        total: Any = 0.0
        own = False
        for each in series(values):
            if own:
                total += each
                if mine:
                    shelf.put(each)
            elif mine and each.__class__ is _ARRAY:
                total, own = np.add(total, each, each), True
            else:
                total = total + each
                own = total.__class__ is _ARRAY
        if total.__class__ is float and not math.isfinite(total):
            raise AsideError
        return total

    return summed


def _mean(tree: list[Tree], setting: Setting) -> Step:
    series, summed = _step(tree[1], setting), _summed(["sum", "series"], setting)

    def mean(values: Mapping[str, Any]) -> Any:
        found = series(values)
        if not found:
            raise AsideError
        return summed({"series": found}) / len(found)

    return mean


_UFUNCS: Final[Mapping[str, Callable[..., NDArray[np.float64]]]] = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.true_divide,
}  # fmt: skip
_BINARY: Final = frozenset(OPERATORS)
_SPECIAL: Final[Mapping[str, Callable[[list[Tree], Setting], Step]]] = {
    "if": _choice, "given": _given, "option": _option, "fail": _fail, "sum": _summed, "mean": _mean,
}  # fmt: skip
