"""The form of a calculator without JavaScript: every input as it is written in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wtforms import HiddenField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.fields.core import UnboundField
from wtforms.validators import Length

from lms.calculators.computing import input_problem
from lms.calculators.declared import Calculator, Input
from lms.calculators.numerals import NumberProblem, parse_number
from lms.tools.table_form import entered_table, table_fields, typed_rows
from lms.tools.tables import EnteredTable, TypedRow
from lms.tools.wording import problem_words
from lms.web.forms import Form
from lms.web.languages import language, local

PREFIX = "input-"
LONGEST = 40


@dataclass
class Entered:
    """What is new in the form: as it was typed, what of it is a number, and what is not and why.

    `values` may hold the rows of a table too; `tables` how those stand in their boxes.
    """

    values: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    tables: dict[str, EnteredTable] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        """Return whether something in it cannot be kept."""
        return bool(self.refused) or any(each.is_refused for each in self.tables.values())


def inputs_form(calculator: Calculator) -> Form:
    """Return the form of a calculator; each input's field is named input-<its name>."""
    fields = {f"{PREFIX}{each.name}": _field(each) for each in calculator.inputs} | table_fields(calculator)
    made = type("InputsForm", (Form,), {**fields, "next": HiddenField(validators=[Length(max=2_000)])})
    form: Form = made()
    return form


def _field(declared: Input) -> UnboundField:
    label = local(dict(declared.label))
    if declared.unit == "choice":
        return SelectField(
            label,
            choices=[SelectChoice(c.value, local(dict(c.label))) for c in declared.choices],
            validate_choice=False,
        )
    return StringField(label)


def entered(
    calculator: Calculator, form: Form, shown: Mapping[str, str], tables: Mapping[str, Sequence[TypedRow]]
) -> Entered:
    """Read the form. A box or table left as it was `shown` says nothing new: an example stays an example."""
    found = Entered()
    for table in calculator.tables:
        rows = typed_rows(table, form)
        if rows is None or rows == tables[table.name]:
            continue
        found.tables[table.name] = entered_table(table, rows)
        found.values[table.name] = found.tables[table.name].rows
    for declared in calculator.inputs:
        box = form[f"{PREFIX}{declared.name}"]
        text = (box.data or "").strip()
        if not box.raw_data or text == shown.get(declared.name, ""):  # a box that was not sent says nothing either
            continue
        found.typed[declared.name] = text[:LONGEST]
        value, code = _value(declared, text)
        code = code or (None if value is None else input_problem(declared, value))
        if code:
            found.refused[declared.name] = problem_words(declared, code)
        else:
            found.values[declared.name] = value
    return found


def _value(declared: Input, text: str) -> tuple[float | str | None, str | None]:
    """Return (value, None) or (None, code). An empty box is the example again, or empty where that is allowed."""
    if declared.unit == "choice":
        return text, None
    if not text:
        return None, None
    number = parse_number(text, language(), declared.unit)
    return (None, number.code) if isinstance(number, NumberProblem) else (number, None)
