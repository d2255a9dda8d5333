"""The pictures of a run, as the browser draws them: specifications like those of calculators, and their rows.

All are drawn in dark and light of one colour, with dashes and words beside it, so that they say the same in grey.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from flask_babel import gettext as _

from lms.tools.ranges.fan import fan_picture
from lms.tools.ranges.picture import Picture, Row, axis_format, axis_of, picture_of
from lms.tools.ranges.picture_specs import LINE, MOVES, RUNS

if TYPE_CHECKING:
    from lms.tools.ranges.results import ShownRun
    from lms.tools.ranges.running import Line

_MOST_BARS: Final = 8


def pictures(shown: ShownRun) -> list[Picture]:
    """Return histogram, fan, tornado and the line to the break-even, as far as there is something to draw."""
    drawn = (_histogram(shown), fan_picture(shown), _tornado(shown), _line(shown))
    return [each for each in drawn if each is not None]


def _histogram(shown: ShownRun) -> Picture | None:
    ranges = shown.run.ranges
    found, low, high = ranges.histogram, ranges.p10, ranges.p90
    if found is None or low is None or high is None or len(found.counts) < 2:  # noqa: PLR2004
        return None
    classes = zip(found.edges, found.edges[1:], found.counts, strict=False)
    bars = [
        {"part": "runs", "from": one, "to": other, "runs": count, "middle": low <= (one + other) / 2 <= high}
        for one, other, count in classes
    ]
    marks = [
        {"part": part, "at": at, "words": shown.figure(at)}
        for part, at in (("end", low), ("half", ranges.p50), ("end", high), ("threshold", ranges.threshold))
        if at is not None and found.edges[0] <= at <= found.edges[-1]
    ]
    return picture_of(
        shown,
        "runs",
        str(_("What the runs gave")),
        str(
            _(
                "Each bar counts runs. The filled ones are the middle 8 of 10. The lines mark where one in ten, half "
                "and nine in ten of the runs lie below."
            )
        ),
        spec=RUNS | {"layer": _with_axis(_present(RUNS["layer"], bars + marks), shown.unit)},
        columns=[("from", shown.unit), ("to", shown.unit), ("at", shown.unit)],
        rows=bars + marks,
    )


def _tornado(shown: ShownRun) -> Picture | None:
    base, swings = shown.run.ranges.base, shown.run.ranges.swings[:_MOST_BARS]
    if not isinstance(base, float) or not any(isinstance(each.at_low, float) for each in swings):
        return None
    rows: list[Row] = []
    for each, (label, low, _at_low, high, _at_high) in zip(swings, shown.swings, strict=False):
        for kind, at, words in (("low", each.at_low, low), ("high", each.at_high, high)):
            if isinstance(at, float):
                side = "left" if at < base or (at == base and kind == "low") else "right"
                rows.append({"label": label, "base": base, "at": at, "kind": kind, "side": side, "words": words})
    return picture_of(
        shown,
        "moves",
        str(_("What moves it most")),
        str(
            _(
                "A bar a number: the result when it alone is at its low end (pale) and at its high end (filled), "
                "the others at what is likely. The widest stands first."
            )
        ),
        spec=MOVES | {"layer": _with_axis(MOVES["layer"], shown.unit)},
        columns=[("base", shown.unit), ("at", shown.unit)],
        rows=rows,
    )


def _line(shown: ShownRun) -> Picture | None:
    line, base = shown.run.line, shown.run.ranges.base
    number = shown.rows.numbers.get(line.name) if line else None
    if line is None or number is None:
        return None
    rows: list[Row] = [{"part": "line", "x": x, "y": y} for x, y in line.points]
    if isinstance(base, float):
        rows.append({"part": "now", "x": number.value, "y": base, "words": shown.rows.box(number, number.value)})
    words = _(
        "The line is the result as %(name)s changes and all else stays. The dot is where you stand.", name=number.label
    )
    if shown.has_target:
        rows += _to_target(shown, line)
        words += " " + _("The dashed line is %(target)s; a diamond marks where they meet.", target=shown.target)
    across = {"title": number.label, "format": axis_format(number.declared.unit), "grid": False}
    layers = _with_axis(_present(LINE["layer"], rows), shown.unit, "y")
    return picture_of(
        shown,
        "line",
        str(_("%(name)s and the result", name=number.label)),
        str(words),
        spec=LINE | {"layer": [_merged(layers[0], "x", {"axis": across}), *layers[1:]]},
        columns=[("y", shown.unit)],
        rows=rows,
    )


def _to_target(shown: ShownRun, line: Line) -> list[Row]:
    """Return the line of the target, and a mark wherever the result meets it within the picture."""
    even = next(each for each in shown.run.even if each.input == line.name)
    unit, target = shown.rows.numbers[line.name].declared.unit, shown.run.target
    low, high = line.points[0][0], line.points[-1][0]
    turns = [each.at for each in even.crossings if low <= each.at <= high]
    marks = [{"part": "turn", "x": x, "y": target, "words": shown.rows.shown.cell(x, unit)} for x in turns]
    return [{"part": "target", "y": target}, *marks]


def _present(layers: Sequence[Mapping[str, Any]], rows: Sequence[Row]) -> list[Mapping[str, Any]]:
    """Return the layers that have something to draw."""
    parts = {row.get("part") for row in rows}
    return [each for each in layers if each["transform"][0]["filter"]["equal"] in parts]


def _with_axis(layers: Sequence[Mapping[str, Any]], unit: str, channel: str = "x") -> list[Mapping[str, Any]]:
    """Return layers whose first one has the axis of the headline: its format, and its currency as the title."""
    return [_merged(layers[0], channel, {"axis": axis_of(unit)}), *layers[1:]]


def _merged(layer: Mapping[str, Any], channel: str, more: Mapping[str, Any]) -> Mapping[str, Any]:
    encoding = layer["encoding"]
    return {**layer, "encoding": {**encoding, channel: {**encoding[channel], **more}}}
