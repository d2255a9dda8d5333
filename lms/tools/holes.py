"""Parts of a calculator's page that hold somebody's numbers: written once with holes in them, filled for each page.

What is kept between pages is the HTML around the holes, which is the same for everybody; what goes into them never is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Final

from flask import request
from markupsafe import Markup, escape

from lms.calculators.declared import Input
from lms.catalog.frozen import Frozen
from lms.tools.written_once import Part, is_kept, of_everybody

if TYPE_CHECKING:
    from lms.tools.ranges.rows import RangeRow
    from lms.tools.showing import ShownCalculator
    from lms.tools.tables import ShownTable

_MARK: Final = token_hex(8)
"""What only this process knows: no text of an author's can name a hole, and so be filled with what is somebody's."""

_HOLE: Final = re.compile(f"\ue000{_MARK}([^\ue001]*)\ue001")
"""Two characters of Unicode's private use around the mark and the name of a hole."""

_TO_ESCAPE: Final = re.compile("[&<>\"']")

_kept: Final[Frozen[tuple[Hashable, str], list[str]]] = Frozen(2_000)


def hole(name: str) -> Markup:
    """Return what stands in a part where a value is to go."""
    return Markup(f"\ue000{_MARK}{name}\ue001")  # noqa: S704  - a name of ours between two marks


def filled(part: Hashable, write: Callable[[], Markup], values: Mapping[str, Any]) -> Markup:
    """Return a part with `values` in its holes, escaped; `write` makes it, with `hole(name)` in place of each value.

    `part` names it: whatever else the HTML around the holes depends on, the language among it.
    """
    key = (part, request.script_root)
    pieces = list(_kept.get(key, lambda: _HOLE.split(write())) or []) if is_kept() else _HOLE.split(write())
    pieces[1::2] = [_escaped(values[name]) for name in pieces[1::2]]
    return Markup("".join(pieces))  # noqa: S704  - our own HTML and what was escaped


def _escaped(value: Any) -> str:
    """Return what goes into a hole; nearly all of it is HTML already, or a figure in which nothing needs escaping."""
    kind = value.__class__
    return value if kind is Markup or (kind is str and not _TO_ESCAPE.search(value)) else escape(value)


def framed(
    shown: ShownCalculator,
    name: str,
    flags: Hashable,
    write: Callable[..., Markup],
    values: Mapping[str, Any],
    *given: Any,
) -> Markup:
    """Return a part by the macro `write`, which takes the calculator, `values` and what else is `given`.

    `flags`: all that what is `given` and the person decide of the HTML around the values.
    """
    part = (shown.calculator, name, flags, shown.language, shown.currency)
    return filled(part, lambda: write(shown, {name: hole(name) for name in values}, *given), values)


def slides(
    shown: ShownCalculator,
    inputs: Sequence[Input],
    level: int,
    write: Callable[..., Markup],
    mark: Callable[..., Markup],
) -> Markup:
    """Return the lines of inputs by the macro `write`, those in which nothing is anybody's written once.

    `level`: 1 where nothing can be changed; `mark`: the macro of what stands there about an input's fact.
    """
    lines = [shown.part(each.name, level, _slide, each, level, write, mark) for each in inputs]
    return Markup("".join(lines))  # noqa: S704  - HTML of our macros


def _slide(
    shown: ShownCalculator, declared: Input, level: int, write: Callable[..., Markup], mark: Callable[..., Markup]
) -> Markup:
    is_own, error = shown.is_own(declared), shown.error(declared)
    value = shown.results.values[declared.name]
    values = {
        "revision": shown.revisions.get(declared.name, 0),
        "text": shown.text(declared),
        "at": declared.slider.minimum if value is None and declared.slider else value,
        "origin": shown.marks.origin(declared),
        "caution": shown.caution(declared),
        "mark": "" if level or not declared.fact else _fact_mark(shown, declared, mark),
    }
    if error or declared.choices:
        return write(shown, declared, values, is_own, error)
    return framed(shown, f"slide {declared.name}", (is_own, level), _as_line(write), values, declared, is_own)


def _as_line(write: Callable[..., Markup]) -> Callable[..., Markup]:
    return lambda shown, holes, declared, is_own: write(shown, declared, holes, is_own, "")


def _fact_mark(shown: ShownCalculator, declared: Input, write: Callable[..., Markup]) -> Markup:
    found = shown.marks.mark(declared)
    flags = found.is_known, found.can_use, found.can_keep
    if not found.says:
        return of_everybody(shown, f"fact {declared.name} {flags}", 0, write, declared, found, "")
    values = {"says": found.says}
    return framed(shown, f"fact {declared.name}", flags, _as_mark(write), values, declared, found)


def _as_mark(write: Callable[..., Markup]) -> Callable[..., Markup]:
    return lambda shown, holes, declared, found: write(shown, declared, found, holes["says"])


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
