"""How many places a series may need: bounds of a formula over all inputs that are accepted, by interval arithmetic."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Final

from lms.calculators.declared import Calculator
from lms.calculators.formula.language import MAXIMUM_PERIODS, Tree

Interval = tuple[float, float]

_EVERYTHING: Final[Interval] = (-math.inf, math.inf)


def most_periods(calculator: Calculator, count: Tree) -> int:
    """Return the largest number of periods `years(count)` can give, from 1 to 200."""
    highest = _Bounds(calculator).of(count)[1]
    return MAXIMUM_PERIODS if highest > MAXIMUM_PERIODS else max(1, math.floor(highest))


class _Bounds:
    def __init__(self, calculator: Calculator) -> None:
        self._inputs = {each.name: each for each in calculator.inputs}
        self._outputs = {each.name: each.tree for each in calculator.outputs}

    def of(self, tree: Tree) -> Interval:
        """Return the least and the largest value; infinite where nothing better is known."""
        if isinstance(tree, str):
            return self._named(tree)
        if not isinstance(tree, list):
            return _EVERYTHING if tree is None else (float(tree), float(tree))
        head = str(tree[0])
        if head == "if":
            return _around([self.of(each) for each in tree[2:] if not _is_nothing(each)])
        given = [self.of(each) for each in tree[1:]] if head in _MONOTONE else []
        return _MONOTONE[head](given) if given else _EVERYTHING

    def _named(self, name: str) -> Interval:
        if name in self._outputs:
            return self.of(self._outputs[name])
        found = self._inputs.get(name)
        if found is None:
            return _EVERYTHING
        low, high = found.minimum, found.maximum
        return -math.inf if low is None else low, math.inf if high is None else high


def _is_nothing(tree: Tree) -> bool:
    return tree is None or (isinstance(tree, list) and tree[0] == "fail")


def _around(all_of: list[Interval]) -> Interval:
    return (min(low for low, _ in all_of), max(high for _, high in all_of)) if all_of else _EVERYTHING


def _less(given: list[Interval]) -> Interval:
    if len(given) == 1:
        return -given[0][1], -given[0][0]
    (low, high), (other_low, other_high) = given
    return low - other_high, high - other_low


def _clamped(given: list[Interval]) -> Interval:
    (low, high), (least, _), (_, most) = given
    return max(low, least), min(high, most)


_Rule = Callable[[list[Interval]], Interval]
_MONOTONE: Final[Mapping[str, _Rule]] = {
    "+": lambda given: (given[0][0] + given[1][0], given[0][1] + given[1][1]),
    "-": _less,
    "min": lambda given: (min(low for low, _ in given), min(high for _, high in given)),
    "max": lambda given: (max(low for low, _ in given), max(high for _, high in given)),
    "clamp": _clamped,
    "ceil": lambda given: (given[0][0], given[0][1] + 1),
    "floor": lambda given: (given[0][0] - 1, given[0][1]),
    "round": lambda given: (given[0][0] - 1, given[0][1] + 1),
}
