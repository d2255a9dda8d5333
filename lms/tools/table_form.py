"""The tables of a calculator's form without JavaScript: a box a cell, and buttons that add and remove rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import Field, FileField, StringField
from wtforms.fields.core import UnboundField

from lms.calculators.declared import Calculator, Table
from lms.calculators.numerals import NumberProblem, parse_number
from lms.calculators.tables import INCOMPLETE, LONGEST_NAME, table_problems
from lms.tools.fixed_sheets import filled_rows
from lms.tools.sheets import LARGEST, SheetRefused, sheet_rows, sheet_text
from lms.tools.tables import NAME, EnteredTable, Place, TypedRow, carried, refusals
from lms.tools.wording import problem_words, table_words, unmatched_words
from lms.web.forms import Form
from lms.web.languages import language

ACTION: Final = "row_action"
LONGEST: Final = 2 * LONGEST_NAME
"""How much of a text that was refused comes back in its box."""

_STEPS: Final = {"up": -1, "down": 1}
_ACTION: Final = re.compile(r"(add|up|down|remove|import|example)-([a-z][a-z0-9_]{0,79})(?:-([0-9]{1,2}))?", re.ASCII)


@dataclass(frozen=True)
class RowAction:
    """What a button of a table asks for: "add", "import", "example"; "up", "down", "remove" of a row, from 0 on."""

    verb: str
    table: str
    row: int


def cell_name(table: str, row: int, column: str) -> str:
    """Return the name of a cell's box."""
    return f"table-{table}-{row}-{column}"


def table_fields(calculator: Calculator) -> dict[str, UnboundField]:
    """Return a field for every cell that can be sent, and one for the button that was pressed."""
    cells = {
        cell_name(table.name, row, column): StringField()
        for table in calculator.tables
        for row in range(table.most)
        for column in _columns(table)
    }
    sheets = {name: kind() for table in calculator.tables for name, kind in _sheet_fields(table).items()}
    return {**cells, **sheets, ACTION: StringField()} if calculator.tables else {}


def _sheet_fields(table: Table) -> dict[str, type[Field]]:
    name = f"sheet-{table.name}"
    return {name: StringField, f"{name}-how": StringField, f"{name}-file": FileField}


def row_action(calculator: Calculator, form: Form) -> RowAction | None:
    """Return what a button of a table asks for, or None when the form was sent to be kept."""
    found = _ACTION.fullmatch((form[ACTION].data or "") if calculator.tables else "")
    table = next((each for each in calculator.tables if found is not None and each.name == found[2]), None)
    if found is None or table is None or (table.fixed and found[1] not in ("example", "import")):
        return None
    return RowAction(found[1], found[2], int(found[3] or 0))


def typed_rows(table: Table, form: Form) -> list[TypedRow] | None:
    """Return the rows as they were typed, in order; None when the form holds nothing of the table."""
    rows = [_typed_row(table, form, row) for row in range(table.most)]
    sent = [row for row in rows if row is not None]
    return sent or None


def acted(table: Table, form: Form, action: RowAction) -> EnteredTable:
    """Return the rows after a button was pressed, everything typed kept; a full table says so."""
    typed = typed_rows(table, form) or []
    says = ""
    if action.verb == "remove":
        typed = [each for at, each in enumerate(typed) if at != action.row]
    elif action.verb in _STEPS:
        typed = _moved(typed, action.row, action.row + _STEPS[action.verb])
    elif action.verb == "import":
        typed, says = _imported(table, form, typed)
    elif len(typed) < table.most:
        typed = [*typed, dict.fromkeys(_columns(table), "")]
    else:
        says = str(_("The table is full: it holds %(most)s rows.", most=table.most))
    unread: dict[Place, str] = {}
    return EnteredTable(typed, [_values(table, row, at, unread) for at, row in enumerate(typed)], unread, says)


def _imported(table: Table, form: Form, typed: list[TypedRow]) -> tuple[list[TypedRow], str]:
    """Return the rows with those of the sheet that was sent, to be looked at; the same rows where it cannot be used."""
    name = f"sheet-{table.name}"
    file = form[f"{name}-file"].data
    look = _("Look through the rows. They are kept once you press “Calculate and keep”.")
    kept = [row for row in typed if any(row.values())] if form[f"{name}-how"].data == "append" else []
    try:
        text = sheet_text(file.read(LARGEST + 1)) if isinstance(file, FileStorage) and file.filename else ""
        text = text or form[name].data or ""
        if table.fixed:
            filled, others = filled_rows(table, typed, text, language())
            return filled, " ".join([str(look), unmatched_words(", ".join(others))] if others else [str(look)])
        rows = sheet_rows(table, text, language(), table.most - len(kept))
    except SheetRefused as refused:
        return typed, str(refused)
    return [*kept, *rows], str(look)


def _moved(rows: list[TypedRow], row: int, to: int) -> list[TypedRow]:
    """Return the rows with one of them in another place; as they are where it cannot go there."""
    if not (0 <= row < len(rows) and 0 <= to < len(rows)):
        return rows
    others = [each for at, each in enumerate(rows) if at != row]
    return [*others[:to], rows[row], *others[to:]]


def entered_table(table: Table, typed: Sequence[TypedRow]) -> EnteredTable:
    """Judge typed rows. Rows without a word are left out; what is only incomplete may be kept, the rest is refused."""
    filled = list(typed) if table.fixed else [row for row in typed if any(row.values())]
    unread: dict[Place, str] = {}
    rows = [_values(table, row, at, unread) for at, row in enumerate(filled)]
    problems = [each for each in table_problems(table, rows) if each.code not in INCOMPLETE]
    says = " ".join(table_words(table, each) for each in problems if each.row is None)
    return EnteredTable(filled, rows, {**refusals(table, problems), **unread}, says)


def _values(table: Table, typed: TypedRow, row: int, unread: dict[Place, str]) -> dict[str, Any]:
    """Return a row's values; a text that is no number is None, with its words in `unread`."""
    values: dict[str, Any] = {NAME: typed[NAME]}
    for column in table.columns:
        if column.is_text:
            values[column.name] = typed[column.name]
            continue
        number = parse_number(typed[column.name], language(), column.unit) if typed[column.name] else None
        if isinstance(number, NumberProblem):
            unread[row, column.name] = problem_words(column, number.code)
            number = None
        values[column.name] = number
    return values | {each: typed[each] for each in carried(table) if typed.get(each)}


def _typed_row(table: Table, form: Form, row: int) -> TypedRow | None:
    boxes = {column: form[cell_name(table.name, row, column)] for column in _columns(table)}
    if not any(box.raw_data for box in boxes.values()):
        return None
    return {column: (box.data or "").strip()[:LONGEST] for column, box in boxes.items()}


def _columns(table: Table) -> Sequence[str]:
    return (NAME, *(each.name for each in table.columns), *carried(table))
