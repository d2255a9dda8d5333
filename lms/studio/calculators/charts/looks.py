"""The looks that the pictures of the gallery share, in Vega-Lite: type, axes, colours of the reader's theme."""

from __future__ import annotations

from typing import Any, Final

COLOURS: Final = ("$pine", "$clay", "$sun", "$ink_2")
MOST_LINES: Final = len(COLOURS)

_AXIS: Final = {
    "labelColor": "$ink_2",
    "titleColor": "$ink_2",
    "gridColor": "$line",
    "domainColor": "$line",
    "tickColor": "$line",
    "labelFontSize": 13,
    "titleFontSize": 13,
    "titleFontWeight": "normal",
}


def look(name: str, height: int | dict[str, int] = 260) -> dict[str, Any]:
    """Return the beginning of a specification; its name says which picture of the gallery it is."""
    return {"name": name, "data": {"name": "table"}, "width": "container", "height": height, "background": None}


def config() -> dict[str, Any]:
    """Return how type, axes and legend look."""
    return {
        "font": "$sans",
        "view": {"stroke": None},
        "axis": dict(_AXIS),
        "axisY": {
            "titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": 0, "titleY": -26, "tickCount": 5,
            "domain": False, "ticks": False,
        },
        "legend": {"orient": "bottom", "labelColor": "$ink", "labelFontSize": 13, "title": None, "labelLimit": 240},
    }  # fmt: skip


def number_axis(unit: str, title: str | None = None) -> dict[str, Any]:
    """Return the axis of numbers in a unit; money says its own scale."""
    if unit == "money":
        return {"title": "$money", "format": "$number"}
    return {"title": title, "format": ".0%" if unit == "percent" else "$number"}


def named_axis() -> dict[str, Any]:
    """Return an axis of names."""
    return {"title": None, "grid": False, "ticks": False, "labelColor": "$ink", "labelPadding": 8, "labelLimit": 150}
