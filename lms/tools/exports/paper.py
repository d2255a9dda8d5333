"""A tool on a sheet of paper: everything a reader of it must know, in the language of the request."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from flask_babel import format_date
from flask_babel import gettext as _

from lms.calculators.declared import Input
from lms.calculators.numerals import format_input
from lms.tools.exports.sheet_pictures import drawn_pictures, picture_tables
from lms.tools.ranges.results import ShownRun
from lms.tools.ranges.running import Asked, run
from lms.tools.showing import ShownCalculator
from lms.web.paper.typesetting import typeset

TEMPLATE: Final = Path(__file__).with_name("sheet.typ")
PAPERS: Final = ("a4", "wall")
"""Upright for a folder, or A3 across for a wall."""


@dataclass(frozen=True)
class Photograph:
    """A photograph for the sheet: of which touchpoint, what it shows, the JPEG and its size in pixels."""

    point: str
    words: str
    jpeg: bytes
    width: int
    height: int

    @property
    def svg(self) -> str:
        """Return it in an SVG, which a typesetter without files takes as a text."""
        size = f'width="{self.width}" height="{self.height}"'
        data = f"data:image/jpeg;base64,{b64encode(self.jpeg).decode()}"
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="{data}"/></svg>'


def sheet(
    shown: ShownCalculator, at: datetime, *, paper: str, signed: str, photographs: Sequence[Photograph] = ()
) -> bytes:
    """Return the PDF, tagged. Raises NotMade.

    `paper`: one of `PAPERS`. `signed`: the name to put on it, empty for none. `at`: the moment it is made.
    `photographs`: those of a way, from its first touchpoint to its last.
    """
    found = _found(shown)
    drawn = drawn_pictures(shown, found, wall=paper == "wall")
    words = sheet_words(shown, at, signed, found) | {"charts": drawn, "paper": paper}
    words["photographs"] = [(each.point, each.words, each.svg) for each in photographs]
    return typeset(TEMPLATE, words, int(at.timestamp()))


def sheet_words(shown: ShownCalculator, at: datetime, signed: str, found: ShownRun | None = None) -> dict[str, Any]:
    """Return everything the sheet says but its pictures; plain values, typeset as they are. `found`: of its ranges."""
    calculator, say = shown.calculator, shown.say
    name = "" if shown.scenario is None else shown.scenario.name
    return {
        "language": shown.language,
        "heading": f"{say(calculator.title)}: {name}" if name else say(calculator.title),
        "tool": say(calculator.title),
        "scenario": name,
        "question": say(calculator.question),
        "label": say(calculator.headline_label or calculator.headline.label),
        "figure": shown.headline_figure,
        "range": "" if found is None else found.line,
        "sentence": shown.sentence or shown.problem,
        "figures": [(say(each.label), shown.figure(each)) for each in shown.figures if _is_defined(shown, each.name)],
        "twins": picture_tables(shown, found),
        "inputs": [_input(shown, each) for each in calculator.inputs],
        "tables": [_table(shown, at) for at in range(len(calculator.tables))],
        "notes": [text for _name, text, applies in shown.notes if applies],
        "assumption": say(calculator.assumption),
        "not_shown": say(calculator.not_shown),
        "formula": say(calculator.formula_text),
        "sources": list(calculator.sources),
        "mine": shown.mine_text,
        "made": " · ".join(filter(None, [signed, format_date(at, "long")])),
        "words": {
            "numbers": _("The numbers"),
            "assume": _("We assume"),
            "not_shown": _("What this does not show"),
            "formula": _("Formula"),
            "sources": _("Sources"),
            "table": _("The picture as a table"),
            "private": _("Made from private numbers. Whoever holds this paper can read them."),
        },
    }


def _is_defined(shown: ShownCalculator, name: str) -> bool:
    return shown.results.outputs[name] is not None


def _found(shown: ShownCalculator) -> ShownRun | None:
    """Return a run with the ranges in force, where there are any and they can be used."""
    rows = shown.range_rows
    if not rows.ranges:
        return None
    found = ShownRun(rows, run(shown.calculator, rows.own, rows.specifications(), Asked(seed=shown.ranges.asked.seed)))
    return None if found.run.is_refused else found


def _input(shown: ShownCalculator, declared: Input) -> tuple[str, str, str]:
    """Return (label, what is computed with, whose it is) of one input."""
    return shown.say(declared.label), _entered(shown, declared), _mark(shown, declared)


def _entered(shown: ShownCalculator, declared: Input) -> str:
    value = shown.results.values[declared.name]
    if isinstance(value, str):
        return next((shown.say(each.label) for each in declared.choices if each.value == value), value)
    return "–" if value is None else format_input(value, declared.unit, shown.language, shown.currency)


def _mark(shown: ShownCalculator, declared: Input) -> str:
    if declared.name in shown.facts and declared.name not in shown.own:
        return str(_("fact book"))
    return shown.yours if shown.is_own(declared) else "" if declared.example is None else shown.example


def _table(shown: ShownCalculator, at: int) -> dict[str, Any]:
    """Return one table as it was entered, followed by what each of its rows comes to."""
    table = shown.tables[at]
    declared = table.declared
    found = next((each for each in shown.row_results if each.table.name == declared.name), None)
    columns = [shown.say(each.label) for each in declared.columns]
    rows = [[row["name"], *(row[each.name] for each in declared.columns)] for row in table.entered.typed]
    results = [cells for _label, cells in found.rows] if found and len(found.rows) == len(rows) else []
    more = [shown.say(each.label) for each in found.columns] if found and results else []
    return {
        "label": shown.say(declared.label),
        "mark": shown.yours if table.is_own else shown.example,
        "columns": [shown.say(declared.row_label), *columns, *more],
        "rows": [[*row, *(results[place] if results else [])] for place, row in enumerate(rows)],
    }
