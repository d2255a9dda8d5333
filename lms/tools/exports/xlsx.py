"""A tool as a workbook: its numbers to change, results that follow, every step of the way, and what it rests on.

Everything that anybody wrote is written as text, whatever it begins with: only our own formulas are formulas. The file
is made in memory, and nothing of it stays anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Final

import xlsxwriter
from flask_babel import format_date
from flask_babel import gettext as _
from xlsxwriter.utility import quote_sheetname
from xlsxwriter.workbook import Workbook

from lms.tools.exports.calculation import Calculation
from lms.tools.exports.entering import NumbersSheet
from lms.tools.exports.looks import Looks
from lms.tools.exports.outcome import ResultsSheet
from lms.tools.exports.working import FIRST, HEADS, LENGTHS, Column
from lms.tools.showing import ShownCalculator

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_WIDE: Final = 60


def sheet_names() -> tuple[str, str, str, str]:
    """Return what the four sheets are called in the reader's language."""
    return str(_("Numbers")), str(_("Results")), str(_("Steps")), str(_("About"))


def workbook(shown: ShownCalculator, at: datetime) -> bytes:
    """Return the tool as XLSX; `at` is the moment it is made."""
    made = BytesIO()
    book = xlsxwriter.Workbook(made, _OPTIONS)
    looks = Looks(book, shown.currency)
    book.set_properties({"title": shown.say(shown.calculator.title), "created": at.replace(tzinfo=None)})
    book.set_calc_mode("auto")
    sheets = [(name, book.add_worksheet(name)) for name in sheet_names()]
    (numbers_name, numbers), (_results_name, results), (steps_name, steps), (_about_name, about) = sheets
    entering = NumbersSheet(shown, quote_sheetname(numbers_name))
    calculation = Calculation(shown, entering.places)
    entering.write(book, numbers, looks)
    ResultsSheet(shown, calculation, quote_sheetname(steps_name)).write(book, results, looks)
    _write_steps(book, steps, looks, calculation, quote_sheetname(steps_name))
    _write_about(about, looks, shown, calculation, at)
    for _name, sheet in sheets:
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    book.close()
    return made.getvalue()


def _write_steps(
    book: Workbook, sheet: xlsxwriter.worksheet.Worksheet, looks: Looks, calculation: Calculation, name: str
) -> None:
    """Write every line and column of the calculation, and give cells their names."""
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 18)
    sheet.write_string(0, 0, str(_("Every step from the numbers to the results; change nothing here")), looks.quiet)
    sheet.write_string(HEADS - 1, 0, str(_("Step")), looks.head)
    sheet.write_string(HEADS - 1, 1, str(_("Value")), looks.head)
    for at, line in enumerate(calculation.working.lines, LENGTHS - 1):
        sheet.write_string(at, 0, line.label, looks.text)
        sheet.write_formula(at, 1, line.formula, looks.plain, line.value)
        if line.name:
            book.define_name(line.name, f"={name}!$B${at + 1}")
    for column in calculation.working.columns:
        _write_column(sheet, looks, column)
    sheet.freeze_panes(LENGTHS, 1)


def _write_column(sheet: xlsxwriter.worksheet.Worksheet, looks: Looks, column: Column) -> None:
    letters = column.block.column
    sheet.write_string(f"{letters}{HEADS}", column.label, looks.head)
    if column.length.startswith("="):
        sheet.write_formula(f"{letters}{LENGTHS}", column.length, looks.quiet, column.count)
    else:
        sheet.write_number(f"{letters}{LENGTHS}", float(column.length), looks.quiet)
    for at, (formula, value) in enumerate(zip(column.formulas, column.values, strict=True), FIRST):
        sheet.write_formula(f"{letters}{at}", formula, looks.plain, value)


def _write_about(
    sheet: xlsxwriter.worksheet.Worksheet, looks: Looks, shown: ShownCalculator, calculation: Calculation, at: datetime
) -> None:
    """Write what the figures rest on, what they do not show, and when this file was made."""
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, shown.say(shown.calculator.title), looks.title)
    for row, (head, text) in enumerate(_about(shown, calculation, at), 2):
        sheet.write_string(row, 0, head, looks.head)
        sheet.write_string(row, 1, text, looks.wrapped)


def _about(shown: ShownCalculator, calculation: Calculation, at: datetime) -> list[tuple[str, str]]:
    calculator, say = shown.calculator, shown.say
    fitted = "\n".join(calculation.working.values)
    stays = _("Fitted by maximum likelihood in Outside-In; it stays as it is when you change the numbers:")
    said: Sequence[tuple[str, str]] = (
        (
            str(_("When this was made")),
            " ".join(filter(None, (format_date(at, "long"), shown.sentence or shown.problem))),
        ),
        (str(_("Scenario")), "" if shown.scenario is None else shown.scenario.name),
        (str(_("Whose numbers")), shown.mine_text),
        (str(_("We assume")), say(calculator.assumption)),
        (str(_("What this does not show")), say(calculator.not_shown)),
        (str(_("Formula")), say(calculator.formula_text)),
        (
            str(_("Not recalculated here")),
            fitted and f"{stays}\n{fitted}",
        ),
        (str(_("Sources")), "\n".join(calculator.sources)),
        (str(_("Private")), str(_("Made from private numbers. Whoever holds this file can read them."))),
    )
    return [(head, text) for head, text in said if text]
