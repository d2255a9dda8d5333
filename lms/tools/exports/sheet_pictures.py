"""The pictures of a sheet of paper and their tables: those of the tool, and the fan where it has ranges."""

from __future__ import annotations

from typing import Any, Final

from lms.tools.exports.picture import LOCALES, WIDTH, paper_chart, paper_picture
from lms.tools.pictures import ShownChart
from lms.tools.ranges.fan import fan_picture
from lms.tools.ranges.results import ShownRun
from lms.tools.showing import ShownCalculator
from lms.web.paper.drawing import draw

WALL: Final = 1_000
"""The width of the pictures on a wall."""


def drawn_pictures(shown: ShownCalculator, found: ShownRun | None, *, wall: bool) -> list[tuple[str, str]]:
    """Return (SVG, what it shows) of every picture; two stand beside each other, so each is half as wide.

    `found`: a run with the ranges in force, None where there are none. Raises NotMade.
    """
    charts = [each for each in shown.charts if each.rows]
    fan = None if found is None else fan_picture(found)
    width = (WALL if wall else WIDTH) // min(2, max(1, len(charts) + (fan is not None)))
    specs = [(paper_chart(shown, width, each.at) or {}, shown.say(each.chart.description)) for each in charts]
    if fan is not None:
        specs.append((paper_picture(shown, fan, width), f"{fan.title}. {fan.description}"))
    return [(draw(spec, "svg", LOCALES[shown.language]).decode(), words) for spec, words in specs]


def picture_tables(shown: ShownCalculator, found: ShownRun | None) -> list[dict[str, Any]]:
    """Return the table of every picture: `title` (empty for the usual one), `columns` and `rows`."""
    tables = [_twin(shown, each) for each in shown.charts if each.rows]
    fan = None if found is None else fan_picture(found)
    if found is not None and fan is not None:
        heads, rows = found.fan
        tables.append({"title": fan.title, "columns": _of_three(heads), "rows": [_of_three(row) for row in rows]})
    return tables


def _of_three(cells: list[str]) -> list[str]:
    """Return the period and the ends and the middle of the wide band, without the quarters: what half a sheet holds."""
    return [cells[0], *cells[1::2]]


def _twin(shown: ShownCalculator, drawn: ShownChart) -> dict[str, Any]:
    columns = [shown.say(each.label) for each in drawn.chart.columns]
    return {"title": "", "columns": ["", *columns] if drawn.is_named else columns, "rows": drawn.table}
