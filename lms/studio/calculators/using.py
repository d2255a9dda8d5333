"""Where a name of a calculator is used, and another name put in its place everywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.calculators.service.renaming import names_used, renamed, slots_renamed
from lms.packs.segments import HEAD
from lms.studio.calculators.part_text import Path, with_values
from lms.studio.calculators.sheet import Part, Sheet, listed
from lms.studio.calculators.tables import totals_of


@dataclass(frozen=True, slots=True)
class Use:
    """One place that uses a name: the part, and the formula's path in it (`()` where it is no formula)."""

    part: Part
    path: Path


def uses_of(sheet: Sheet, name: str, kind: str) -> list[Use]:
    """Return every place that would miss something called `name`: `kind` says what, "words" have names of their own.

    Formulas, slots of the sentence, pictures, series over a table, results said as words.
    """
    if kind == "words":
        said = sheet.of("outputs", "series")
        return [Use(part, ("words",)) for part in said if part.known.get("words") == name]
    is_period = any(each.name == name and not each.known.get("over") for each in sheet.of("series"))
    found: list[Use] = []
    for part in sheet.parts:
        found += [Use(part, path) for path, text in part.formulas() if name in names_used(text)]
        if part.kind == HEAD and any(f"{{{name}}}" in each for each in _sentences(part).values()):
            found.append(Use(part, ("sentence",)))
        if part.kind in ("series", "chart", "charts") and name in _over(part):
            found.append(Use(part, ("over",)))
        if is_period and part.kind in ("chart", "charts") and _draws(part, name):
            found.append(Use(part, ("spec",)))
    return [each for each in found if each.part.name != name or each.part.kind == "notes"]


def with_name(sheet: Sheet, part: Part, new: str) -> dict[str, str]:
    """Return the texts of all parts that change when an input, output, series, table or list of words is renamed."""
    old = part.name
    found: dict[str, str] = {}
    for each in sheet.parts:
        changes: dict[Path, Any] = {("name",): new} if each is part else {}
        if part.kind == "words":
            changes |= {("words",): new} if each.known.get("words") == old else {}
        elif part.kind != "notes":
            changes |= _in_part(each, old, new, of_period=part.kind == "series" and not part.known.get("over"))
        if changes:
            found[each.part] = with_values(each.text, changes)
    return found


def with_column(sheet: Sheet, table: Part, at: int, new: str) -> dict[str, str]:
    """Return the texts of all parts that change when a column of a table is renamed."""
    old = table.at_path(("columns", at, "name"))
    found: dict[str, str] = {}
    for each in sheet.parts:
        if each is table:
            changes = _in_table(table, at, str(old), new)
        else:
            changes = _in_formulas(each, f"{table.name}.{old}", f"{table.name}.{new}")
            changes |= _in_given(each, table.name, str(old), new)
        if changes:
            found[each.part] = with_values(each.text, changes)
    return found


def _in_part(part: Part, old: str, new: str, *, of_period: bool) -> dict[Path, Any]:
    changes = _in_formulas(part, old, new)
    if part.kind == HEAD:
        said = {language: slots_renamed(text, old, new) for language, text in _sentences(part).items()}
        changes |= {("sentence", language): text for language, text in said.items()}
    if part.kind == "series" and part.known.get("over") == old:
        changes[("over",)] = new
    if part.kind in ("chart", "charts"):
        changes |= {
            ("rows", at, "over"): new for at, row in enumerate(listed(part.known.get("rows"))) if row.get("over") == old
        }
        changes |= _drawn(part, old, new) if of_period and not part.known.get("rows") else {}
    if part.kind == "examples":
        for key in ("inputs", "outputs"):
            named = part.known.get(key)
            if isinstance(named, Mapping) and old in named:
                changes[(key,)] = {new if name == old else name: value for name, value in named.items()}
    return {path: value for path, value in changes.items() if value != part.at_path(path)}


def _in_formulas(part: Part, old: str, new: str) -> dict[Path, Any]:
    changed = {path: renamed(text, old, new) for path, text in part.formulas()}
    return {path: text for path, text in changed.items() if text != part.at_path(path)}


def _in_table(table: Part, at: int, old: str, new: str) -> dict[Path, Any]:
    changes: dict[Path, Any] = {("columns", at, "name"): new}
    for number, total in enumerate(totals_of(table)):
        within: Path = ("total",) if isinstance(table.known.get("total"), Mapping) else ("total", number)
        changes |= {(*within, "column"): new} if total.get("column") == old else {}
    curve = table.known.get("curve")
    for key, column in curve.items() if isinstance(curve, Mapping) else ():
        changes |= {("curve", key): new} if column == old else {}
    for number, row in enumerate(listed(table.known.get("example"))):
        if old in row:
            changes |= {("example", number, old): None, ("example", number, new): row[old]}
    return changes


def _in_given(part: Part, table: str, old: str, new: str) -> dict[Path, Any]:
    """Return what changes in an example that gives rows to a table when one of its columns is renamed."""
    rows = part.at_path(("inputs", table)) if part.kind == "examples" else None
    if not any(old in row for row in listed(rows)):
        return {}
    return {
        ("inputs", table): [{new if key == old else key: cell for key, cell in row.items()} for row in listed(rows)]
    }


def _drawn(part: Part, old: str, new: str) -> dict[Path, Any]:
    """Return what changes in a picture over periods when one of its series is renamed."""
    spec = part.known.get("spec")
    columns = listed(part.at_path(("table", "columns")))
    drawn: dict[Path, Any] = {
        ("table", "columns", at, "name"): new for at, each in enumerate(columns) if each.get("name") == old
    }
    if isinstance(spec, str):
        drawn[("spec",)] = _field(old).sub(lambda found: f'"{new}{found[1] or ""}"', spec)
    return drawn


def _draws(part: Part, name: str) -> bool:
    spec = part.known.get("spec")
    return not part.known.get("rows") and isinstance(spec, str) and _field(name).search(spec) is not None


def _field(name: str) -> re.Pattern[str]:
    return re.compile(rf'"{re.escape(name)}(_text)?"')


def _over(part: Part) -> set[object]:
    return {part.known.get("over"), *(row.get("over") for row in listed(part.known.get("rows")))}


def _sentences(part: Part) -> dict[str, str]:
    found = part.known.get("sentence")
    return {key: text for key, text in found.items() if isinstance(text, str)} if isinstance(found, Mapping) else {}
