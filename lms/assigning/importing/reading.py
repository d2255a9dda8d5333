"""A file of people as rows of plain text: from CSV in any usual dress or from a workbook, streamed, with its limits."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import IO, Any, Final

from lms.assigning.importing import recognising
from lms.assigning.importing.cells import is_formula, plain, written
from lms.assigning.importing.mapping import field_of
from lms.assigning.importing.refusing import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Unreadable
from lms.assigning.importing.workbook import Sheet, look_through

SHOWN: Final = 5
"""Rows that are shown beside the names of the columns."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number`: as a spreadsheet numbers it; `cells`: one plain text a column.

    `formulas`: the columns whose cell a spreadsheet would compute; `surplus`: there is text right of the last column.
    """

    number: int
    cells: tuple[str, ...]
    formulas: frozenset[int] = frozenset()
    surplus: bool = False


@dataclass(frozen=True)
class Table:
    """A file that can be read. `header`: the names of its columns; `seen`: what was recognised, to be shown."""

    header: tuple[str, ...]
    seen: dict[str, Any] = field(hash=False)
    _source: _Source = field(repr=False)

    def rows(self) -> Iterator[Row]:
        """Yield every row below the header that holds anything; may be asked for again. Unreadable: too many."""
        width, count = len(self.header), 0
        for number, cells in self._source.rows():
            if number > self._source.header_at and any(cells):
                count += 1
                if count > MOST_ROWS:
                    raise Unreadable("rows", most=MOST_ROWS)
                found = _row(number, cells, width)
                if any(found.cells) or found.surplus:
                    yield found

    def first(self) -> list[tuple[str, ...]]:
        """Return the cells of the first rows, to be shown."""
        rows = self.rows()
        return [row.cells for row, _ in zip(rows, range(SHOWN), strict=False)]


def _row(number: int, cells: Sequence[str], width: int) -> Row:
    taken = [*cells[:width], *[""] * (width - len(cells))]
    formulas = frozenset(at for at, text in enumerate(taken) if text[:1] in "=+-@ " and is_formula(text))
    return Row(number, tuple(map(plain, taken)), formulas, any(map(plain, cells[width:])))


def opened(file: IO[bytes], size: int) -> Table:
    """Return the table of a file of `size` bytes that can be read from any place. Unreadable: why it cannot be."""
    if size > MOST_BYTES:
        raise Unreadable("large", most=MOST_BYTES >> 20)
    source: _Source = _Workbook(file, size) if recognising.is_workbook(file) else _Text(file)
    beginning = source.beginning()
    if not beginning:
        raise Unreadable("empty")
    source.header_at, names = _header(beginning)
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise Unreadable("columns", most=MOST_COLUMNS)
    if any("@" in name for name in names):
        raise Unreadable("no-header")
    table = Table(tuple(name[:120] for name in names), source.seen | {"header_row": source.header_at}, source)
    if next(table.rows(), None) is None:
        raise Unreadable("no-rows")
    return table


def _header(rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[int, list[str]]:
    """Return number and cells of the row that names the columns: the one with most known names, else the first."""

    def known(row: tuple[int, Sequence[str]]) -> int:
        return sum(field_of(cell) is not None for cell in row[1])

    number, cells = max(rows, key=known)
    return number, [plain(cell) for cell in cells]


class _Source:
    """Rows as they stand in a file, numbered from 1, and what was recognised of it."""

    header_at = 1

    def __init__(self) -> None:
        self.seen: dict[str, Any] = {}

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield number and raw cells of every row."""
        raise NotImplementedError

    def beginning(self) -> list[tuple[int, Sequence[str]]]:
        """Return the first rows that are not empty."""
        found = []
        for number, cells in self.rows():
            if any(map(plain, cells)):
                found.append((number, cells))
            if len(found) == recognising.LOOKED_AT or number > 1_000:
                break
        return found


class _Text(_Source):
    """Comma-separated values and their kin."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file
        self._encoding = recognising.encoding_of(file)
        self._separator, self._declared = recognising.separator_of(recognising.head_of(file, self._encoding))
        self.seen = {"kind": "csv", "encoding": self._encoding, "separator": self._separator}

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        self._file.seek(0)
        text = io.TextIOWrapper(self._file, self._encoding, newline="")
        number = 0
        try:
            if self._declared:
                text.readline()
            for number, cells in enumerate(csv.reader(text, delimiter=self._separator), 1):
                yield number, cells
        except csv.Error as huge:
            raise Unreadable("cell", row=number + 1) from huge
        finally:
            text.detach()


class _Workbook(_Source):
    """The first visible sheet of a workbook."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        super().__init__()
        look_through(file, size)
        self._sheet = Sheet(file)
        self.seen = {"kind": "xlsx", "sheet": self._sheet.title[:60], "other_sheets": self._sheet.others}

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        for number, values in enumerate(self._sheet.rows(), 1):
            if number > MOST_ROWS + 1:
                raise Unreadable("rows", most=MOST_ROWS)
            yield number, [written(value) for value in values]


def counted(table: Table) -> int:
    """Return how many rows there are."""
    return sum(1 for _ in chain(table.rows()))
