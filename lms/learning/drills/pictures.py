"""Pictures of a drill: one figure year by year, a line for each way it could have gone, and the table behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _

from lms.learning.drills.figures import Labels
from lms.packs.drills.running import Year
from lms.tools.scenarios.comparing_chart import COLOURS, DASHES, UPRIGHT, Picture
from lms.web.languages import language, local
from lms.web.visitors import signed_in_visitor


@dataclass(frozen=True)
class Line:
    """One way it could have gone: what it is called, and its years."""

    name: str
    years: Sequence[Year]


def years_picture(labels: Labels, lines: Sequence[Line]) -> Picture:
    """Return the figure that the drill draws for each line; the axis begins where the numbers do, and says so."""
    drawn = labels.simulation.drawn
    label = local(labels.label(drawn))
    data: list[dict[str, Any]] = [
        {"scenario": line.name, "year": year.number, "value": year.values[drawn]}
        for line in lines
        for year in line.years
    ]
    numbers = sorted({year.number for line in lines for year in line.years})
    cells = {(line.name, year.number): labels.say(drawn, year.values[drawn]) for line in lines for year in line.years}
    names = [line.name for line in lines]
    return Picture(
        _lines(names, labels.unit(drawn)),
        [{"name": "value", "unit": labels.unit(drawn), "label": ""}],
        data,
        _("%(figure)s, year by year. The axis does not begin at zero.", figure=label),
        [_("Year"), *names],
        [[str(number), *(cells.get((name, number), "–") for name in names)] for number in numbers],
        language(),
        signed_in_visitor().currency,
        {"axis": _("Year")},
    )


_SYMBOL: Final = {"symbolType": "stroke", "symbolSize": 500, "symbolStrokeWidth": 2.5}
"""In the legend a line looks like a line, dashes and all."""


def _lines(names: Sequence[str], unit: str) -> dict[str, Any]:
    colours = {"domain": [*names], "range": COLOURS[: len(names)]}
    dashes = {"domain": [*names], "range": DASHES[: len(names)]}
    legend = {"orient": "top", "title": None, "direction": "vertical", "columns": 1, "labelLimit": 300, **_SYMBOL}
    of_line = {"field": "scenario", "type": "nominal"}
    axis = (
        {"format": ".0%"}
        if unit == "percent"
        else {"format": "$number", "title": "$money" if unit == "money" else None}
    )
    return {
        "height": 240,
        "config": UPRIGHT,
        "mark": {"type": "line", "strokeWidth": 2.5, "point": {"size": 45, "filled": True}},
        "encoding": {
            "x": {
                "field": "year",
                "type": "quantitative",
                "scale": {"zero": False},
                "axis": {"title": "$text:axis", "format": "d", "tickMinStep": 1},
            },
            "y": {"field": "value", "type": "quantitative", "scale": {"zero": False}, "axis": axis},
            "color": {**of_line, "scale": colours, "legend": legend},
            "strokeDash": {**of_line, "scale": dashes},
        },
    }
