"""A calculator as one person sees it: their numbers, marked as theirs or as example, and results in their format."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from flask_babel import gettext as _

from lms.answers.reading import CurrentAnswers
from lms.calculators.codes import FIELD_MESSAGES, MESSAGES
from lms.calculators.computing import Move, Results, compute
from lms.calculators.declared import Calculator, Formula, Input, in_language
from lms.calculators.numerals import format_input, format_value
from lms.tools.wording import result_words
from lms.web.languages import language, local
from lms.web.visitors import signed_in_visitor

BLOCK = "inputs"
MOVES = 3


@dataclass
class ShownCalculator:
    """What the templates of a calculator need, `typed` and `refused` by a form included. Nothing is computed twice."""

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
        return compute(self.calculator, self.own) if self.own else _example(self.calculator)

    @cached_property
    def currency(self) -> str:
        """Return the organisation's currency."""
        return signed_in_visitor().currency

    @cached_property
    def language(self) -> str:
        """Return the reader's language."""
        return language()

    @cached_property
    def yours(self) -> str:
        """Return the mark of a number that is the person's."""
        return str(_("yours"))

    @cached_property
    def example(self) -> str:
        """Return the mark of a number that is an example."""
        return str(_("example"))

    def say(self, text: Mapping[str, str]) -> str:
        """Return a text of the calculator in the reader's language, in English where it is not written."""
        return text.get(self.language) or text.get("en", "")

    def text(self, declared: Input) -> str:
        """Return what stands in a number box: what was typed and refused, else the number in the reader's format."""
        if declared.name in self.typed:
            return self.typed[declared.name]
        value = self.results.values[declared.name]
        return value if isinstance(value, str) else self._box(value, declared.unit)

    def _box(self, value: float | None, unit: str) -> str:
        return "" if value is None else format_input(value, unit, self.language, self.currency)

    def error(self, declared: Input) -> str | None:
        """Return what is wrong with an input, in words."""
        return self.refused.get(declared.name)

    def is_own(self, declared: Input) -> bool:
        """Return whether the number is the person's, not an example."""
        return declared.name in self.results.mine

    def figure(self, output: Formula) -> str:
        """Return an output as a reader says it; a dash where it is no number."""
        return self.cell(self.results.outputs[output.name], output.unit)

    def cell(self, value: Any, unit: str) -> str:
        """Return one value of the results in the reader's format; a dash where it is no number."""
        return (
            format_value(float(value), unit, self.language, self.currency) if isinstance(value, (float, int)) else "–"
        )

    @property
    def table(self) -> list[list[str]]:
        """Return the rows of the table twin; the first cell names the row."""
        chart = self.calculator.chart
        if chart is None:
            return []
        named = {row.name: local(dict(row.label)) for row in chart.rows}
        return [
            ([named[str(row["row"])]] if row.get("row") in named else [])
            + [self.cell(row.get(column.name), column.unit) for column in chart.columns]
            for row in self.results.table
        ]

    @property
    def moves(self) -> list[tuple[str, str]]:
        """Return what moves the headline most: (input, the headline when it is a tenth lower or higher)."""
        unit = self.calculator.headline.unit
        most = [move for move in self.results.moves if move.swing > 0][:MOVES]
        return [(local(dict(self.calculator.input(m.name).label)), self._ends(m, unit)) for m in most]

    def _ends(self, move: Move, unit: str) -> str:
        ends = sorted(end for end in (move.low, move.high) if end is not None)
        return " – ".join(self.cell(end, unit) for end in ends)

    @property
    def problem(self) -> str:
        """Return what keeps the headline from being a number, in words; empty when nothing does."""
        if isinstance(self.results.outputs[self.calculator.headline.name], float):
            return ""
        code = next((value for value in self.results.outputs.values() if isinstance(value, str)), None)
        return "" if code is None else result_words(code)

    def caution(self, declared: Input) -> str:
        """Return that a number is unusual, where it is."""
        code = self.results.warnings.get(declared.name)
        return "" if code is None else local(dict(FIELD_MESSAGES[code]))

    @property
    def sentence(self) -> str:
        """Return the result as one sentence, with the figures in their places."""
        shown = {
            each.name: self.cell(self.results.values[each.name], each.unit)
            for each in self.calculator.inputs
            if not each.choices
        }
        shown |= {each.name: self.figure(each) for each in self.calculator.outputs}
        return "" if self.problem else local(dict(self.calculator.sentence)).format_map(shown)

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
    def notes(self) -> list[tuple[str, str, bool]]:
        """Return (name, text, whether it applies to these numbers) of everything that may have to be said."""
        return [(note.name, local(dict(note.text)), note.name in self.results.notes) for note in self.calculator.notes]

    @property
    def page(self) -> str:
        """Return all the browser needs to compute and word the results, as JSON that cannot end its script element."""
        own = {
            "language": language(),
            "currency": self.currency,
            "values": dict(self.own),
            "revisions": dict(self.revisions),
            "texts": {"yours": self.yours, "example": self.example, "mine": self._mine("{yours}", "{matters}")},
        }
        return f"{_harmless(json.dumps(own))[:-1]}, {_declared(self.calculator, language())[1:]}"

    @property
    def mine_text(self) -> str:
        """Return how many of the numbers that matter are the person's."""
        return self._mine(str(self.results.yours), str(self.results.matters))

    def _mine(self, yours: str, matters: str) -> str:
        return str(_("%(mine)s of %(all)s numbers are yours", mine=yours, all=matters))


@lru_cache(maxsize=200)
def _example(calculator: Calculator) -> Results:
    """Return the results of the example, which is the same for everybody."""
    return compute(calculator, {})


@lru_cache(maxsize=200)
def _declared(calculator: Calculator, language: str) -> str:
    """Return what the browser needs of the calculator itself; it never changes, so it is written once."""
    declared = {
        "document": in_language(calculator.document(), language),
        "messages": in_language(dict(MESSAGES), language),
        "fields": in_language(dict(FIELD_MESSAGES), language),
    }
    return _harmless(json.dumps(declared, ensure_ascii=False))


def _harmless(written: str) -> str:
    return written.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def shown_calculator(calculator: Calculator, answers: CurrentAnswers) -> ShownCalculator:
    """Return the calculator filled with the person's saved inputs among `answers`."""
    key = f"calculator:{calculator.uuid}"
    own = {item: found for (context, _block, item), found in answers.items() if context == key}
    values = {item: found.value for item, found in own.items() if found.value is not None}
    return ShownCalculator(calculator, values, {item: found.revision for item, found in own.items()}, {}, {})
