"""The rows a person enters in a table: what can be used of them, what is wrong with them, and in which cell.

A table's value is a list of rows, `[{"name": "Ambassadors", "share": 0.25, …}, …]`; a cell that is still empty is None.
`static/calculators/tables.js` is the same in the browser.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeGuard

from lms.calculators.declared import Input, Table, Total
from lms.calculators.judging import LARGEST, LONGEST_TEXT, UNPRINTABLE, input_problem, input_warning

LONGEST_NAME: Final = LONGEST_TEXT
NAME: Final = "name"
PICTURE: Final = "picture"
"""What a row of a way may hold beside its cells: the id of a picture of it. Nothing is computed with it."""
INCOMPLETE: Final = frozenset({"EMPTY_CELL", "TOO_FEW_ROWS", "TOTAL", "TOTAL_OVER"})
"""Codes of a table that is not finished yet: it may be kept, but gives no result."""

_HAIR: Final = 1e-9
_ID: Final = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


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
    if table.fixed and len(rows) != len(table.example):
        return [CellProblem(None, None, "ROWS_FIXED")]
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


def table_rows(table: Table, value: object, language: str = "en") -> list[dict[str, Any]]:
    """Return the rows with what is declared and nothing else but a way's pictures; [] when `value` is no table.

    A missing number is None, a missing text empty. A table of fixed rows has the example's, named in `language`:
    cells are taken by their place, what is missing is empty and what is beyond is left out.
    """
    if not _is_rows(value):
        return []
    if not table.fixed:
        return [{NAME: row.get(NAME, ""), **_cells(table, row), **_picture(table, row)} for row in value]
    given = [*value, *({} for _row in table.example)]
    return [{NAME: row[NAME], **_cells(table, each)} for row, each in zip(table.rows(language), given, strict=False)]


def _cells(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    return {each.name: _cell(each, row.get(each.name)) for each in table.columns}


def _picture(table: Table, row: Mapping[str, Any]) -> dict[str, str]:
    found = row.get(PICTURE)
    return {PICTURE: found} if table.curve and isinstance(found, str) and _ID.fullmatch(found) else {}


def _cell(column: Input, value: Any) -> Any:
    if column.is_text:
        return "" if value is None else value
    whole = isinstance(value, int) and not isinstance(value, bool)
    return float(value) if whole and abs(value) <= LARGEST else value


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
    """Return the series formulas compute with, such as segments.share, of rows without problems.

    A column of texts gives numbers: each different text the next one in the order of appearance, an empty one 0.
    """
    return {f"{table.name}.{each.name}": _series(each, [row[each.name] for row in rows]) for each in table.columns}


def _series(column: Input, cells: Sequence[Any]) -> list[float]:
    if not column.is_text:
        return [float(each) for each in cells]
    found: dict[str, float] = {"": 0.0}
    return [found.setdefault(each.strip().lower(), float(len(found))) for each in cells]


def _is_rows(value: object) -> TypeGuard[Sequence[Mapping[str, Any]]]:
    return isinstance(value, list | tuple) and all(isinstance(each, Mapping) for each in value)


def _row_problems(table: Table, at: int, row: Mapping[str, Any]) -> Iterator[CellProblem]:
    code = _name_problem(row.get(NAME, ""))
    if code:
        yield CellProblem(at, NAME, code)
    for column in table.columns:
        value = row.get(column.name)
        empty = None if column.is_text else "EMPTY_CELL"
        code = empty if value is None else input_problem(column, value)
        if code:
            yield CellProblem(at, column.name, code)


def _name_problem(name: object) -> str | None:
    if not isinstance(name, str) or UNPRINTABLE.search(name):
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
