"""The specifications of the gallery's pictures, in Vega-Lite, for what was chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from lms.studio.calculators.charts.looks import COLOURS, config, look, named_axis, number_axis
from lms.studio.calculators.charts.material import Choice, Material

Spec = dict[str, Any]
Writer = Callable[[Material, Choice], Spec]

TWO: Final = 2


def bars(material: Material, choice: Choice) -> Spec:
    """One bar for each result, names at the left; the large figure stands out."""
    unit = material.named(choice.fields[0]).unit
    return {
        **look("bars", {"step": 44}),
        "autosize": {"type": "fit-x", "contains": "padding"},
        "encoding": {
            "y": {"field": "label", "type": "nominal", "sort": None, "axis": {**named_axis(), "orient": "left"}}
        },
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadius": 3, "height": {"band": 0.7}},
                "encoding": {
                    "x": {"field": "amount", "type": "quantitative", "axis": {**number_axis(unit), "tickCount": 4}},
                    "color": {
                        "condition": {"test": {"field": "row", "equal": material.headline}, "value": "$sun"},
                        "value": "$pine",
                    },
                },
            },
        ],
        "config": _flat(config()),
    }


def steps(material: Material, choice: Choice) -> Spec:
    """Parts that add up, each standing where the one before it ends."""
    unit = material.named(choice.total).unit
    amount = {"field": "start", "type": "quantitative", "axis": number_axis(unit)}
    return {
        **look("steps", 280),
        "encoding": {
            "x": {
                "field": "label",
                "type": "nominal",
                "sort": None,
                "axis": {**named_axis(), "labelAngle": 0, "labelLimit": 88},
            }
        },
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadius": 3, "width": {"band": 0.7}},
                "encoding": {
                    "y": amount,
                    "y2": {"field": "end"},
                    "color": {
                        "condition": {"test": {"field": "row", "equal": "in_all"}, "value": "$sun"},
                        "value": "$pine",
                    },
                },
            },
            {
                "mark": {"type": "text", "dy": -10, "baseline": "bottom", "fontSize": 14, "color": "$ink"},
                "encoding": {"y": {"field": "top", "type": "quantitative"}, "text": {"field": "amount_text"}},
            },
        ],
        "config": config(),
    }


def share(_material: Material, _choice: Choice) -> Spec:
    """One bar: a part, and the rest of the whole."""
    order = {"field": "row", "sort": ["part", "rest"]}
    return {
        **look("share", 72),
        "mark": {"type": "bar", "cornerRadius": 3, "height": 40},
        "encoding": {
            "x": {
                "field": "amount", "type": "quantitative", "stack": "zero", "scale": {"domain": [0, 1]},
                "axis": {"title": None, "format": ".0%", "grid": False, "tickCount": 4},
            },
            "order": {"field": "place", "type": "quantitative"},
            "color": {
                "field": "label", "type": "nominal", "sort": None,
                "scale": {"range": ["$pine", "$line"]}, "legend": {"orient": "bottom", "symbolType": "square"},
            },
            "detail": order,
        },
        "config": config(),
    }  # fmt: skip


def of_years(mark: Spec) -> Callable[[Material, Choice], Spec]:
    """Return the writer of a picture over periods with this mark."""

    def spec(material: Material, choice: Choice) -> Spec:
        unit = material.named(choice.fields[0]).unit
        is_bar = mark["type"] == "bar"
        x: Spec = {"field": choice.axis, "type": "ordinal" if is_bar else "quantitative"}
        x["axis"] = {"title": f"$text:{choice.axis}", "grid": False, "labelAngle": 0}
        if not is_bar:
            x["axis"] |= {"tickMinStep": 1, "format": "d"}
            x["scale"] = {"nice": False}
        return {
            **look(f"{mark['type']}-over-time"),
            "mark": mark,
            "encoding": {
                "x": x,
                "y": {
                    "field": choice.fields[0],
                    "type": "quantitative",
                    "axis": number_axis(unit, f"$text:{choice.fields[0]}"),
                },
            },
            "config": config(),
        }

    return spec


def lines(material: Material, choice: Choice) -> Spec:
    """Several rows over the same periods, told apart by dashes too."""
    unit = material.named(choice.fields[0]).unit
    axis = {"title": f"$text:{choice.axis}", "grid": False, "labelAngle": 0, "tickMinStep": 1, "format": "d"}
    shapes = ([1, 0], [6, 4], [2, 3], [10, 4, 2, 4])
    layers = [
        {
            "mark": {"type": "line", "strokeWidth": 2.5, "strokeDash": shapes[at]},
            "encoding": {
                "y": {"field": name, "type": "quantitative", "axis": number_axis(unit)},
                "color": {"datum": f"$text:{name}"},
            },
        }
        for at, name in enumerate(choice.fields)
    ]
    return {
        **look("lines"),
        "encoding": {
            "x": {"field": choice.axis, "type": "quantitative", "axis": axis, "scale": {"nice": False}},
            "color": {
                "type": "nominal", "sort": None, "scale": {"range": [*COLOURS[: len(choice.fields)]]},
                "legend": {"orient": "bottom"},
            },
        },
        "layer": layers,
        "config": config(),
    }  # fmt: skip


def row_bars(material: Material, choice: Choice) -> Spec:
    """One bar for each row of a table."""
    found = bars(material, choice)
    unit = material.named(choice.fields[0]).unit
    bar = {"type": "bar", "cornerRadius": 3, "height": {"band": 0.7}, "color": "$pine"}
    axis = {**number_axis(unit, "$text:amount"), "tickCount": 4}
    encoding = {"x": {"field": "amount", "type": "quantitative", "axis": axis}}
    return {**found, "name": "bars-of-rows", "layer": [{"mark": bar, "encoding": encoding}]}


def points(material: Material, choice: Choice) -> Spec:
    """Each row of a table as a point with its name."""
    across, up = (material.named(each).unit for each in choice.fields[:TWO])
    return {
        **look("points", 320),
        "encoding": {
            "x": {"field": "across", "type": "quantitative", "axis": number_axis(across, "$text:across")},
            "y": {"field": "up", "type": "quantitative", "axis": number_axis(up, "$text:up")},
        },
        "layer": [
            {"mark": {"type": "circle", "size": 160, "color": "$pine", "opacity": 0.85}},
            {
                "mark": {"type": "text", "dy": -14, "fontSize": 13, "color": "$ink", "limit": 140},
                "encoding": {"text": {"field": "label"}},
            },
        ],
        "config": config(),
    }


def _flat(found: Spec) -> Spec:
    """Return the look of a picture whose names stand at its left."""
    return {key: each for key, each in found.items() if key != "axisY"}


LINE: Final = {"type": "line", "strokeWidth": 2.5, "color": "$pine", "point": {"color": "$pine", "size": 40}}
"""A line with its points."""
AREA: Final = {"type": "area", "color": "$pine_soft", "line": {"color": "$pine", "strokeWidth": 2.5}}
"""An area under a line."""
BAR: Final = {"type": "bar", "cornerRadius": 3, "color": "$pine"}
"""Columns."""
