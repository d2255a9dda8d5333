"""A list as a workbook, written row by row: memory stays flat however long the list is.

Everything that anybody wrote is written as text, whatever it begins with; numbers and days are numbers and days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lms.assigning.report_files.heads import Kind
from lms.assigning.report_files.sheets import Sheet
from lms.kernel.database import Database

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS: Final = 1_000_000
"""Rows of one sheet; spreadsheets take 1,048,576. What is more stands in the next."""
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}
_WIDTHS: Final = {Kind.TEXT: 24, Kind.WORD: 14, Kind.WHOLE: 11, Kind.DAY: 12, Kind.YES: 10, Kind.MOMENT: 17}
_LONGEST_TAB: Final = 28
_CELL: Final = 32_767
"""Characters that a cell of a spreadsheet takes."""

Write = Callable[["Worksheet", int, int, Any], object]


def write(
    target: Path | BytesIO,
    database: Database,
    sheet: Sheet,
    at: datetime,
    tell: Callable[[int, int], None] = lambda _people, _rows: None,
) -> int:
    """Write the workbook to `target`, made at the moment `at`; return its rows. `tell(people, rows)`: how far it is.

    Whatever `tell` raises ends the writing.
    """
    import xlsxwriter  # a writer of workbooks is not loaded before somebody wants one

    beside = {"tmpdir": str(target.parent)} if isinstance(target, Path) else {}
    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, {**_OPTIONS, **beside})
    book.set_properties({"title": sheet.title, "created": at.replace(tzinfo=None)})
    pages = _Pages(book, sheet)
    people = 0
    try:
        for page in sheet.pages(database):
            for lines in page:
                for row in lines.rows:
                    pages.add((*lines.cells, *row))
            people += len(page)
            tell(people, pages.rows)
    finally:
        book.close()
    return pages.rows


class _Pages:
    """The sheets of a workbook: a new one begins where one is full."""

    def __init__(self, book: Workbook, sheet: Sheet) -> None:
        self.rows = 0
        self._book, self._sheet = book, sheet
        self._head = book.add_format({"bold": True, "bottom": 1})
        self._writers = list(_writers(book, sheet))
        self._here = self._new(1)

    def add(self, row: tuple[Any, ...]) -> None:
        """Write one row below the others."""
        if self.rows and self.rows % MOST_ROWS == 0:
            self._here = self._new(self.rows // MOST_ROWS + 1)
        at = self.rows % MOST_ROWS + 1
        for place, (write_cell, value) in enumerate(zip(self._writers, row, strict=True)):
            if value not in ("", None):
                write_cell(self._here, at, place, value)
        self.rows += 1

    def _new(self, number: int) -> Worksheet:
        title = "".join(each for each in self._sheet.title if each not in "[]:*?/\\").strip("' ")[:_LONGEST_TAB] or "1"
        here = self._book.add_worksheet(title if number == 1 else f"{title} {number}")
        here.freeze_panes(1, 0)
        for place, head in enumerate(self._sheet.heads):
            here.set_column(place, place, _WIDTHS[head.kind])
        for place, head in enumerate(self._sheet.heads):
            here.write_string(0, place, str(head.label), self._head)
        return here


def _writers(book: Workbook, sheet: Sheet) -> Iterator[Write]:
    """Yield how each column is written."""
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    words = sheet.words
    yes, no = words.get("yes", "yes"), words.get("no", "no")

    def text(here: Worksheet, at: int, place: int, value: Any) -> object:
        return here.write_string(at, place, str(value)[:_CELL])

    def number(here: Worksheet, at: int, place: int, value: Any) -> object:
        return here.write_number(at, place, value)

    def word(here: Worksheet, at: int, place: int, value: Any) -> object:
        return here.write_string(at, place, words.get(value, value))

    def boolean(here: Worksheet, at: int, place: int, value: Any) -> object:
        return here.write_string(at, place, yes if value else no)

    kinds: dict[Kind, Write] = {
        Kind.TEXT: text,
        Kind.WHOLE: number,
        Kind.WORD: word,
        Kind.YES: boolean,
        Kind.DAY: _dated(day),
        Kind.MOMENT: _dated(moment),
    }
    return (kinds[head.kind] for head in sheet.heads)


def _dated(look: Format) -> Write:
    def write_day(here: Worksheet, at: int, place: int, value: date | datetime) -> object:
        whole = value if isinstance(value, datetime) else datetime.combine(value, time())
        return here.write_datetime(at, place, whole, look)

    return write_day
