"""What a range is about: an input by its name, or a cell of a table as "segments.retention.2" (rows from 1)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from lms.calculators.declared import Calculator, Input, Table

_CELL: Final = re.compile(r"([a-z][a-z0-9_]*\.([a-z][a-z0-9_]*))\.([1-9][0-9]?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """A number of a calculator: `series` and `row` (from 0) are set for a cell of a table.

    `position` is its place among all numbers the calculator can have: it says which part of the chance it draws.
    """

    name: str
    declared: Input = field(compare=False)
    position: int
    series: str = ""
    row: int = 0

    @property
    def source(self) -> str:
        """Return the name formulas use: of the input, or of the cell's column."""
        return self.series or self.name

    def value(self, known: Mapping[str, Any]) -> Any:
        """Return what stands there; None for an empty input and for a row that is not there."""
        found = known.get(self.source)
        if not self.series:
            return found
        return found[self.row] if isinstance(found, Sequence) and self.row < len(found) else None


def place_of(calculator: Calculator, name: object) -> Place | str:
    """Return the place with this name, or a code: UNKNOWN_INPUT, NOT_FOR_A_CHOICE, NOT_FOR_A_TEXT, MUST_ADD_UP."""
    cell = _CELL.fullmatch(name) if isinstance(name, str) else None
    if cell:
        return _cell(calculator, cell)
    for position, each in enumerate(calculator.inputs):
        if each.name == name:
            return "NOT_FOR_A_CHOICE" if each.unit == "choice" else Place(each.name, each, position)
    return "UNKNOWN_INPUT"


def replaced(known: Mapping[str, Any], changes: Mapping[Place, Any]) -> dict[str, Any]:
    """Return what formulas see when these places hold other numbers, or arrays of them."""
    found = dict(known)
    for place, value in changes.items():
        if place.series:
            found[place.series] = list(found[place.series])
            found[place.series][place.row] = value
        else:
            found[place.name] = value
    return found


def _cell(calculator: Calculator, cell: re.Match[str]) -> Place | str:
    position = len(calculator.inputs)
    for table in calculator.tables:
        for column in table.columns:
            if f"{table.name}.{column.name}" == cell[1]:
                return _in_column(table, column, cell, position)
            position += table.most
    return "UNKNOWN_INPUT"


def _in_column(table: Table, column: Input, cell: re.Match[str], position: int) -> Place | str:
    row = int(cell[3]) - 1
    if row >= table.most:
        return "UNKNOWN_INPUT"
    if column.is_text:
        return "NOT_FOR_A_TEXT"
    if any(total.column == column.name for total in table.totals):
        return "MUST_ADD_UP"
    return Place(cell[0], column, position + row, cell[1], row)
