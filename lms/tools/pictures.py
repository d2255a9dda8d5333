"""The pictures of a tool and their table twins: each chart of the calculator with the rows behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lms.calculators.computing import Answer
from lms.calculators.declared import Chart

if TYPE_CHECKING:
    from lms.tools.showing import ShownCalculator


PLACE: Final = "place"
"""The column of a chart's table that numbers the rows of a table from 1."""


@dataclass(frozen=True)
class ShownChart:
    """One chart: `at` counts from 0; `rows` hold numbers, and none where there is nothing to draw.

    `table`: the same as a reader says it, a cell for each column, before it the row's name where `is_named`.
    """

    at: int
    chart: Chart
    rows: Sequence[Mapping[str, Answer]]
    table: list[list[str]]

    @property
    def is_named(self) -> bool:
        """Return whether its rows are parts with a name, not periods."""
        return bool(self.chart.rows)


def numbers_rows(shown: ShownCalculator, table: str) -> bool:
    """Return whether marks of a picture carry the numbers of this table's rows: it has their `place` as a column."""
    return any(
        row.over == table and any(each.name == PLACE for each in chart.columns)
        for chart in shown.calculator.charts
        for row in chart.rows
    )


def shown_charts(shown: ShownCalculator) -> list[ShownChart]:
    """Return every picture of a tool, in the author's order."""
    results, charts = shown.results, shown.calculator.charts
    drawn = (results.table, *results.more, *[()] * len(charts))
    return [
        ShownChart(at, chart, rows, [_cells(shown, chart, row) for row in rows])
        for at, (chart, rows) in enumerate(zip(charts, drawn, strict=False))
    ]


def _cells(shown: ShownCalculator, chart: Chart, row: Mapping[str, Answer]) -> list[str]:
    """Return the row of a table twin."""
    named = {each.name: shown.say(each.label) for each in chart.rows}
    head = [str(row.get("label") or named[str(row["row"])])] if row.get("row") in named else []
    return head + [shown.cell(row.get(each.name), each.unit, each.words) for each in chart.columns]
