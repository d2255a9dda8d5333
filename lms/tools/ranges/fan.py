"""The fan of a run: how the tool's series over periods spreads, with its table twin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from flask_babel import gettext as _

from lms.calculators.declared import Column
from lms.calculators.ranges.fan import Fan, fanned
from lms.tools.ranges.picture import Picture, axis_format, axis_of, picture_of
from lms.tools.ranges.precision import rounded, step_of

if TYPE_CHECKING:
    from lms.tools.ranges.results import ShownRun

NAMES: Final = ("p10", "p25", "p50", "p75", "p90")
_BANDS: Final = (("p10", "p90", 1.0), ("p25", "p75", 0.6))
"""The outer and the inner band with how much they cover, told apart without colour too."""


def fan_picture(shown: ShownRun) -> Picture | None:
    """Return the fan as a picture; None where the run has none."""
    found, columns = shown.run.fan, fanned(shown.rows.shown.calculator)
    if found is None or columns is None:
        return None
    axis, series = columns
    say = shown.rows.shown.say
    rows = [{"at": at, **{name: getattr(found, name)[place] for name in NAMES}} for place, at in enumerate(found.at)]
    return picture_of(
        shown,
        "fan",
        str(_("%(series)s: how far it may spread", series=say(series.label))),
        str(
            _(
                "Across: %(axis)s. The line halves the runs: half of them lie higher, half lower. Half of the runs lie "
                "within the inner band, 8 of 10 within the outer one.",
                axis=say(axis.label),
            )
        ),
        spec=_spec(say(axis.label), axis.unit, series.unit),
        columns=[(name, series.unit) for name in NAMES],
        rows=rows,
    )


def fan_heads(shown: ShownRun) -> list[str]:
    """Return what stands above the columns of the fan's table."""
    columns = fanned(shown.rows.shown.calculator)
    return [
        shown.rows.shown.say(columns[0].label) if columns else "",
        *map(str, (_("1 in 10 lower"), _("1 in 4 lower"), _("half lower"), _("1 in 4 higher"), _("1 in 10 higher"))),
    ]


def fan_rows(shown: ShownRun) -> list[list[str]]:
    """Return the fan's table twin: the period, then what 10, 25, 50, 75 and 90 in a hundred runs lie below."""
    found, columns = shown.run.fan, fanned(shown.rows.shown.calculator)
    if found is None or columns is None:
        return []
    return [_row(shown, found, columns, place) for place in range(len(found.at))]


def _row(shown: ShownRun, found: Fan, columns: Sequence[Column], place: int) -> list[str]:
    axis, series = columns
    cell = shown.rows.shown.cell
    values = [getattr(found, name)[place] for name in NAMES]
    step = step_of(values[0], values[-1])
    return [cell(found.at[place], axis.unit), *(cell(rounded(each, step), series.unit) for each in values)]


def _spec(across: str, axis_unit: str, unit: str) -> dict[str, Any]:
    names = [str(_("8 of 10 runs")), str(_("half of the runs")), str(_("the middle run"))]
    at = {
        "field": "at",
        "type": "quantitative",
        "scale": {"zero": False, "nice": False},
        "axis": {"title": across, "format": axis_format(axis_unit), "grid": False, "tickMinStep": 1, "tickCount": 8},
    }
    legend = {"orient": "top", "title": None, "labelLimit": 260, "symbolType": "square", "offset": 28}
    scale = {"domain": names, "range": ["$pine_soft", "$pine", "$ink"]}
    bands = [
        {
            "mark": {"type": "area", "opacity": covers},
            "encoding": {
                "y": {"field": low, "type": "quantitative", "axis": axis_of(unit)},
                "y2": {"field": high},
                "color": {"datum": name, "type": "nominal", "scale": scale, "legend": legend},
            },
        }
        for (low, high, covers), name in zip(_BANDS, names, strict=False)
    ]
    middle = {
        "mark": {"type": "line", "strokeWidth": 2.5, "point": {"filled": True, "size": 30}},
        "encoding": {
            "y": {"field": "p50", "type": "quantitative"},
            "color": {"datum": names[2], "type": "nominal"},
        },
    }
    zero = {"mark": {"type": "rule", "color": "$ink_2"}, "encoding": {"x": None, "y": {"datum": 0}}}
    return {
        "data": {"name": "table"},
        "width": "container",
        "height": 240,
        "background": None,
        "encoding": {"x": at},
        "layer": [*bands, zero, middle],
        "config": {
            "axisY": {
                "titleAngle": 0,
                "titleAlign": "left",
                "titleAnchor": "end",
                "titleX": 0,
                "titleY": -14,
                "tickCount": 5,
                "domain": False,
                "ticks": False,
            }
        },
    }
