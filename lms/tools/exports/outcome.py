"""The second sheet of a workbook: every result as a formula over the steps, in words where a step has no number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from flask_babel import gettext as _
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from lms.calculators.declared import Column, Formula
from lms.calculators.tables import labels_of
from lms.tools.exports.calculation import Calculation, TwinRow
from lms.tools.exports.cells import quoted
from lms.tools.exports.looks import HEAD_HEIGHT, PERIOD, Looks
from lms.tools.exports.marks import beside
from lms.tools.exports.native_chart import BELOW, add_chart
from lms.tools.pictures import ShownChart
from lms.tools.showing import ShownCalculator

_HEADLINE: Final = 2
_DASH: Final = quoted("–")


class ResultsSheet:
    """Writes what the tool shows, top to bottom: headline, figures, remarks, rows of tables, the chart's table."""

    def __init__(self, shown: ShownCalculator, calculation: Calculation, steps: str) -> None:
        """`steps`: the name of the sheet the calculation stands in, as formulas write it."""
        self._shown, self._calculation, self._steps = shown, calculation, steps
        self._fits, self._messages = self._there(calculation.fits), self._there(calculation.messages)

    def write(self, book: Workbook, sheet: Worksheet, looks: Looks) -> None:
        """Write the sheet."""
        shown = self._shown
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 12, 18)
        sheet.write_string(0, 0, shown.say(shown.calculator.question), looks.title)
        headline = shown.calculator.headline
        look = looks.headline(headline.unit, shown.results.outputs[headline.name])
        sheet.write_string(_HEADLINE, 0, shown.say(shown.calculator.headline_label or headline.label), looks.text)
        self._output(sheet, looks, _HEADLINE, headline, look)
        for row, each in enumerate(shown.figures, _HEADLINE + 2):
            sheet.write_string(row, 0, shown.say(each.label), looks.text)
            self._output(sheet, looks, row, each, looks.result(each.unit, shown.results.outputs[each.name]))
        row = self._notes(sheet, looks, _HEADLINE + len(shown.figures) + 3)
        row = self._tables(sheet, looks, max(row, BELOW))
        for chart, twin in zip(shown.charts, self._calculation.twins, strict=True):
            row = self._twin(book, sheet, looks, row, chart, twin)

    def _output(self, sheet: Worksheet, looks: Looks, row: int, output: Formula, look: object) -> None:
        """Write an output: its figure, what keeps it from being one, or its word."""
        shown, value = self._shown, self._shown.results.outputs[output.name]
        cell = str(self._calculation.working.named(output.name))
        spoken = f"INDEX({self._messages},ERROR.TYPE({self._there(cell)}))"
        found = self._said(self._there(cell), output.words) if output.words else self._there(cell)
        invalid = f"INDEX({self._messages},3)"
        formula = f"=IF({self._fits},IF(ISERROR({self._there(cell)}),{spoken},{found}),{invalid})"
        kept = value if isinstance(value, float) and not output.words else shown.figure(output)
        if isinstance(value, str):
            kept = self._message(value)
        sheet.write_formula(row, 1, formula, look, kept)
        sheet.write_string(row, 2, beside(output.unit, shown.currency), looks.aside)

    def _message(self, code: str) -> str:
        error = self._calculation.working.failing(code)
        return next(str(line.value) for line in self._calculation.working.lines if line.label == error)

    def _notes(self, sheet: Worksheet, looks: Looks, row: int) -> int:
        """Write what may have to be said, each only while it applies; return the next free row."""
        for name, text, applies in self._shown.notes:
            told = self._there(self._calculation.notes[name])
            words = "&".join(quoted(text[at : at + 200]) for at in range(0, len(text), 200)) or '""'
            formula = f'=IF({self._fits},IF(ISERROR({told}),"",IF({told},{words},"")),"")'
            sheet.write_formula(row, 0, formula, looks.remark, text if applies else "")
            row += 1
        return row + 1

    def _tables(self, sheet: Worksheet, looks: Looks, row: int) -> int:
        """Write what every row of each table comes to; return the next free row."""
        for found in self._shown.row_results:
            names = labels_of(self._shown.results.tables[found.table.name])
            sheet.write_string(row, 0, self._shown.say(found.table.row_label), looks.head)
            sheet.set_row(row, HEAD_HEIGHT)
            for at, series in enumerate(found.columns, 1):
                self._head(sheet, looks, row, at, series)
            for place, name in enumerate(names, 1):
                sheet.write_string(row + place, 0, name, looks.text)
                for at, series in enumerate(found.columns, 1):
                    values = self._shown.results.series.get(series.name)
                    value = values[place - 1] if isinstance(values, list) else None
                    cell = self._calculation.row(series.name, place)
                    self._value(sheet, looks, row + place, at, cell, series, value)
            row += len(names) + 2
        return row

    def _twin(
        self, book: Workbook, sheet: Worksheet, looks: Looks, row: int, drawn: ShownChart, rows: Sequence[TwinRow]
    ) -> int:
        """Write a picture's table and draw it; return the next free row."""
        if not rows:
            return row
        sheet.write_string(row, 0, str(_("The picture as a table")), looks.head)
        indent = 0 if rows[0].label is None else 1
        for at, column in enumerate(drawn.chart.columns, indent):
            self._head(sheet, looks, row + 1, at, column)
        sheet.set_row(row + 1, HEAD_HEIGHT)
        for place, each in enumerate(rows):
            self._twin_row(sheet, looks, row + 2 + place, each, place, drawn)
        add_chart(book, sheet, self._shown, drawn, rows, row + 2)
        return row + len(rows) + 4

    def _twin_row(self, sheet: Worksheet, looks: Looks, row: int, each: TwinRow, place: int, drawn: ShownChart) -> None:
        chart, found = drawn.chart, drawn.rows
        indent = 0 if each.label is None else 1
        if each.label is not None:
            sheet.write_string(row, 0, each.label, looks.text)
        for at, (column, cell, text) in enumerate(zip(chart.columns, each.cells, each.texts, strict=True), indent):
            if cell is None:
                sheet.write_string(row, at, text, looks.text)
            else:
                of = replace(column, unit=PERIOD) if indent == at == 0 else column
                value = found[place].get(column.name) if place < len(found) else None
                self._value(sheet, looks, row, at, cell, of, value, beyond=place >= len(found) > 0)

    def _value(
        self, sheet: Worksheet, looks: Looks, row: int, at: int, cell: str, of: Formula | Column, value: object,
        *, beyond: bool = False,
    ) -> None:  # fmt: skip
        """Write one value of a series; a dash where it is no number, nothing `beyond` its end."""
        there = self._there(cell)
        found = self._said(there, of.words) if of.words else there
        formula = f'=IF({self._fits},IF(ISERROR({there}),{_DASH},IF({there}="","",{found})),{_DASH})'
        kept = value if isinstance(value, float) and not of.words else self._shown.cell(value, of.unit, of.words)
        sheet.write_formula(row, at, formula, looks.result(of.unit, value), "" if beyond else kept)

    def _said(self, cell: str, words: str) -> str:
        """Return the word for a number, a dash for one that has none."""
        texts = next(each.texts for each in self._shown.calculator.words if each.name == words)
        listed = ",".join(quoted(self._shown.say(each)) for each in texts)
        inside = f"AND({cell}>=1,{cell}<={len(texts)})"
        return f"IF({inside},IF({cell}=INT({cell}),CHOOSE({cell},{listed}),{_DASH}),{_DASH})"

    def _head(self, sheet: Worksheet, looks: Looks, row: int, at: int, of: Formula | Column) -> None:
        words = beside(of.unit, self._shown.currency)
        sheet.write_string(row, at, f"{self._shown.say(of.label)}{f' ({words})' if words else ''}", looks.head)

    def _there(self, cell: str) -> str:
        """Return a cell of the steps as another sheet names it; one with a name of its own is known everywhere."""
        return f"{self._steps}!{cell}" if cell.startswith("$") else cell
