"""A calculator as one person sees it: their numbers, marked as theirs or as example, and the results in their format."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import gettext as _

from lms.answers.reading import CurrentAnswers
from lms.calculators.computing import Move, Results, compute
from lms.calculators.declared import Calculator, Column, Formula, Input, in_language
from lms.calculators.numerals import format_input, format_money, format_value
from lms.tools.wording import result_words
from lms.web.languages import language, local
from lms.web.visitors import signed_in_visitor

BLOCK = "inputs"


@dataclass
class ShownCalculator:
    """What the templates of a calculator need. Nothing is computed twice."""

    calculator: Calculator
    own: Mapping[str, Any]
    revisions: Mapping[str, int]
    typed: Mapping[str, str]
    refused: Mapping[str, str]

    @property
    def context(self) -> str:
        """Return the key its inputs are saved under."""
        return f"calculator:{self.calculator.uuid}"

    @cached_property
    def results(self) -> Results:
        """Return everything computed from the person's numbers, examples where there are none."""
        return compute(self.calculator, self.own)

    @property
    def currency(self) -> str:
        """Return the organisation's currency."""
        return signed_in_visitor().currency

    def text(self, declared: Input) -> str:
        """Return what stands in a number box: what was typed and refused, else the number in the reader's format."""
        if declared.name in self.typed:
            return self.typed[declared.name]
        value = self.results.values[declared.name]
        return value if isinstance(value, str) else self._box(value, declared.unit)

    def _box(self, value: float | None, unit: str) -> str:
        return "" if value is None else format_input(value, unit, language(), self.currency)

    def error(self, declared: Input) -> str | None:
        """Return what is wrong with an input, in words."""
        return self.refused.get(declared.name)

    def is_own(self, declared: Input) -> bool:
        """Return whether the number is the person's, not an example."""
        return declared.name in self.results.mine

    def figure(self, output: Formula) -> str:
        """Return an output as a reader says it, or what keeps it from being a number."""
        return self.cell(self.results.outputs[output.name], output.unit)

    def cell(self, value: Any, unit: str) -> str:
        """Return one value of the results in the reader's format."""
        if isinstance(value, float | int):
            return format_value(float(value), unit, language(), self.currency)
        return result_words(value)

    def table_cell(self, row: Mapping[str, Any], column: Column) -> str:
        """Return one cell of the table twin."""
        value = row.get(column.name)
        if isinstance(value, Mapping):
            return local(dict(value))
        return str(value) if column.unit == "label" else self.cell(value, column.unit)

    def swing(self, move: Move) -> str:
        """Return how far one input moves the headline when it is a tenth lower or higher."""
        unit = self.calculator.headline.unit
        half = move.swing / 2
        return "± " + (format_money(half, language(), self.currency) if unit == "money" else self.cell(half, unit))

    @property
    def sentence(self) -> str:
        """Return the result as one sentence, with the figures in their places."""
        shown = {each.name: self.cell(self.results.values[each.name], each.unit) for each in self.calculator.inputs if not each.choices}
        shown |= {each.name: self.figure(each) for each in self.calculator.outputs}
        failed = isinstance(self.results.outputs[self.calculator.headline.name], str)
        return "" if failed else local(dict(self.calculator.sentence)).format_map(shown)

    @property
    def basic(self) -> list[Input]:
        """Return the inputs always in sight."""
        return [each for each in self.calculator.inputs if not each.advanced]

    @property
    def advanced(self) -> list[Input]:
        """Return the inputs behind "more assumptions"."""
        return [each for each in self.calculator.inputs if each.advanced]

    @property
    def figures(self) -> list[Formula]:
        """Return the outputs shown beside the headline."""
        return [each for each in self.calculator.outputs if not each.headline and not each.hidden]

    @property
    def notes(self) -> list[str]:
        """Return what must be said of these particular numbers."""
        return [local(dict(note.text)) for note in self.calculator.notes if note.name in self.results.notes]

    @property
    def document(self) -> str:
        """Return the calculator for the browser, as JSON that cannot end its script element."""
        found = json.dumps(in_language(self.calculator.document(), language()), ensure_ascii=False)
        return found.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")

    @property
    def mine_text(self) -> str:
        """Return how many of the numbers that matter are the person's."""
        return _("%(mine)d of %(all)d numbers are yours", mine=self.results.yours, all=self.results.matters)


def shown_calculator(
    calculator: Calculator,
    answers: CurrentAnswers,
    typed: Mapping[str, str] | None = None,
    refused: Mapping[str, str] | None = None,
) -> ShownCalculator:
    """Return the calculator filled with the person's saved inputs among `answers`."""
    key = f"calculator:{calculator.uuid}"
    own = {item: found for (context, _block, item), found in answers.items() if context == key}
    values = {item: found.value for item, found in own.items() if found.value is not None}
    return ShownCalculator(
        calculator, values, {item: found.revision for item, found in own.items()}, typed or {}, refused or {}
    )
