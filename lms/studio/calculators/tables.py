"""What a table of a calculator says of its columns: which add up to what, and which it is drawn by as a way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from lms.studio.calculators.boxes import Filled, filled
from lms.studio.calculators.fields import TOTALS
from lms.studio.calculators.part_text import Path, with_section, with_sections, with_values, without_section
from lms.studio.calculators.sheet import Part, Sheet, listed

TOTAL: Final = "total"
_HEADER: Final = "[[tables.total]]"
_ADDS_UP: Final = ("percent", "number")
"""The units of columns that can have a total."""


def totals_of(part: Part) -> list[Mapping[str, Any]]:
    """Return what must add up: a file writes one total by itself, or several as a list."""
    found = part.known.get(TOTAL)
    return [found] if isinstance(found, Mapping) else [*listed(found)]


def total_boxes(sheet: Sheet, part: Part, at: int, language: str) -> list[Filled]:
    """Return the boxes of one total; its number is in the unit of its column."""
    within: Path = (TOTAL,) if isinstance(part.known.get(TOTAL), Mapping) else (TOTAL, at)
    found = [filled(part, box, within, language, sheet.languages) for box in TOTALS.boxes]
    unit = _unit(part, totals_of(part)[at].get("column"))
    return [replace(each, unit=unit) if each.box.key == "must_be" else each for each in found]


def with_totals(part: Part, verb: str, at: int) -> str:
    """Return the text of a table with a total more, or without one, or with one moved."""
    totals = totals_of(part)
    if _HEADER in part.text.replace(" ", ""):
        return _with_headers(part, verb, at)
    if verb == "add":
        changed = [*totals, _new(part)]
    else:
        changed = [each for place, each in enumerate(totals) if place != at]
        if verb != "remove":
            changed.insert(max(0, at - 1) if verb == "up" else at + 1, totals[at])
    bare = with_values(part.text, {(TOTAL,): None}) if isinstance(part.known.get(TOTAL), Mapping) else part.text
    return with_values(bare, {(TOTAL,): changed or None}, ("name", "label", "row_label", "help", "fewest", "most"))


def _with_headers(part: Part, verb: str, at: int) -> str:
    if verb == "add":
        return with_section(part.text, "tables.total", TOTAL, f'column = "{_new(part)["column"]}"\nmust_be = 1')
    if verb == "remove":
        return without_section(part.text, (TOTAL, at))
    order = [*range(len(totals_of(part)))]
    order.insert(max(0, at - 1) if verb == "up" else at + 1, order.pop(at))
    return with_sections(part.text, {TOTAL: order})


def _new(part: Part) -> dict[str, Any]:
    """Return a total for the first column that can have one and has none."""
    taken = {each.get("column") for each in totals_of(part)}
    fit = [str(each.get("name")) for each in listed(part.known.get("columns")) if each.get("unit") in _ADDS_UP]
    free = [name for name in fit if name not in taken]
    return {"column": next(iter([*free, *fit]), ""), "must_be": 1}


def _unit(part: Part, column: object) -> str:
    found = next((each for each in listed(part.known.get("columns")) if each.get("name") == column), {})
    return str(found.get("unit", ""))


def with_whole_curve(part: Part, changes: Mapping[Path, Any]) -> dict[Path, Any]:
    """Return changes that take a table's curve away altogether where they leave nothing in it."""
    own = {path[1]: value for path, value in changes.items() if path[0] == "curve" and len(path) > 1}
    stood = part.known.get("curve")
    left = {**(stood if isinstance(stood, Mapping) else {}), **own}
    if not own or any(left.values()):
        return dict(changes)
    return {path: value for path, value in changes.items() if path[0] != "curve"} | {("curve",): None}


def heading(column: Mapping[str, Any], language: str) -> str:
    """Return what stands above a column, its name where it has no heading."""
    label = column.get("label")
    said = label.get(language) or label.get("en") if isinstance(label, Mapping) else ""
    return str(said or column.get("name", ""))
