"""Rows of a table from a file or a copied text: lines of cells, parted by semicolons, tabs or commas.

The first line may hold headings: the columns' labels in any of their languages, or their names. Then cells go where
those say and other columns are left out; without them cells go to the columns in their order. Nothing is kept here.
`static/web/js/grid-sheet.js` is the same in the browser.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from lms.calculators.declared import Input, Table
from lms.calculators.numerals import NumberProblem, parse_number
from lms.tools.tables import NAME, TypedRow

LARGEST: Final = 1_000_000
"""Bytes a file may have."""

LONGEST_CELL: Final = 120
"""How much of a cell is taken; one that is longer than a name may be is refused in the table."""

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MARKS: Final = (";", "\t", ",")


class SheetRefused(ValueError):
    """Nothing of a file can be used; the message says why, to its owner."""


def sheet_text(data: bytes) -> str:
    """Return the text of a file, in UTF-8 or the old Western code page. SheetRefused for a large one, or no text."""
    if len(data) > LARGEST:
        raise SheetRefused(_("The file is larger than 1 MB."))
    text = _decoded(data)
    if _CONTROL.search(text):
        raise SheetRefused(_("This is no text file. Save the sheet as CSV and try again."))
    return text


def sheet_rows(table: Table, text: str, language: str, room: int) -> list[TypedRow]:
    """Return the rows of a sheet as they will stand in the boxes. SheetRefused where it is empty or does not fit."""
    sheet = read_sheet(table, text, language)
    if len(sheet.body) > room:
        raise SheetRefused(_("It has %(count)s rows; there is room for %(room)s.", count=len(sheet.body), room=room))
    return [_row(table, sheet.targets, line) for line in sheet.body]


@dataclass(frozen=True)
class Sheet:
    """The lines of a sheet without its headings, and the column each cell of a line goes to, None where to none."""

    body: list[list[str]]
    targets: list[str | None]


def read_sheet(table: Table, text: str, language: str, given: Collection[str] = ()) -> Sheet:
    """Read a sheet. SheetRefused where it is empty or too wide.

    `given`: the names of a table's given rows, without capitals; a sheet in which none of them stands first may be of
    numbers alone.
    """
    lines = _lines(text)
    if not lines:
        raise SheetRefused(_("There are no rows in it."))
    targets = _headed(table, lines[0])
    body = lines[1:] if targets or _is_headings(table, lines[0], language, len(lines)) else lines
    if not body:
        raise SheetRefused(_("There are no rows in it."))
    width = max(map(len, body))
    numbers_alone = bool(given) and width <= len(table.columns) and not any(_first(line) in given for line in body)
    targets = targets or _columns(table)[1 if numbers_alone else 0 :]
    if width > len(targets):
        words = _("It is %(count)s columns wide; the table has %(room)s.", count=width, room=len(targets))
        raise SheetRefused(words)
    return Sheet(body, targets)


def _first(line: Sequence[str]) -> str:
    return line[0].casefold()


def _decoded(data: bytes) -> str:
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetRefused(_("This is no text file. Save the sheet as CSV and try again."))


def _lines(text: str) -> list[list[str]]:
    """Return the lines that hold something; empty cells at the end of a line are no cells."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    mark = next((each for each in _MARKS if each in first), ";")
    try:
        read = [[" ".join(cell.split()) for cell in line] for line in csv.reader(io.StringIO(text), delimiter=mark)]
    except csv.Error:
        raise SheetRefused(_("This is no text file. Save the sheet as CSV and try again.")) from None
    return [_trimmed(line) for line in read if any(line)]


def _trimmed(line: list[str]) -> list[str]:
    while line and not line[-1]:
        line.pop()
    return line


def _headed(table: Table, line: Sequence[str]) -> list[str | None]:
    """Return the column of each cell of a line of headings, None for one that is left out; nothing where it is none."""
    known = {each.casefold(): NAME for each in (NAME, *table.row_label.values())}
    for column in table.columns:
        known |= {each.casefold(): column.name for each in (column.name, *column.label.values())}
    found = [known.get(cell.casefold()) for cell in line]
    named = [each for each in found if each]
    return found if named and len(set(named)) == len(named) else []


def _is_headings(table: Table, line: Sequence[str], language: str, lines: int) -> bool:
    """Return whether a first line has words over every column of numbers."""
    over = [
        (cell, column) for cell, column in zip(line[1:], table.columns, strict=False) if cell and not column.is_text
    ]
    return lines > 1 and bool(over) and all(_is_word(cell, column, language) for cell, column in over)


def _is_word(cell: str, column: Input, language: str) -> bool:
    return isinstance(parse_number(cell, language, column.unit), NumberProblem) and not re.search("[0-9]", cell)


def _row(table: Table, targets: Sequence[str | None], line: Sequence[str]) -> TypedRow:
    cells = {column: cell[:LONGEST_CELL] for column, cell in zip(targets, line, strict=False) if column}
    return {column: cells.get(column, "") for column in _columns(table) if column}


def _columns(table: Table) -> list[str | None]:
    return [NAME, *(each.name for each in table.columns)]
