"""The chart of a workbook: a spreadsheet's own, over the table of the picture, so that it follows the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from lms.tools.exports.calculation import TwinRow
from lms.tools.pictures import ShownChart
from lms.tools.showing import ShownCalculator

BELOW: Final = 20
"""The first row, from 0, below the picture: tables as wide as they may be stand there."""

_ROW, _COLUMN, _ASIDE = 1, 4, 6
"""Where the first picture stands, from 0, and how many columns further each other one."""

_COLOURS: Final = ("#0b5d51", "#f0b43c", "#a9402a", "#4d5b56")


def add_chart(
    book: Workbook,
    sheet: Worksheet,
    shown: ShownCalculator,
    picture_of: ShownChart,
    rows: Sequence[TwinRow],
    first: int,
) -> None:
    """Draw the columns of the table's first unit: bars of rows that have names, lines over periods.

    `first`: the row, from 0, in which the table's values begin. More than four series are no picture any more.
    """
    chart = picture_of.chart
    named = rows[0].label is not None
    start = 0 if named else 1
    count = len(rows) if named else len(picture_of.rows)
    drawn = [at for at in range(start, len(chart.columns)) if all(row.cells[at] is not None for row in rows)]
    if not drawn or count == 0:
        return
    unit = chart.columns[drawn[0]].unit
    drawn = [at for at in drawn if chart.columns[at].unit == unit and not chart.columns[at].words][: len(_COLOURS)]
    picture = book.add_chart({"type": "column" if named else "line"})
    name, last = sheet.get_name(), first + count - 1
    for at, colour in zip(drawn, _COLOURS, strict=False):
        place = at + 1 if named else at
        look = {"fill": {"color": colour}} if named else {"line": {"color": colour, "width": 2.25}}
        picture.add_series(
            {
                "name": [name, first - 1, place],
                "categories": [name, first, 0, last, 0],
                "values": [name, first, place, last, place],
                **look,
            }
        )
    if drawn:
        picture.set_title({"name": shown.say(shown.calculator.title), "name_font": {"size": 12}})
        picture.set_legend({"none": True} if len(drawn) == 1 else {"position": "top"})
        picture.set_size({"width": 640, "height": 340})
        sheet.insert_chart(
            _ROW, _COLUMN + _ASIDE * picture_of.at, picture, {"description": shown.say(chart.description)}
        )
