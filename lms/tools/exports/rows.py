"""A tool as rows (RFC 4180): one for each number entered and each result, to be read by other programs.

Numbers stand as computers write them, per cent as fractions, in every language. A text that a spreadsheet would take
for a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Final

from flask_babel import gettext as _

from lms.calculators.declared import Formula
from lms.calculators.tables import NAME, labels_of
from lms.tools.exports.marks import mark_of, unit_words
from lms.tools.showing import ShownCalculator
from lms.web.cells import safe

__all__ = ["HEADS", "as_rows", "safe"]

HEADS: Final = ("part", "name", "row", "label", "value", "unit", "whose")
_UTF_8_MARK: Final = "\ufeff"

_Row = tuple[str, str, str, str, str, str, str]


def as_rows(shown: ShownCalculator) -> bytes:
    """Return the tool as CSV in UTF-8, with a mark by which spreadsheets know it."""
    written = StringIO(newline="")
    table = csv.writer(written)
    table.writerow(HEADS)
    for row in (*_inputs(shown), *_tables(shown), *_outputs(shown), *_series(shown)):
        table.writerow(row)
    return (_UTF_8_MARK + written.getvalue()).encode()


def _inputs(shown: ShownCalculator) -> Iterator[_Row]:
    for each in shown.calculator.inputs:
        value, unit = shown.results.values[each.name], unit_words(each.unit, shown.currency)
        yield "input", each.name, "", safe(shown.say(each.label)), _value(value), _fraction(unit), mark_of(shown, each)


def _tables(shown: ShownCalculator) -> Iterator[_Row]:
    for table in shown.calculator.tables:
        rows = shown.results.tables[table.name]
        mark = shown.yours if table.name in shown.results.mine else shown.example
        for place, row in enumerate(rows, 1):
            yield (
                "table",
                f"{table.name}.{NAME}",
                str(place),
                safe(shown.say(table.row_label)),
                _value(row.get(NAME)),
                "",
                mark,
            )
            for column in table.columns:
                unit = _fraction(unit_words(column.unit, shown.currency))
                name, label = f"{table.name}.{column.name}", safe(shown.say(column.label))
                yield "table", name, str(place), label, _value(row.get(column.name)), unit, mark


def _outputs(shown: ShownCalculator) -> Iterator[_Row]:
    for each in (shown.calculator.headline, *shown.figures):
        value = shown.results.outputs[each.name]
        unit = _fraction(unit_words(each.unit, shown.currency))
        yield "result", each.name, "", safe(shown.say(each.label)), _word(shown, each, value), unit, ""


def _series(shown: ShownCalculator) -> Iterator[_Row]:
    for each in shown.calculator.series:
        values = shown.results.series[each.name]
        if each.hidden or not isinstance(values, list):
            continue
        names = (
            labels_of(shown.results.tables[each.over]) if each.over else [str(at) for at in range(1, len(values) + 1)]
        )
        unit = _fraction(unit_words(each.unit, shown.currency))
        for name, value in zip(names, values, strict=True):
            yield "series", each.name, safe(name), safe(shown.say(each.label)), _word(shown, each, value), unit, ""


def _word(shown: ShownCalculator, of: Formula, value: object) -> str:
    """Return a result: as a word where it is said as one, the code of an error, or the number."""
    return safe(shown.cell(value, of.unit, of.words)) if of.words else _value(value)


def _value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))  # noqa: PLR2004
    return safe(str(value))


def _fraction(unit: str) -> str:
    return str(_("fraction")) if unit == "%" else unit
