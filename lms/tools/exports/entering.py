"""The first sheet of a workbook: what was entered, to be changed, with its bounds, its unit and whose it is."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import gettext as _
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from lms.calculators.declared import Input, Table
from lms.calculators.tables import NAME
from lms.tools.exports.calculation import Places
from lms.tools.exports.looks import HEAD_HEIGHT, Looks
from lms.tools.exports.marks import beside, mark_of, shape_words
from lms.tools.exports.working import cell_name
from lms.tools.showing import ShownCalculator

_HEADS: Final = 3
_ASIDE: Final = 4
"""The column, from 0, in which the options of a choice stand beside it."""


class NumbersSheet:
    """Where each number stands, and the sheet itself."""

    def __init__(self, shown: ShownCalculator, name: str) -> None:
        """`name`: the sheet's, as formulas write it."""
        self._shown, self._name = shown, name
        row = _HEADS + 2 if shown.calculator.inputs else _HEADS
        inputs = {each.name: row + at for at, each in enumerate(shown.calculator.inputs)}
        row += len(inputs)
        tables = {}
        for table in shown.calculator.tables:
            tables[table.name] = row + 3
            row += len(shown.results.tables[table.name]) + 4
        self._end = row
        self.places = Places(name, inputs, tables)

    def write(self, book: Workbook, sheet: Worksheet, looks: Looks) -> None:
        """Write every number into its place."""
        shown = self._shown
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 12, 16)
        sheet.write_string(0, 0, shown.say(shown.calculator.question), looks.title)
        sheet.write_string(1, 0, str(_("Change the shaded cells: the results follow.")), looks.quiet)
        heads = (_("Which number"), _("Value"), _("Unit"), _("Where it comes from"))
        for at, head in enumerate(heads if shown.calculator.inputs else ()):
            sheet.write_string(_HEADS, at, str(head), looks.head)
        for declared in shown.calculator.inputs:
            self._input(book, sheet, looks, declared)
        for table in shown.calculator.tables:
            self._table(sheet, looks, table)
        self._ranges(sheet, looks)

    def _input(self, book: Workbook, sheet: Worksheet, looks: Looks, declared: Input) -> None:
        shown, row = self._shown, self.places.inputs[declared.name] - 1
        value = shown.results.values[declared.name]
        sheet.write_string(row, 0, shown.say(declared.label), looks.text)
        sheet.write_string(row, 2, beside(declared.unit, shown.currency), looks.aside)
        sheet.write_string(row, 3, mark_of(shown, declared), looks.aside)
        if declared.choices:
            self._choice(sheet, looks, declared, str(value))
        else:
            _write_number(sheet, looks, row, 1, value, declared)
        if not declared.optional:
            book.define_name(cell_name(declared.name), f"={self.places.input(declared.name)}")

    def _choice(self, sheet: Worksheet, looks: Looks, declared: Input, value: str) -> None:
        """Write the option that is chosen, the others beside it, and let the cell take nothing else."""
        row = self.places.inputs[declared.name] - 1
        labels = {each.value: self._shown.say(each.label) for each in declared.choices}
        sheet.write_string(row, 1, labels.get(value, value), looks.typed)
        for at, label in enumerate(labels.values(), _ASIDE):
            sheet.write_string(row, at, label, looks.quiet)
        sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": f"={_across(row, _ASIDE, len(labels))}"})

    def _table(self, sheet: Worksheet, looks: Looks, table: Table) -> None:
        shown, first = self._shown, self.places.tables[table.name] - 1
        own = table.name in shown.results.mine
        sheet.write_string(first - 2, 0, shown.say(table.label), looks.head)
        sheet.write_string(first - 2, 1, shown.yours if own else shown.example, looks.quiet)
        sheet.write_string(first - 1, 0, shown.say(table.row_label), looks.head)
        sheet.set_row(first - 1, HEAD_HEIGHT)
        for at, column in enumerate(table.columns, 1):
            words = beside(column.unit, shown.currency)
            sheet.write_string(first - 1, at, f"{shown.say(column.label)}{f' ({words})' if words else ''}", looks.head)
        for row, entered in enumerate(shown.results.tables[table.name], first):
            sheet.write_string(row, 0, _text(entered.get(NAME)), looks.typed)
            for at, column in enumerate(table.columns, 1):
                if column.is_text:
                    sheet.write_string(row, at, _text(entered.get(column.name)), looks.typed)
                else:
                    _write_number(sheet, looks, row, at, entered.get(column.name), column)

    def _ranges(self, sheet: Worksheet, looks: Looks) -> None:
        """Write the ranges in force: what Outside-In drew from, thousands of times; here nothing is drawn."""
        rows = self._shown.range_rows
        if not rows.ranges:
            return
        first = self._end + 1
        sheet.write_string(first, 0, str(_("Ranges the result was drawn from")), looks.head)
        for at, head in enumerate((_("Low"), _("High"), _("Shape")), 1):
            sheet.write_string(first, at, str(head), looks.head)
        for row, (name, kept) in enumerate(rows.ranges.items(), first + 1):
            number = rows.numbers[name]
            sheet.write_string(row, 0, number.label, looks.text)
            for at, end in enumerate((kept.low, kept.high), 1):
                sheet.write_number(row, at, end, looks.result(number.declared.unit, end))
            sheet.write_string(row, 3, shape_words(kept.shape), looks.quiet)


def _write_number(sheet: Worksheet, looks: Looks, row: int, at: int, value: Any, declared: Input) -> None:
    """Write a number, or leave its cell empty; what a spreadsheet would refuse too is refused while typing."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    look = looks.entered(declared.unit, value if is_number else None)
    if is_number:
        sheet.write_number(row, at, value, look)
    else:
        sheet.write_blank(row, at, None, look)
    low, high = declared.minimum, declared.maximum
    if low is None and high is None and not declared.whole:
        return
    least, most = -1e15 if low is None else low, 1e15 if high is None else high
    kind = "integer" if declared.whole else "decimal"
    sheet.data_validation(
        row, at, row, at, {"validate": kind, "criteria": "between", "minimum": least, "maximum": most}
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _across(row: int, first: int, count: int) -> str:
    letters = [chr(ord("A") + at) for at in (first, first + count - 1)]
    return f"${letters[0]}${row + 1}:${letters[1]}${row + 1}"
