"""What a calculator's codes say to the reader, at the field or in place of a figure."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from lms.calculators.codes import FIELD_MESSAGES, MESSAGES
from lms.calculators.declared import Input, Table
from lms.calculators.numerals import format_input, format_number, format_value
from lms.calculators.tables import CellProblem
from lms.web.languages import language, local
from lms.web.visitors import signed_in_visitor


def problem_words(declared: Input, code: str) -> str:
    """Return why an input cannot be used and what to write instead."""
    return local(dict(FIELD_MESSAGES[code])).format_map(_bounds(declared))


def _bounds(declared: Input) -> dict[str, str]:
    currency = signed_in_visitor().currency
    return {
        name: "" if bound is None else format_input(bound, declared.unit, language(), currency)
        for name, bound in (("minimum", declared.minimum), ("maximum", declared.maximum))
    }


def table_words(table: Table, problem: CellProblem) -> str:
    """Return what is wrong with a cell, with a row's name, or with the table as a whole."""
    known = {each.name: each for each in table.columns}
    column = known.get(problem.column or "")
    slots = {"fewest": str(table.fewest), "most": str(table.most)}
    if column is not None:
        slots |= _bounds(column) | _sums(table, column, problem)
    return local(dict(FIELD_MESSAGES[problem.code])).format_map(slots)


def _sums(table: Table, column: Input, problem: CellProblem) -> dict[str, str]:
    total = next((each for each in table.totals if each.column == column.name), None)
    if problem.difference is None or total is None:
        return {}
    currency = signed_in_visitor().currency
    found = format_value(round(total.must_be + problem.difference, 9), column.unit, language(), currency)
    return {"sum": found, "points": points(column, problem.difference, language())}


def points(column: Input, difference: float, language: str) -> str:
    """Return the size of a difference: in percentage points for a column of per cent, else as it is."""
    size = abs(difference) * (100 if column.unit == "percent" else 1)
    return format_number(size, language, 1)


def gap_words(column: Input, gap: float, language: str) -> str:
    """Return how far a column is from its total: "7 points", or the amount where it is no per cent."""
    number = points(column, gap, language)
    if column.unit != "percent":
        return number
    return str(_("1 point")) if number == "1" else str(_("%(number)s points", number=number))


def unmatched_words(lines: str) -> str:
    """Return which lines of a file belong to no row of the table."""
    return str(_("Left out, because no row here is called so: %(lines)s.", lines=lines))


def missing_words(count: str) -> str:
    """Return how many cells of a table wait for a number; `count` may be a slot for the browser to fill."""
    return str(_("Cells still empty: %(count)s. Fill them in to see the result.", count=count))


def caution_words(row: str, column: str, code: str) -> str:
    """Return that a cell of a table is unusual: "Ambassadors, Referrals: higher than …"."""
    return f"{row}, {column}: {local(dict(FIELD_MESSAGES[code]))}"


def result_words(value: str | None) -> str:
    """Return what stands in place of a figure: a dash where it is not defined, the code's words where it failed."""
    return "–" if value is None else local(dict(MESSAGES[value]))


def own_words(mine: str, matters: int) -> str:
    """Return "3 of 8 numbers are yours"; `mine` may be a slot for the browser to fill."""
    return str(
        ngettext("%(mine)s of %(num)d number is yours", "%(mine)s of %(num)d numbers are yours", matters, mine=mine)
    )


def number_words(code: str) -> str:
    """Return why a text is no number that can be used, where no input declares bounds for it."""
    return local(dict(FIELD_MESSAGES[code]))
