"""A calculator's chart for paper: the specification with its data, in the light theme, in the reader's numerals.

It mirrors `static/web/js/chart.js` and `chart-theme.js`, which do the same in a browser; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from lms.calculators.declared import Chart, Column
from lms.calculators.numerals import format_number, format_value, money_scale
from lms.tools.ranges.picture import Picture
from lms.tools.showing import ShownCalculator

TOKENS: Final = {
    "pine": "#0b5d51",
    "pine_soft": "#dcebe6",
    "sun": "#f0b43c",
    "clay": "#c84c32",
    "ink": "#15211e",
    "ink_2": "#4d5b56",
    "line": "#e2ddd0",
    "surface": "#ffffff",
    "sans": "Outside-In Sans",
    "serif": "Outside-In Serif",
}
"""The colours of charts in the light theme, as `tokens.css` has them, and our type."""

LOCALES: Final = {
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
    "da": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " kr."]},
    "sv": {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", " kr"]},
}
WIDTH: Final = 640
NARROW: Final = 420
"""Below this width a chart is drawn without its layers called "wide", else without those called "narrow"."""

_EXACT: Final = 1_000


def paper_chart(shown: ShownCalculator, width: int = WIDTH, at: int = 0) -> dict[str, Any] | None:
    """Return a chart as a Vega-Lite specification that holds its own data; None where there is nothing to draw.

    `width`: of the plot, in units of the specification. `at`: which picture, from 0. Colours and type are those of the
    light theme.
    """
    if at >= len(shown.charts) or not shown.charts[at].rows:
        return None
    return _on_paper(shown, shown.charts[at].chart, shown.charts[at].rows, width)


def paper_picture(shown: ShownCalculator, picture: Picture, width: int = WIDTH) -> dict[str, Any]:
    """Return a picture of a run in the same way."""
    columns = tuple(Column(name, {}, unit) for name, unit in picture.columns)
    return _on_paper(shown, Chart(picture.spec, {}, columns), picture.rows, width)


def _on_paper(shown: ShownCalculator, chart: Chart, rows: Sequence[Mapping[str, Any]], width: int) -> dict[str, Any]:
    money = _money_fields(chart, rows[0])
    largest = max((abs(value) for row in rows for value in _numbers(row, money)), default=0.0)
    divisor, words = money_scale(largest, shown.language, shown.currency)
    values = {**TOKENS, "money": words, "number": ",.2~f"}
    texts = {name: shown.say(text) for name, text in chart.texts.items()}
    spec = _filled(_fitting(chart.spec, narrow=width < NARROW), values, texts)
    data = [_datum(shown, chart, row, money, divisor) for row in rows]
    return {
        **spec,
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"name": "table", "values": data},
        "width": width,
        "config": _merged(_theme(), spec.get("config") or {}),
    }


def _money_fields(chart: Chart, first: Mapping[str, Any]) -> list[str]:
    """Return the fields in money; where a chart has named rows, all of them are drawn on the one money axis."""
    money = [column.name for column in chart.columns if column.unit == "money"]
    return [name for name, value in first.items() if _is_number(value)] if chart.rows and money else money


def _numbers(row: Mapping[str, Any], names: Iterable[str]) -> list[float]:
    return [row[name] for name in names if _is_number(row.get(name))]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _datum(
    shown: ShownCalculator, chart: Chart, row: Mapping[str, Any], money: list[str], divisor: float
) -> dict[str, Any]:
    """Return one row as the specification sees it: money fitted to the axis, its label, what to write beside it."""
    datum = {**row, **{name: row[name] / divisor for name in money if _is_number(row.get(name))}}
    for column in chart.columns:
        value = row.get(column.name)
        if not _is_number(value):
            continue
        amount = float(value)  # type: ignore[arg-type]  # _is_number has seen to it
        if column.unit == "money":
            datum[f"{column.name}_text"] = format_number(_three_figures(amount) / divisor, shown.language)
        else:
            datum[f"{column.name}_text"] = format_value(amount, column.unit, shown.language, shown.currency)
    named = [*chart.words.items(), *((each.name, each.words) for each in chart.columns if each.words)]
    for name, words in named:
        datum[f"{name}_text"] = shown.cell(row.get(name), "number", words)
    label = row.get("label") or next(
        (shown.say(each.label) for each in chart.rows if each.name == row.get("row")), None
    )
    return {**datum, "label": label}


def _three_figures(amount: float) -> float:
    """Round an amount as the headline is rounded: to three significant figures from 1,000."""
    return amount if abs(amount) < _EXACT else float(f"{amount:.3g}")


def _fitting(spec: Mapping[str, Any], *, narrow: bool) -> dict[str, Any]:
    """Return a specification without the layers that are meant for another width."""
    other, own = ("wide", "narrow") if narrow else ("narrow", "wide")
    fitted = {key: each for key, each in spec.items() if (key, each) != ("name", own)}
    if "layer" in fitted:
        fitted["layer"] = [_fitting(each, narrow=narrow) for each in spec["layer"] if each.get("name") != other]
    return fitted


def _filled(part: Any, values: Mapping[str, Any], texts: Mapping[str, str]) -> Any:
    """Return a specification with its `$placeholders` replaced."""
    if isinstance(part, Mapping):
        return {key: _filled(each, values, texts) for key, each in part.items()}
    if isinstance(part, list | tuple):
        return [_filled(each, values, texts) for each in part]
    if not isinstance(part, str) or not part.startswith("$"):
        return part
    if part.startswith("$text:"):
        return texts.get(part.removeprefix("$text:"), "")
    return values.get(part[1:], part)


def _merged(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Return two configurations in one; the chart's own word counts."""
    both = dict(ours)
    for name, value in theirs.items():
        mine = ours.get(name)
        both[name] = _merged(mine, value) if isinstance(mine, Mapping) and isinstance(value, Mapping) else value
    return both


def _theme() -> dict[str, Any]:
    """Return the look of axes, legends and marks, as `chart-theme.js` gives it."""
    sans, ink, quiet, line, pine = (TOKENS[name] for name in ("sans", "ink", "ink_2", "line", "pine"))
    words = {
        "labelFont": sans,
        "titleFont": sans,
        "labelColor": quiet,
        "titleColor": quiet,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": 400,
    }
    lines = {"gridColor": line, "domainColor": line, "tickColor": line}
    return {
        "background": "white",
        "font": sans,
        "view": {"stroke": None},
        "axis": {**words, **lines, "tickSize": 4, "labelPadding": 6, "titlePadding": 10},
        "axisX": {"grid": False, "labelAngle": 0},
        "axisY": {"domain": False, "ticks": False, "tickCount": 5},
        "legend": {**words, "orient": "top", "title": None, "symbolType": "circle", "offset": 36, "columns": 3},
        "text": {"font": sans, "fill": ink, "fontSize": 12},
        "bar": {"fill": pine, "cornerRadius": 2},
        "line": {"stroke": pine, "strokeWidth": 2.5},
        "rule": {"stroke": line},
    }
