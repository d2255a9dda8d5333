"""The rows an example gives to a table: their boxes, and rows that come, go or move."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lms.studio.calculators.boxes import Filled
from lms.studio.calculators.fields import LINE, NUMBER, Box
from lms.studio.calculators.sheet import Part, Sheet, listed
from lms.studio.calculators.tables import heading

INPUTS: Final = "inputs"
ACT: Final = re.compile(r"(enter|leave|add|remove|up|down):rows\.([a-z][a-z0-9_]*)(?:\.([0-9]{1,2}))?")
"""What a button asks of the rows: their table, and for some the row."""


@dataclass(frozen=True)
class GivenRows:
    """What an example says of one table: None where it says nothing, and the table's own rows count."""

    table: Part
    rows: list[list[Filled]] | None

    @property
    def is_fixed(self) -> bool:
        """Return whether the rows are always those of the table."""
        return self.table.known.get("fixed") is True


def given_rows(sheet: Sheet, part: Part, language: str) -> list[GivenRows]:
    """Return what an example says of each table of the tool."""
    return [GivenRows(table, _rows(sheet, part, table, language)) for table in sheet.of("tables") if table.name]


def row_boxes(sheet: Sheet, part: Part, language: str) -> Iterator[Filled]:
    """Yield the boxes of all rows that an example gives."""
    for given in given_rows(sheet, part, language):
        for row in given.rows or ():
            yield from row


def rows_after(sheet: Sheet, part: Part, act: str, language: str) -> dict[tuple[str | int, ...], Any]:
    """Return what a button changes in an example: the rows of one table; {} where there is no such."""
    asked = ACT.fullmatch(act)
    table = next((each for each in sheet.of("tables") if asked and each.name == asked[2]), None)
    if asked is None or table is None:
        return {}
    path = (INPUTS, table.name)
    stood = part.at_path(path)
    if asked[1] == "enter":
        return {path: _plain(table, language)}
    if not isinstance(stood, list):
        return {}
    if asked[1] == "leave":
        return {path: None}
    rows = _after(stood, asked[1], int(asked[3] or -1))
    return {path: rows} if rows and rows != stood else {}


def _after(rows: Sequence[Any], verb: str, at: int) -> list[Any]:
    if verb == "add":
        last = rows[-1] if rows and isinstance(rows[-1], Mapping) else {}
        return [*rows, {**last, "name": str(len(rows) + 1)}]
    if not 0 <= at < len(rows):
        return [*rows]
    others = [*rows[:at], *rows[at + 1 :]]
    if verb == "remove":
        return others
    others.insert(max(0, at - 1) if verb == "up" else at + 1, rows[at])
    return others


def _plain(table: Part, language: str) -> list[dict[str, Any]]:
    """Return the table's own rows as an example gives them: names and texts in one language."""
    return [
        {key: _said(value, language) for key, value in row.items()} for row in listed(table.known.get("example"))
    ] or [{"name": "1"}]


def _said(value: object, language: str) -> object:
    return value.get(language) or value.get("en") or "" if isinstance(value, Mapping) else value


def _rows(sheet: Sheet, part: Part, table: Part, language: str) -> list[list[Filled]] | None:
    stood = part.at_path((INPUTS, table.name))
    if not isinstance(stood, list) or not all(isinstance(each, Mapping) for each in stood):
        return None
    return [[_cell(sheet, part, table, at, column, language) for column in _cells(table)] for at in range(len(stood))]


def _cells(table: Part) -> list[Mapping[str, Any]]:
    named = [each for each in listed(table.known.get("columns")) if each.get("name")]
    return [{"name": "name", "unit": "text", "label": table.known.get("row_label")}, *named]


def _cell(sheet: Sheet, part: Part, table: Part, at: int, column: Mapping[str, Any], language: str) -> Filled:
    path = (INPUTS, table.name, at, str(column["name"]))
    is_text = column.get("unit") == "text"
    box = Box(str(column["name"]), LINE if is_text else NUMBER, heading(column, language))
    unit = "" if is_text else str(column.get("unit", ""))
    return Filled(box, path, part.at_path(path), unit, language, sheet.languages)
