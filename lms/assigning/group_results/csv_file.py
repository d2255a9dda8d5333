"""A snapshot as a file: one row a department, what is not told left empty."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Final

from lms.assigning.group_results.reading import Told
from lms.web.cells import safe

HEADS: Final = ("place", "depth", "department", "people", "mean", "within", "mean_before", "moved")
_UTF_8_MARK: Final = "\ufeff"


def written(told: Told, whole: str) -> bytes:
    """Return the file in UTF-8, with a mark by which spreadsheets know it; `whole` is what the first row is called."""
    rows = StringIO(newline="")
    writer = csv.writer(rows)
    writer.writerow(HEADS)
    for line in told.lines:
        cell = line.cell
        name = safe(cell.name if cell.depth else whole)
        figures = (cell.people, cell.mean, line.within, line.before if line.is_told else None, line.moved)
        writer.writerow([cell.place, cell.depth, name, *("" if each is None else each for each in figures)])
    return (_UTF_8_MARK + rows.getvalue()).encode()
