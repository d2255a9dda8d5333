"""Pictures of a comparison: the headline of each with its range, and one column of the tool's own chart for all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from lms.calculators.declared import Column
from lms.tools.printed import harmless
from lms.tools.scenarios.comparing import Compared, Comparison
from lms.tools.scenarios.wording import figure

COLOURS: Final = ["$pine", "$sun", "$clay", "$ink"]
DASHES: Final = [[1, 0], [7, 4], [2, 3], [10, 3, 2, 3]]
"""A line is told by its dashes too, so that no colour is needed to read the picture."""


@dataclass(frozen=True)
class Picture:
    """A chart for the browser and its table twin: `heads` over the columns; the first cell of a row names it."""

    spec: Mapping[str, Any]
    columns: list[dict[str, str]]
    data: list[dict[str, Any]]
    description: str
    heads: list[str]
    table: list[list[str]]
    language: str
    currency: str
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def page(self) -> str:
        """Return what the script needs, as JSON that cannot end its element."""
        chart = {"spec": self.spec, "columns": self.columns, "rows": [], "texts": self.texts}
        words = {"language": self.language, "currency": self.currency}
        return harmless(json.dumps({**words, "document": {"chart": chart}, "data": self.data}, ensure_ascii=False))


def headline_picture(compared: Comparison, description: str) -> Picture | None:
    """Return a bar for each column's headline, with a line over the range of 8 of 10 runs; None without any figure."""
    output = compared.calculator.headline
    first = compared.columns[0].shown
    rows = [_bar(each, output.name) for each in compared.columns]
    data = [row for row in rows if row is not None]
    if not data:
        return None
    units = [{"name": name, "unit": output.unit, "label": ""} for name in ("value", "low", "high")]
    return Picture(
        _bars(output.unit, ranged=any(row["high"] > row["low"] for row in data)),
        units,
        data,
        description,
        [],
        [],
        first.language,
        first.currency,
    )


def _bar(column: Compared, output: str) -> dict[str, Any] | None:
    value = column.shown.results.outputs[output]
    if not isinstance(value, float):
        return None
    low, high = column.ends or (value, value)
    return {"label": column.name, "value": value, "low": low, "high": high, "zero": 0}


UPRIGHT: Final = {"axisY": {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": 0, "titleY": -14}}
"""The words of an axis stand over it, where they can be read."""


def _axis(unit: str) -> dict[str, Any]:
    if unit == "percent":
        return {"title": None, "format": ".0%"}
    return {"title": "$money" if unit == "money" else None, "format": "$number"}


def _bars(unit: str, *, ranged: bool) -> dict[str, Any]:
    axis = {"title": None, "labelLimit": 150, "labelColor": "$ink"}
    return {
        "height": {"step": 56},
        "encoding": {"y": {"field": "label", "type": "nominal", "sort": None, "axis": axis}},
        "layer": [
            {
                "mark": {"type": "bar", "height": 24, "cornerRadiusEnd": 3, "color": "$pine"},
                "encoding": {
                    "x": {
                        "field": "value",
                        "type": "quantitative",
                        "axis": {**_axis(unit), "grid": True, "tickCount": 5},
                    }
                },
            },
            *([_RANGE] if ranged else []),
            {
                "mark": {"type": "text", "align": "left", "baseline": "bottom", "dy": -14, "color": "$ink"},
                "encoding": {"x": {"field": "zero", "type": "quantitative"}, "text": {"field": "value_text"}},
            },
        ],
    }


_RANGE: Final = {
    "transform": [{"filter": "datum.high > datum.low"}],
    "mark": {"type": "rule", "strokeWidth": 3, "color": "$ink"},
    "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}},
}


@dataclass(frozen=True)
class _Overlay:
    """The tool's own chart for all columns at once: one value of it a place and column."""

    compared: Comparison

    @cached_property
    def value(self) -> Column | None:
        """Return which column of the chart is shown: one in the headline's unit, else the first that is no axis."""
        chart = self.compared.calculator.chart
        candidates = () if chart is None else chart.columns if chart.rows else chart.columns[1:]
        same = [each for each in candidates if each.unit == self.compared.calculator.headline.unit]
        return next(iter([*same, *candidates]), None)

    @property
    def is_over_time(self) -> bool:
        """Return whether the chart's own first column is its axis: years, months."""
        chart = self.compared.calculator.chart
        return chart is not None and not chart.rows

    def places(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """Return (name of a column, its rows with `part` and `value`)."""
        return [(each.name, self._rows(each)) for each in self.compared.columns]

    def _rows(self, column: Compared) -> list[dict[str, Any]]:
        chart, value = self.compared.calculator.chart, self.value
        if chart is None or value is None:
            return []
        labels = {row.name: column.shown.say(row.label) for row in chart.rows}
        axis = chart.columns[0]
        found = []
        for row in column.shown.results.table:
            number = row.get(value.name)
            part = row.get("label") or labels.get(str(row.get("row"))) if chart.rows else row.get(axis.name)
            if isinstance(number, float) and part is not None:
                found.append({"part": part, "value": number})
        return found


def tool_picture(compared: Comparison) -> Picture | None:
    """Return one column of the tool's own chart with all scenarios in it; None where it has no such chart."""
    overlay = _Overlay(compared)
    value, chart, shown = overlay.value, compared.calculator.chart, compared.columns[0].shown
    places = overlay.places()
    if value is None or chart is None or not any(rows for _name, rows in places):
        return None
    data = [{"scenario": f"{at}. {name}", "at": at, **row} for at, (name, rows) in enumerate(places, 1) for row in rows]
    names = [f"{at}. {name}" for at, (name, _rows) in enumerate(places, 1)]
    parts = list(dict.fromkeys(row["part"] for row in data))
    cells = {
        (row["scenario"], row["part"]): figure(row["value"], value.unit, shown.language, shown.currency) for row in data
    }
    axis = "" if chart.rows else shown.say(chart.columns[0].label)
    said = [
        figure(part, chart.columns[0].unit, shown.language, shown.currency) if overlay.is_over_time else str(part)
        for part in parts
    ]
    return Picture(
        _lines(names, value.unit) if overlay.is_over_time else _groups(names, value.unit),
        [{"name": "value", "unit": value.unit, "label": ""}],
        data,
        shown.say(value.label),
        [axis, *names],
        [[words, *(cells.get((name, part), "–") for name in names)] for words, part in zip(said, parts, strict=True)],
        shown.language,
        shown.currency,
        {"axis": axis},
    )


def _colour(names: list[str]) -> dict[str, Any]:
    scale = {"domain": names, "range": COLOURS[: len(names)]}
    return {"field": "scenario", "type": "nominal", "scale": scale, "legend": {"orient": "top", "title": None}}


def _lines(names: list[str], unit: str) -> dict[str, Any]:
    dashes = {"domain": names, "range": DASHES[: len(names)]}
    return {
        "height": 280,
        "config": UPRIGHT,
        "mark": {"type": "line", "strokeWidth": 2.5},
        "encoding": {
            "x": {
                "field": "part",
                "type": "quantitative",
                "axis": {"title": "$text:axis", "format": "d", "tickMinStep": 1},
            },
            "y": {"field": "value", "type": "quantitative", "axis": _axis(unit)},
            "color": _colour(names),
            "strokeDash": {"field": "scenario", "type": "nominal", "scale": dashes},
        },
    }


def _groups(names: list[str], unit: str) -> dict[str, Any]:
    place = {"field": "part", "type": "nominal", "sort": None}
    beside = {"field": "scenario", "type": "nominal", "sort": None}
    return {
        "height": 280,
        "config": UPRIGHT,
        "encoding": {"x": {**place, "axis": {"title": None, "labelColor": "$ink"}}, "xOffset": beside},
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadiusEnd": 2},
                "encoding": {
                    "y": {"field": "value", "type": "quantitative", "axis": _axis(unit)},
                    "color": _colour(names),
                },
            },
            {
                "mark": {"type": "text", "baseline": "bottom", "dy": -4, "fontSize": 11, "color": "$ink_2"},
                "encoding": {
                    "y": {"field": "value", "type": "quantitative"},
                    "text": {"field": "at", "type": "nominal"},
                },
            },
        ],
    }
