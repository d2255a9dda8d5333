"""Specifications of the pictures of a run: Vega-Lite, with the placeholders of calculators' charts.

What is drawn is told apart by dark and light of one colour, by dashes and by words: it says the same in grey.
The transform of a layer names the part it draws.
"""

from __future__ import annotations

from typing import Any, Final


def _only(part: str) -> list[dict[str, Any]]:
    return [{"filter": {"field": "part", "equal": part}}]


def _rule(part: str, **mark: Any) -> dict[str, Any]:
    return {"transform": _only(part), "mark": {"type": "rule", **mark}, "encoding": {"x": {**_AT}}}


def _words(part: str, **mark: Any) -> dict[str, Any]:
    words = {"x": {**_AT}, "y": {"value": 0}, "text": {"field": "words"}}
    return {
        "transform": _only(part),
        "mark": {"type": "text", "baseline": "bottom", "dy": -4, **mark},
        "encoding": words,
    }


_AT: Final = {"field": "at", "type": "quantitative"}
_QUIET: Final = {"field": "label", "type": "nominal", "sort": None}
_ABOVE: Final = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": 0, "titleY": -14}
_BASE: Final = {
    "data": {"name": "table"},
    "width": "container",
    "background": None,
    "config": {"axisY": {**_ABOVE, "tickCount": 5, "domain": False, "ticks": False}},
}

RUNS: Final[dict[str, Any]] = _BASE | {
    "height": 200,
    "padding": {"top": 24, "left": 8, "right": 8, "bottom": 4},
    "layer": [
        {
            "transform": _only("runs"),
            "mark": {"type": "bar", "stroke": "$pine", "strokeWidth": 1, "cornerRadius": 0},
            "encoding": {
                "x": {"field": "from", "type": "quantitative", "scale": {"zero": False, "nice": False}},
                "x2": {"field": "to"},
                "y": {"field": "runs", "type": "quantitative", "axis": None, "stack": None},
                "y2": {"datum": 0},
                "fill": {
                    "condition": {"test": {"field": "middle", "equal": True}, "value": "$pine"},
                    "value": "$pine_soft",
                },
            },
        },
        _rule("end", color="$ink", strokeWidth=1.5, strokeDash=[4, 3]),
        _rule("half", color="$ink", strokeWidth=2),
        _rule("threshold", color="$clay", strokeWidth=2, strokeDash=[1, 3]),
        _words("end", color="$ink", fontSize=13),
        _words("half", color="$ink", fontSize=13, fontWeight=600, dy=-18),
        _words("threshold", color="$clay", fontSize=13, dy=-18),
    ],
}

MOVES: Final[dict[str, Any]] = _BASE | {
    "height": {"step": 44},
    "encoding": {"y": {**_QUIET, "axis": None}},
    "layer": [
        {
            "mark": {"type": "bar", "height": 16, "yOffset": 8, "stroke": "$pine", "strokeWidth": 1, "cornerRadius": 0},
            "encoding": {
                "x": {"field": "base", "type": "quantitative", "scale": {"zero": False, "padding": 56}},
                "x2": {"field": "at"},
                "fill": {
                    "condition": {"test": {"field": "kind", "equal": "high"}, "value": "$pine"},
                    "value": "$pine_soft",
                },
            },
        },
        {
            "transform": [{"filter": {"field": "kind", "equal": "high"}}],
            "mark": {"type": "tick", "color": "$ink", "thickness": 2, "height": 22, "yOffset": 8, "opacity": 1},
            "encoding": {"x": {"field": "base", "type": "quantitative"}},
        },
        *(
            {
                "transform": [{"filter": {"field": "side", "equal": side}}],
                "mark": {"type": "text", "align": align, "dx": gap, "yOffset": 8, "color": "$ink", "fontSize": 12},
                "encoding": {"x": {**_AT}, "text": {"field": "words"}},
            }
            for side, align, gap in (("left", "right", -5), ("right", "left", 5))
        ),
        {
            "transform": [{"filter": {"field": "kind", "equal": "high"}}],
            "mark": {"type": "text", "align": "left", "yOffset": -10, "color": "$ink", "fontSize": 13, "limit": 600},
            "encoding": {"x": {"value": 0}, "text": {"field": "label"}},
        },
    ],
}

LINE: Final[dict[str, Any]] = _BASE | {
    "height": 220,
    "layer": [
        {
            "transform": _only("line"),
            "mark": {"type": "line", "color": "$pine", "strokeWidth": 2.5},
            "encoding": {
                "x": {"field": "x", "type": "quantitative", "scale": {"zero": False, "nice": False}},
                "y": {"field": "y", "type": "quantitative", "scale": {"zero": False}},
            },
        },
        {
            "transform": _only("target"),
            "mark": {"type": "rule", "color": "$clay", "strokeWidth": 1.5, "strokeDash": [5, 4]},
            "encoding": {"y": {"field": "y", "type": "quantitative"}},
        },
        *(
            {
                "transform": _only(part),
                "mark": {"type": "point", "shape": shape, "filled": True, "size": 110, "opacity": 1, "color": colour},
                "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}},
            }
            for part, shape, colour in (("now", "circle", "$ink"), ("turn", "diamond", "$clay"))
        ),
        *(
            {
                "transform": _only(part),
                "mark": {"type": "text", "dy": -14, "color": "$ink", "fontSize": 13},
                "encoding": {
                    "x": {"field": "x", "type": "quantitative"},
                    "y": {"field": "y", "type": "quantitative"},
                    "text": {"field": "words"},
                },
            }
            for part in ("now", "turn")
        ),
    ],
}
