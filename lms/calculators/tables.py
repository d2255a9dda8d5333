"""The rows a person enters in a table: what can be used of them, what is wrong with them, and in which cell.

A table's value is a list of rows, `[{"name": "Ambassadors", "share": 0.25, …}, …]`; a cell that is still empty is None.
`static/calculators/tables.js` is the same in the browser.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeGuard

from lms.calculators.declared import Table, Total
from lms.calculators.judging import LARGEST, input_problem, input_warning

LONGEST_NAME: Final = 60
NAME: Final = "name"
INCOMPLETE: Final = frozenset({"EMPTY_CELL", "TOO_FEW_ROWS", "TOTAL", "TOTAL_OVER"})
"""Codes of a table that is not finished yet: it may be kept, but gives no result."""

_HAIR: Final = 1e-9
_UNPRINTABLE: Final = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong, and where: `row` counts from 0, `column` is "name" for the row's name.

    Both are None where the table as a whole is meant. `difference` is how far a total is off (negative: too little).
    """

    row: int | None
    column: str | None
    code: str
    difference: float | None = None


def table_problems(table: Table, rows: object) -> list[CellProblem]:
    """Return everything that keeps the rows from being computed with; never raises, whatever `rows` is."""
    if not _is_rows(rows):
        return [CellProblem(None, None, "NOT_A_TABLE")]
    if len(rows) > table.most:
        return [CellProblem(None, None, "TOO_MANY_ROWS")]
    cells = [problem for at, row in enumerate(rows) for problem in _row_problems(table, at, row)]
    few = [CellProblem(None, None, "TOO_FEW_ROWS")] if len(rows) < table.fewest else []
    spoilt = {problem.column for problem in cells}
    totals = [_off(each, rows) for each in table.totals if rows and each.column not in spoilt]
    return [*cells, *few, *(problem for problem in totals if problem is not None)]


def table_warnings(table: Table, rows: Sequence[Mapping[str, Any]]) -> list[CellProblem]:
    """Return the cells outside their usual range, of rows without problems."""
    judged = (
        (at, column.name, input_warning(column, row.get(column.name)))
        for at, row in enumerate(rows)
        for column in table.columns
    )
    return [CellProblem(at, name, code) for at, name, code in judged if code]


def table_rows(table: Table, value: object) -> list[dict[str, Any]]:
    """Return the rows with what is declared and nothing else, a missing cell as None; [] when `value` is no table."""
    if not _is_rows(value):
        return []
    names = [each.name for each in table.columns]
    return [{NAME: row.get(NAME, ""), **{name: _number(row.get(name)) for name in names}} for row in value]


def labels_of(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what each row is called in charts and results: its name, or its number; a second "A" becomes "A (2)"."""
    labels: list[str] = []
    for at, row in enumerate(rows, 1):
        name = row.get(NAME)
        label = wanted = (name.strip() if isinstance(name, str) else "") or str(at)
        again = 2
        while label in labels:
            label, again = f"{wanted} ({again})", again + 1
        labels.append(label)
    return labels


def columns_of(table: Table, rows: Sequence[Mapping[str, Any]]) -> dict[str, list[float]]:
    """Return the series formulas compute with, such as segments.share, of rows without problems."""
    return {f"{table.name}.{each.name}": [float(row[each.name]) for row in rows] for each in table.columns}


def _is_rows(value: object) -> TypeGuard[Sequence[Mapping[str, Any]]]:
    return isinstance(value, list | tuple) and all(isinstance(each, Mapping) for each in value)


def _row_problems(table: Table, at: int, row: Mapping[str, Any]) -> Iterator[CellProblem]:
    code = _name_problem(row.get(NAME, ""))
    if code:
        yield CellProblem(at, NAME, code)
    for column in table.columns:
        value = row.get(column.name)
        code = "EMPTY_CELL" if value is None else input_problem(column, value)
        if code:
            yield CellProblem(at, column.name, code)


def _name_problem(name: object) -> str | None:
    if not isinstance(name, str) or _UNPRINTABLE.search(name):
        return "NAME_UNPRINTABLE"
    return "NAME_TOO_LONG" if len(name) > LONGEST_NAME else None


def _off(total: Total, rows: Sequence[Mapping[str, Any]]) -> CellProblem | None:
    """Return how far a column is from what it must sum to, where that is more than the tolerance."""
    found = 0.0
    for row in rows:
        found += row[total.column]
    difference = found - total.must_be
    if abs(difference) <= total.tolerance + _HAIR:
        return None
    return CellProblem(None, total.column, "TOTAL" if difference < 0 else "TOTAL_OVER", difference)


def _number(value: Any) -> Any:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return float(value) if whole and abs(value) <= LARGEST else value
