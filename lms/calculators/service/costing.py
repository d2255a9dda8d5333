"""How much work a formula is at most, before it is ever run: in the steps that the interpreters count."""

from collections.abc import Mapping
from typing import Final

from lms.calculators.declared import Calculator
from lms.calculators.formula.charges import CHARGED, MOST_AGENTS, charge
from lms.calculators.formula.language import MAXIMUM_PERIODS, Tree

_ONE_NUMBER: Final = frozenset(
    {"sum", "mean", "median", "product", "at", "last", "count", "changes", "distinct", "sbg_alpha", "sbg_beta"}
)
_SILENT: Final = frozenset({"given", "option", "fail"})
_EXTREMES: Final = frozenset({"min", "max"})
_ALONE: Final = 2


def cost(tree: Tree, lengths: Mapping[str, int], periods: int = MAXIMUM_PERIODS) -> int:
    """Return a bound on the steps of one evaluation: one per part, and one more per value of each series computed.

    `lengths` gives the most values each series among the names can have; other names are single. `periods` is the most
    that `years()` of a computed number can give. Both sides of an if() count, though usually one is computed.
    """
    return _measured(tree, lengths, periods)[0]


def costs(calculator: Calculator, periods: int = MAXIMUM_PERIODS) -> dict[str, int]:
    """Return the bound of each output and series of a calculator, with its tables as long as they may be."""
    lengths = {f"{table.name}.{each.name}": table.most for table in calculator.tables for each in table.columns}
    series = {each.name for each in calculator.series}
    found = {}
    for each in calculator.steps:
        found[each.name], length = _measured(each.tree, lengths, periods)
        if each.name in series:
            lengths[each.name] = calculator.table(each.over).most if each.over else length
    return found


def _measured(tree: Tree, lengths: Mapping[str, int], periods: int) -> tuple[int, int]:
    """Return the bound on the steps, and on the number of values; 0 values for what is no series."""
    if isinstance(tree, str):
        return 1, lengths.get(tree, 0)
    if not isinstance(tree, list) or tree[0] in _SILENT:
        return 1, 0
    parts = [_measured(each, lengths, periods) for each in tree[1:]]
    steps = 1 + sum(each[0] for each in parts)
    length = max(each[1] for each in parts)
    steps += _charged(tree, length)
    if tree[0] == "if":
        return steps + parts[0][1], length
    if tree[0] == "years":
        length = _periods(tree[1], periods)
    elif tree[0] in _ONE_NUMBER or (tree[0] in _EXTREMES and len(tree) == _ALONE):
        length = 0
    return steps + length, length


def _charged(tree: list[Tree], length: int) -> int:
    """Return the most that a function with a price of its own adds; computed agents count as the most there may be."""
    head = str(tree[0])
    if head not in CHARGED:
        return 0
    agents = float(tree[2]) if head == "erlang_c" and isinstance(tree[2], float | int) else float(MOST_AGENTS)
    return charge(head, [[0.0] * max(length, 1), agents])


def _periods(counted: Tree, periods: int) -> int:
    if isinstance(counted, float | int):
        return min(max(int(counted), 0), MAXIMUM_PERIODS)
    return periods
