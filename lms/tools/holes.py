"""Parts of a calculator's page that hold somebody's numbers: written once with holes in them, filled for each page.

What is kept between pages is the HTML around the holes, which is the same for everybody; what goes into them never is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from flask import request
from markupsafe import Markup, escape

from lms.calculators.declared import Input
from lms.catalog.frozen import Frozen
from lms.tools.written_once import Part

if TYPE_CHECKING:
    from lms.tools.ranges.rows import RangeRow
    from lms.tools.showing import ShownCalculator
    from lms.tools.tables import ShownTable

_HOLE: Final = re.compile("\ue000([^\ue001]*)\ue001")
"""Two characters of Unicode's private use around the name of a hole."""

_kept: Final[Frozen[tuple[Hashable, str], list[str]]] = Frozen(2_000)


def hole(name: str) -> Markup:
    """Return what stands in a part where a value is to go."""
    return Markup(f"\ue000{name}\ue001")  # noqa: S704  - a name of ours between two marks


def filled(part: Hashable, write: Callable[[], Markup], values: Mapping[str, Any]) -> Markup:
    """Return a part with `values` in its holes, escaped; `write` makes it, with `hole(name)` in place of each value.

    `part` names it: whatever else the HTML around the holes depends on, the language among it.
    """
    pieces = list(_kept.get((part, request.script_root), lambda: _HOLE.split(write())) or [])
    escaped = {name: escape(value) for name, value in values.items()}
    pieces[1::2] = [escaped[name] for name in pieces[1::2]]
    return Markup("".join(pieces))  # noqa: S704  - our own HTML and what was escaped


def slide_of(shown: ShownCalculator, declared: Input, level: int, write: Callable[..., Markup], mark: Markup) -> Markup:
    """Return the line of an input by the macro `write`; `mark` is what stands there about its fact."""
    is_own, error = shown.is_own(declared), shown.error(declared)
    value = shown.results.values[declared.name]
    values = {
        "revision": shown.revisions.get(declared.name, 0),
        "text": shown.text(declared),
        "at": declared.slider.minimum if value is None and declared.slider else value,
        "origin": shown.marks.origin(declared),
        "caution": shown.caution(declared),
        "mark": mark,
    }
    if error or declared.choices:
        return write(shown, declared, values, is_own, error)
    part = (shown.calculator, f"slide {declared.name} {is_own}", shown.language, shown.currency, level)
    return filled(part, lambda: write(shown, declared, {name: hole(name) for name in values}, is_own, ""), values)


def grid_row(
    shown: ShownCalculator, table: ShownTable, at: int, write: Callable[..., Markup], pictured: Markup
) -> Markup:
    """Return a row of a table by the macro `write`; `pictured` is what stands there of its picture."""
    typed = dict(table.entered.typed[at])
    is_first, is_last = at == 0, at + 1 == len(table.entered.typed)
    values = {"at": at, "number": at + 1, "row": table.row_name(at), "pictured": pictured}
    if any(row == at for row, _column in table.entered.refused):
        return write(shown, table, values, typed, is_first, is_last)
    declared = table.declared.name
    part = (shown.calculator, f"row {declared} {is_first} {is_last}", shown.language, shown.currency, 0)
    holes = {name: hole(name) for name in values}
    boxes = {name: hole(f"box {name}") for name in typed}
    given = {f"box {name}": value for name, value in typed.items()}
    return filled(part, lambda: write(shown, table, holes, boxes, is_first, is_last), {**values, **given})


def range_line(part: Part, row: RangeRow, write: Callable[..., Markup], *given: Any) -> Markup:
    """Return a line of range boxes by the macro `write`; `part` says whose calculator and language it is."""
    if row.error:
        return write(row, *given)
    calculator, _name, language, currency, level = part
    values = {
        "name": row.number.name,
        "label": row.number.label,
        "likely": row.likely,
        "low": row.low,
        "high": row.high,
        "revision": row.revision,
    }
    holes = {name: hole(name) for name in values}
    number = replace(row.number, name=holes.pop("name"), label=holes.pop("label"))
    key = (calculator, f"range line {row.is_own} {row.from_facts} {row.shape}", language, currency, level)
    return filled(key, lambda: write(replace(row, number=number, **holes), *given), values)  # type: ignore[arg-type]
