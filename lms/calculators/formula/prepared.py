"""Computes the formulas of a calculator again and again: each tree becomes a chain of small functions once.

It gives what `evaluate_tree` gives, operation for operation. Steps are not counted one by one: every node is charged
beforehand, whichever side of an `if` is taken, and a series by its length. Where that could reach the limit, the tree
goes to `evaluate_tree`, which counts exactly.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final

from lms.calculators.codes import INVALID_INPUT, OUT_OF_DOMAIN, TOO_LARGE
from lms.calculators.formula.charges import CHARGED, charge
from lms.calculators.formula.kinds import names_in
from lms.calculators.formula.language import MAXIMUM_STEPS, Tree, Value
from lms.calculators.formula.scalar import OPERATIONS, PLAIN, Environment, Failure, apply, evaluate_tree, spread
from lms.calculators.formula.stopping import Stop, stop

Spent = list[int]
"""One number: the steps taken so far, or more."""

Step = Callable[[Environment, Spent], Any]

_BINARY: Final = 3
_MOST: Final = 5_000


class _Long(Exception):
    """The steps come near their limit and have to be counted exactly."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A tree made ready: `uses` are the names in it."""

    tree: Tree
    uses: frozenset[str]
    step: Step
    nodes: int


def evaluate(tree: Tree, values: Environment) -> Value | Failure | None:
    """Return what `evaluate_tree` returns; for trees that stay as they are and are computed often."""
    try:
        ready = prepared_tree(tree)
        found: Value = ready.step(values, [ready.nodes])
        return found
    except Stop as ended:
        return ended.outcome
    except _Long:
        return evaluate_tree(tree, values)
    except (TypeError, KeyError, IndexError, RecursionError):
        return Failure(INVALID_INPUT)


def prepared_tree(tree: Tree) -> Prepared:
    """Return a tree made ready; a list is kept under its identity, so it must never be changed."""
    kept = _kept.get(id(tree))
    if kept is None or kept.tree is not tree:
        kept = Prepared(tree, names_in(tree), _step(tree), _nodes(tree))
        if len(_kept) >= _MOST:
            _kept.clear()
        _kept[id(tree)] = kept
    return kept


_kept: Final[dict[int, Prepared]] = {}


def _nodes(tree: Tree) -> int:
    return 1 + sum(map(_nodes, tree[1:])) if isinstance(tree, list) else 1


def _step(tree: Tree) -> Step:
    if isinstance(tree, str):
        return _named(tree)
    if tree is None:
        return _nothing
    if not isinstance(tree, list):
        return _constant(float(tree))
    if tree[0] in _SPECIAL:
        return _SPECIAL[tree[0]](tree)
    if tree[0] in PLAIN and len(tree) == _BINARY:
        return _binary(tree)
    return _call(tree)


def _constant(value: Any) -> Step:
    return lambda _values, _spent: value


def _nothing(_values: Environment, _spent: Spent) -> Any:
    raise Stop(None)


def _named(name: str) -> Step:
    def named(values: Environment, _spent: Spent) -> Any:
        found = values[name]
        if found is None or found.__class__ is Failure:
            raise Stop(found)
        return found

    return named


def _binary(tree: list[Tree]) -> Step:
    head, left, right = tree[0], _step(tree[1]), _step(tree[2])
    function = _QUICK.get(head) or OPERATIONS[head]

    def binary(values: Environment, spent: Spent) -> Any:
        a, b = left(values, spent), right(values, spent)
        if a.__class__ is float and b.__class__ is float:
            found = function(a, b)
            if not isfinite(found):
                raise stop(TOO_LARGE)
            return found
        if a.__class__ is list or b.__class__ is list:
            return _spend(_pairs(function, a, b), spent)
        return apply(function, head, [a, b])

    return binary


def _pairs(function: Callable[[Any, Any], Any], a: Any, b: Any) -> list[Any]:
    """Apply element by element; a single value is repeated, series must be equally long."""
    first = a if a.__class__ is list else [a] * len(b)
    second = b if b.__class__ is list else [b] * len(a)
    if len(first) != len(second):
        raise stop(OUT_OF_DOMAIN)
    try:
        results = list(map(function, first, second))
    except Stop:
        return _one_by_one(function, first, second)
    # all in one sum; that of sound numbers may be too large itself
    return results if isfinite(sum(results)) else _one_by_one(function, first, second)


def _one_by_one(function: Callable[[Any, Any], Any], first: list[Any], second: list[Any]) -> list[Any]:
    """Return what `_pairs` does, and say of the first element that has no value why."""
    results = []
    for each, other in zip(first, second, strict=True):
        found = function(each, other)
        if found.__class__ is float and not isfinite(found):
            raise stop(TOO_LARGE)
        results.append(found)
    return results


def _call(tree: list[Tree]) -> Step:
    head, parts = tree[0], [_step(each) for each in tree[1:]]
    function = OPERATIONS[head]
    charged = head in CHARGED

    def call(values: Environment, spent: Spent) -> Any:
        given = [each(values, spent) for each in parts]
        if charged:
            _add(charge(str(head), given), spent)
        found = apply(function, head, given)
        return _spend(found, spent) if found.__class__ is list else found

    return call


def _spend(series: list[Any], spent: Spent) -> list[Any]:
    _add(len(series), spent)
    return series


def _add(count: int, spent: Spent) -> None:
    spent[0] += count
    if spent[0] > MAXIMUM_STEPS:
        raise _Long


def _if(tree: list[Tree]) -> Step:
    condition, first, second = (_step(each) for each in tree[1:])

    def choose(values: Environment, spent: Spent) -> Any:
        chosen = condition(values, spent)
        if chosen.__class__ is not list:
            return first(values, spent) if chosen else second(values, spent)
        _spend(chosen, spent)
        sides = [first(values, spent), second(values, spent)]
        return spread(lambda truth, a, b: a if truth else b, [chosen, *sides])

    return choose


def _given(tree: list[Tree]) -> Step:
    name = str(tree[1])
    return lambda values, _spent: values[name] is not None


def _option(tree: list[Tree]) -> Step:
    return _constant(str(tree[1]))


def _fail(tree: list[Tree]) -> Step:
    code = str(tree[1])

    def fail(_values: Environment, _spent: Spent) -> Any:
        raise stop(code)

    return fail


_SPECIAL: Final[Mapping[Any, Callable[[list[Tree]], Step]]] = {
    "if": _if, "given": _given, "option": _option, "fail": _fail,
}  # fmt: skip

_QUICK: Final[Mapping[Any, Callable[[Any, Any], Any]]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "<": operator.lt, "<=": operator.le, ">": operator.gt,
    ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
"""The same operations as in `OPERATIONS`, without a Python function around them."""
