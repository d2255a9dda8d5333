"""What moves the headline most: each number that matters a tenth lower and higher, the others unchanged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lms.calculators.declared import Calculator, Formula, Table
from lms.calculators.formula.prepared import evaluate, prepared_tree
from lms.calculators.judging import bounded

_MOVE: Final = 0.1

_Known = Mapping[str, Any]
_Chain = list[tuple[Formula, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Move:
    """What the headline becomes when one input, or a column of a table, is 10 % lower and higher.

    `swing` is the distance; a column's `name` is that of its series, such as segments.referrals.
    """

    name: str
    low: float | None
    high: float | None
    swing: float


def moves(calculator: Calculator, known: _Known) -> tuple[Move, ...]:
    """Return the moves, largest first: of inputs that matter, and of columns that have no total to keep."""
    chain = [(each, prepared_tree(each.tree).uses) for each in calculator.steps if each.name in calculator.chain]
    found = [_move(chain, known, name, ends) for name, ends in _ends(calculator, known)]
    return tuple(sorted(found, key=lambda move: (-move.swing, move.name)))


def _ends(calculator: Calculator, known: _Known) -> Iterator[tuple[str, list[Any]]]:
    """Yield each name that is moved with its lower and higher value, kept inside the hard range."""
    factors = (1 - _MOVE, 1 + _MOVE)
    for each in calculator.inputs:
        value = known[each.name]
        if each.matters and isinstance(value, float):
            yield each.name, [bounded(each, value * factor) for factor in factors]
    for table in calculator.tables:
        yield from _column_ends(table, known, factors)


def _column_ends(table: Table, known: _Known, factors: tuple[float, float]) -> Iterator[tuple[str, list[Any]]]:
    kept = {total.column for total in table.totals}
    for column in table.columns:
        name = f"{table.name}.{column.name}"
        if column.name not in kept and not column.is_text:
            yield name, [[bounded(column, value * factor) for value in known[name]] for factor in factors]


def _move(chain: _Chain, known: _Known, name: str, ends: list[Any]) -> Move:
    low, high = (_moved(chain, known, name, end) for end in ends)
    return Move(name, low, high, 0.0 if low is None or high is None else abs(high - low))


def _moved(chain: _Chain, known: _Known, name: str, value: Any) -> float | None:
    """Return the headline with one value changed; only what depends on it is computed anew."""
    moved = {**known, name: value}
    touched = {name}
    for each, uses in chain:
        if not touched.isdisjoint(uses):
            moved[each.name] = evaluate(each.tree, moved)
            touched.add(each.name)
    result = moved[chain[-1][0].name]
    return result if isinstance(result, float) else None
