"""What every row of a table comes to, as its reader sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.calculators.declared import Formula, Table
from lms.calculators.tables import labels_of
from lms.tools.pictures import numbers_rows

if TYPE_CHECKING:
    from lms.tools.showing import ShownCalculator


@dataclass(frozen=True)
class RowResults:
    """What every row of a table comes to: the series over it, and (name of the row, one figure for each series).

    `is_numbered`: a picture carries the numbers of the rows, so they have theirs here.
    """

    table: Table
    columns: Sequence[Formula]
    rows: Sequence[tuple[str, Sequence[str]]]
    is_numbered: bool = False


def rows_of(shown: ShownCalculator, table: Table) -> RowResults:
    """Return the results of each row; no rows where a series over them gave no numbers."""
    series = [each for each in shown.calculator.series if each.over == table.name and not each.hidden]
    lists = [shown.results.series.get(each.name) for each in series]
    names = labels_of(shown.results.tables[table.name]) if all(isinstance(each, list) for each in lists) else []
    cells = [
        [shown.cell(values[at], each.unit, each.words) for each, values in zip(series, lists, strict=True) if values]
        for at in range(len(names))
    ]
    return RowResults(table, series, list(zip(names, cells, strict=True)), numbers_rows(shown, table.name))
