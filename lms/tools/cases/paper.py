"""The page for a steering group as a PDF: one sheet of A4, in the language of the request."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Final

from flask_babel import format_date
from flask_babel import gettext as _

from lms.tools.cases.sheet import CaseSheet
from lms.tools.exports.picture import LOCALES, paper_chart
from lms.web.paper.drawing import draw
from lms.web.paper.typesetting import typeset

TEMPLATE: Final = Path(__file__).with_name("case.typ")

_WIDTH: Final = 880
"""Of the chart: as wide as the paper where it stands low, and its words still in a size to read."""


def case_sheet(sheet: CaseSheet, at: datetime, *, signed: str) -> bytes:
    """Return the PDF, tagged. Raises NotMade. `signed`: the name to put on it, empty for none."""
    spec = None if sheet.shown.problem else paper_chart(sheet.shown, _WIDTH)
    drawn = "" if spec is None else draw(spec, "svg", LOCALES[sheet.shown.language]).decode()
    return typeset(TEMPLATE, case_words(sheet, at, signed) | {"chart": drawn}, int(at.timestamp()))


def case_words(sheet: CaseSheet, at: datetime, signed: str) -> dict[str, Any]:
    """Return everything the sheet says but its picture; plain values, typeset as they are."""
    shown, say = sheet.shown, sheet.shown.say
    calculator = shown.calculator
    planned = sheet.measure
    return {
        "language": shown.language,
        "name": sheet.kept.name,
        "what": sheet.kept.note,
        "kind": say(calculator.title),
        "problem": shown.problem,
        "figures": _figures(sheet),
        "range": sheet.run.line if sheet.run else "",
        "doubts": sheet.doubts,
        "effects": {"heads": effect_heads(sheet), "rows": [[row.name, *row.cells] for row in sheet.effects]},
        "costs": {"heads": cost_heads(sheet), "rows": [[row.name, *row.cells] for row in sheet.costs]},
        "alt": say(calculator.chart.description) if calculator.chart else "",
        "assumptions": assumption_lines(sheet),
        "measure": "" if planned is None else planned.what,
        "by": sheet.by_when,
        "advice": sheet.advice,
        "assumption": say(calculator.assumption),
        "not_shown": say(calculator.not_shown),
        "made": " · ".join(filter(None, [signed, format_date(at, "long")])),
        "words": _words(),
    }


def effect_heads(sheet: CaseSheet) -> list[str]:
    """Return the heads of the table of effects: its own columns, and the range beside the amount."""
    table = sheet.shown.calculator.table("effects")
    amount, *others = (sheet.shown.say(each.label) for each in table.columns)
    return [sheet.shown.say(table.row_label), amount, str(_("Low to high")), *others]


def cost_heads(sheet: CaseSheet) -> list[str]:
    """Return the heads of the table of costs."""
    table = sheet.shown.calculator.table("costs")
    return [sheet.shown.say(each) for each in (table.row_label, *(column.label for column in table.columns))]


def _figures(sheet: CaseSheet) -> list[tuple[str, str]]:
    """Return (what it is, the figure), the worth first; none while there is nothing to compute."""
    if sheet.shown.problem:
        return []
    say = sheet.shown.say
    names = ("investment", "running")
    loss = [(str(_("Worth less than nothing")), sheet.loss)] if sheet.loss else []
    return [
        (say(sheet.shown.calculator.headline_label or sheet.shown.calculator.headline.label), sheet.worth),
        *((say(sheet.output(name).label), sheet.figure(name)) for name in names),
        (say(sheet.output("payback").label), sheet.payback),
        *loss,
    ]


def assumption_lines(sheet: CaseSheet) -> list[str]:
    """Return the numbers the worth hangs on, one sentence each."""
    ranged = [
        _(
            "%(name)s: at %(low)s it is worth %(at_low)s, at %(high)s %(at_high)s.",
            name=each.label,
            low=each.low,
            at_low=each.at_low,
            high=each.high,
            at_high=each.at_high,
        )
        for each in sheet.assumptions
    ]
    moved = [_("%(name)s: a tenth lower or higher, %(ends)s.", name=name, ends=ends) for name, ends in sheet.moves]
    return [str(each).replace("..", ".") for each in (*ranged, *moved)]


def _words() -> dict[str, str]:
    return {
        "gets": str(_("What it gives")),
        "takes": str(_("What it costs")),
        "doubts": str(_("Before you believe the figures")),
        "matter": str(_("What matters most")),
        "measure": str(_("What we measure first")),
        "by": str(_("by")),
        "not_planned": str(_("Not planned yet.")),
        "assume": str(_("We assume")),
        "not_shown": str(_("What this does not show")),
        "private": str(_("Made from private numbers. Whoever holds this paper can read them.")),
    }
