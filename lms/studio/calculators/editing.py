"""What a form that was sent changes in the file of a calculator: edits of its parts, each with the revision it had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext as _

from lms.calculators.formula.parser import is_name, is_option
from lms.packs.segments import base_of
from lms.studio.calculators import example_tables
from lms.studio.calculators.boxes import Filled, changes_of, filled, number_of
from lms.studio.calculators.fields import BOXES, GROUPS, LINE, LINES, NUMBER, ORDER, TEXTS, Box, Group
from lms.studio.calculators.making import new_section
from lms.studio.calculators.part_text import Path, with_sections, with_values, without_section
from lms.studio.calculators.sheet import Part, Sheet, listed
from lms.studio.calculators.tables import TOTAL, heading, total_boxes, totals_of, with_totals, with_whole_curve
from lms.studio.calculators.using import with_column, with_name
from lms.studio.drafts.acts import ORDER as ARRANGED
from lms.studio.drafts.acts import order_of
from lms.studio.drafts.files import Edit


@dataclass
class Outcome:
    """What is to be kept, and what is wrong with single boxes all the same: (box, what to do)."""

    edits: list[Edit] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)


def boxes_of(sheet: Sheet, part: Part, language: str) -> Iterator[Filled]:
    """Yield every box of a part's form, those of what repeats in it after its own."""
    yield from own_boxes(sheet, part, language)
    for group in GROUPS.get(part.kind, ()):
        for at in range(len(sections_of(part, group.key))):
            yield from group_boxes(sheet, part, group, at, language)
    for at in range(len(listed(part.known.get("example"))) if part.kind == "tables" else 0):
        yield from row_boxes(sheet, part, at, language)
    if part.kind == "examples":
        yield from example_tables.row_boxes(sheet, part, language)


def own_boxes(sheet: Sheet, part: Part, language: str) -> list[Filled]:
    """Return the boxes of a part itself; without those that would write into what is a list in the file."""
    boxes = (
        box
        for box in BOXES.get(part.kind, ())
        if not isinstance(part.known.get(box.path[0]), list) or box.sort == LINES
    )
    return [filled(part, box, (), language, sheet.languages) for box in boxes]


def group_boxes(sheet: Sheet, part: Part, group: Group, at: int, language: str) -> list[Filled]:
    """Return the boxes of one of what repeats in a part."""
    if group.key == TOTAL:
        return total_boxes(sheet, part, at, language)
    return [filled(part, box, (group.key, at), language, sheet.languages) for box in group.boxes]


def row_boxes(sheet: Sheet, part: Part, at: int, language: str) -> list[Filled]:
    """Return the boxes of one row of a table's example: its name, and a cell for each column."""
    cells = [Box("name", TEXTS, part.label(language))]
    units = [""]
    for column in listed(part.known.get("columns")):
        is_text = column.get("unit") == "text"
        cells.append(Box(str(column.get("name", "")), LINE if is_text else NUMBER, heading(column, language)))
        units.append(str(column.get("unit", "")))
    found = [filled(part, box, ("example", at), language, sheet.languages) for box in cells if box.key]
    return [replace(each, unit=unit) for each, unit in zip(found, units, strict=False)]


def sections_of(part: Part, group: str) -> list[Mapping[str, Any]]:
    """Return what repeats in a part, as it stands in the file."""
    return totals_of(part) if group == TOTAL else [*listed(part.known.get(group))]


def saved(sheet: Sheet, part: Part, sent: Mapping[str, str], base: str, language: str) -> Outcome:
    """Return what a part's form changes: the part, and where a name or the headline moves, the others too."""
    outcome = Outcome()
    changes: dict[Path, Any] = {}
    for box in boxes_of(sheet, part, language):
        changes |= changes_of(box, sent)
    if part.kind == "examples":
        changes |= example_changes(sheet, part, sent, language)
    changes = with_whole_curve(part, changes)
    named = [path for path in changes if path[-1] == "name" and path[0] not in ("example", "inputs")]
    names = {path: str(changes.pop(path) or "") for path in named}
    texts = {} if not changes else {part.part: with_values(part.text, changes, ORDER.get(part.kind, ()))}
    if changes.get(("headline",)):
        texts |= _without_headline(sheet, part)
    for path, name in names.items():
        texts = _named(sheet, part, path, name, texts, outcome)
    outcome.problems += _misnamed(changes)
    outcome.edits += _edits(sheet, part, base, texts)
    return outcome


def _named(sheet: Sheet, part: Part, path: Path, name: str, texts: dict[str, str], outcome: Outcome) -> dict[str, str]:
    """Return the texts with something renamed in all of them; a name that cannot be one is told and left as it is."""
    column = len(path) > 1
    among = [str(each.get("name")) for each in sections_of(part, "columns")] if column else sheet.names
    if not is_name(name) or name in among:
        told = _("Small letters, digits and underscores.") if not is_name(name) else _("Another part has this name.")
        outcome.problems.append((".".join(map(str, path)), told))
        return texts
    now = Sheet(sheet.path, "".join(texts.get(each.part, each.text) for each in sheet.parts))
    here = now.part(part.part)
    if here is None:
        return texts
    changed = with_column(now, here, int(path[1]), name) if column else with_name(now, here, name)
    return texts | changed


def _without_headline(sheet: Sheet, part: Part) -> dict[str, str]:
    others = [each for each in sheet.of("outputs") if each.known.get("headline") and each.part != part.part]
    return {each.part: with_values(each.text, {("headline",): None}) for each in others}


def _misnamed(changes: Mapping[Path, Any]) -> list[tuple[str, str]]:
    wrong = [path for path, value in changes.items() if path[-1] == "value" and not is_option(str(value or ""))]
    return [(".".join(map(str, path)), _("Capitals, digits and underscores, such as END.")) for path in wrong]


def _edits(sheet: Sheet, part: Part, base: str, texts: Mapping[str, str]) -> list[Edit]:
    found = []
    for each in sheet.parts:
        if each.part in texts and texts[each.part] != each.text:
            was = base if each.part == part.part else each.base
            found.append(Edit(sheet.path, each.part, was, texts[each.part]))
    return found


def example_changes(sheet: Sheet, part: Part, sent: Mapping[str, str], language: str) -> dict[Path, Any]:
    """Return what a form changes in an example: numbers in the units of what they stand for, empty ones left out."""
    units = {each.name: str(each.known.get("unit", "")) for each in sheet.of("inputs", "outputs")}
    found: dict[Path, Any] = {}
    for at, text in sent.items():
        key, dot, name = at.partition(".")
        if not dot or key not in ("inputs", "outputs") or name not in units or sent.get(f"was.{at}") == text:
            continue
        value = text.strip() or None if units[name] == "choice" else number_of(text, units[name], language)
        if value != part.at_path((key, name)):
            found[(key, name)] = value
    return found


def with_more(sheet: Sheet, part: Part, act: str, language: str, base: str) -> list[Edit]:
    """Return the edit that adds, removes or moves what repeats in a part: "add:columns", "up:columns.1" …"""
    verb, _colon, place = act.partition(":")
    group, _dot, number = place.partition(".")
    count = len(sections_of(part, group)) if group != "texts" else len(part.known.get("texts", []))
    at = int(number) if number.isdigit() else -1
    if group not in ("columns", "choices", "texts", "example", TOTAL) or (verb != "add" and not 0 <= at < count):
        return []
    if group == "texts":
        text = with_values(part.text, {("texts",): _listed(part, verb, at, language)})
    elif group == TOTAL:
        text = with_totals(part, verb, at)
    elif verb == "add":
        text = new_section(part, group, language)
    elif verb == "remove":
        text = without_section(_without_cells(part, at) if group == "columns" else part.text, (group, at))
    else:
        text = with_sections(part.text, {group: _moved(count, at, -1 if verb == "up" else 1)})
    return [Edit(sheet.path, part.part, base, text)]


def _without_cells(part: Part, at: int) -> str:
    """Return a table without the cells of one column in the rows of its example."""
    column = str(part.at_path(("columns", at, "name")))
    rows = range(len(listed(part.known.get("example"))))
    return with_values(part.text, {("example", row, column): None for row in rows})


def _listed(part: Part, verb: str, at: int, language: str) -> list[Any]:
    words = [*part.known.get("texts", [])]
    if verb == "add":
        return [*words, {language: str(len(words) + 1)}]
    if verb == "remove":
        return words[:at] + words[at + 1 :]
    return [words[each] for each in _moved(len(words), at, -1 if verb == "up" else 1)]


def _moved(count: int, at: int, by: int) -> list[int]:
    order = list(range(count))
    other = at + by
    if 0 <= other < count:
        order[at], order[other] = order[other], order[at]
    return order


def arranged(sheet: Sheet, part: Part, by: int) -> list[Edit]:
    """Return the edit that moves a part up or down among those of its kind."""
    kin = [each.part for each in sheet.of(part.kind)]
    order = [kin[each] for each in _moved(len(kin), kin.index(part.part), by)]
    whole = order_of(sheet.path, sheet.text)
    following = iter(order)
    text = "\n".join(next(following) if each.part in kin else each.part for each in sheet.parts)
    return [Edit(sheet.path, ARRANGED, base_of(whole), text)] if text != whole else []
