"""Files to take along: an empty list to fill in, and the rows that have to be mended."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from flask_babel import gettext as _

from lms.people.values import FIELDS

CSV: Final = "text/csv"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM: Final = "\ufeff"
"""What tells spreadsheets that a CSV is UTF-8."""


def errors(lines: Iterable[tuple[int, str, str, str]]) -> bytes:
    """Return the problems as CSV: row, column, what stands there, what to do."""
    head = (_("Row"), _("Column"), _("What is written there"), _("What to do"))
    return _csv([head, *((str(number), column, harmless(said), text) for number, column, said, text in lines)])


def harmless(text: str) -> str:
    """Return a text that a spreadsheet shows and never computes."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def template_csv() -> bytes:
    """Return the canonical header as CSV."""
    return _csv([FIELDS])


def template_xlsx() -> bytes:
    """Return the canonical header as a workbook; cells are text, so that nothing of what is typed is changed."""
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet("people")
    as_text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
    for at, name in enumerate(FIELDS):
        sheet.set_column(at, at, max(14, len(name) + 2), as_text)
        sheet.write_string(0, at, name, head)
    sheet.freeze_panes(1, 0)
    book.close()
    return made.getvalue()


TEMPLATES: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "csv": (template_csv, CSV),
    "xlsx": (template_xlsx, XLSX),
}


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    made = io.StringIO()
    csv.writer(made).writerows(rows)
    return (BOM + made.getvalue()).encode()
