"""A calculator as one person sees it: their numbers, marked as theirs or as example, and results in their format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from lms.answers.reading import CurrentAnswers
from lms.calculators.codes import FIELD_MESSAGES, INVALID_INPUT
from lms.calculators.computing import Move, Results, compute, compute_headline
from lms.calculators.declared import Calculator, Formula, Input, Table
from lms.calculators.numerals import format_input, format_value
from lms.calculators.tables import INCOMPLETE
from lms.tools.facts.marks import FactMarks
from lms.tools.facts.using import UsedFact, facts_in, with_facts
from lms.tools.pictures import ShownChart, shown_charts
from lms.tools.printed import printed
from lms.tools.ranges.kept import KeptRanges, kept_ranges
from lms.tools.ranges.precision import borne_step, rounded
from lms.tools.ranges.rows import RangeRows
from lms.tools.row_results import RowResults, rows_of
from lms.tools.scenarios.head import ScenarioHead
from lms.tools.tables import EnteredTable, ShownTable, TypedRow, explained, missing, written
from lms.tools.wording import own_words, result_words
from lms.tools.written_once import is_kept, written_once
from lms.web.languages import language, local
from lms.web.visitors import signed_in_visitor

BLOCK = "inputs"
MOVES = 3


@dataclass
class ShownCalculator:
    """What the templates of a calculator need. Nothing is computed twice.

    `typed` and `refused`: what a form held and why it was not kept, by input; `entered` the same by table.
    `headline_only`: neither chart nor moves are asked for; `figure_only`: nothing but the headline. `context`: the key
    its inputs are saved under; `scenario`: what they are called there. `facts`: what their fact book has for inputs.
    """

    calculator: Calculator
    own: Mapping[str, Any]
    revisions: Mapping[str, int]
    typed: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    entered: Mapping[str, EnteredTable] = field(default_factory=dict)
    headline_only: bool = False
    figure_only: bool = False
    ranges: KeptRanges = field(default_factory=KeptRanges)
    context: str = ""
    scenario: ScenarioHead | None = None
    facts: Mapping[str, UsedFact] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take the calculator's own context where no other is named."""
        self.context = self.context or f"calculator:{self.calculator.uuid}"

    @cached_property
    def results(self) -> Results:
        """Return everything computed from the person's numbers, examples where there are none."""
        speaks = self.language if self.calculator.tables else "en"  # only the rows of an example table are named
        if not self.given and is_kept():
            return _example(self.calculator, speaks)
        if self.figure_only:
            return compute_headline(self.calculator, self.given, speaks)
        return compute(self.calculator, self.given, speaks, whole=not self.headline_only)

    @property
    def given(self) -> Mapping[str, Any]:
        """Return what is computed with: their own numbers here, and their facts where they have none."""
        return with_facts(self.own, self.facts) if self.facts else self.own

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

    @property
    def texts(self) -> dict[str, str]:
        """Return what stands in every number box."""
        return {each.name: self.text(each) for each in self.calculator.inputs}

    @property
    def typed_tables(self) -> dict[str, Sequence[TypedRow]]:
        """Return what stands in the boxes of every table."""
        return {each.declared.name: each.entered.typed for each in self.tables}

    def part(self, name: str, level: int, write: Callable[..., Markup], *given: Any) -> Markup:
        """Return what the macro `write` makes of an input or table; where nothing is entered it is written once."""
        if any(name in each for each in (self.own, self.facts, self.revisions, self.typed, self.refused, self.entered)):
            return write(self, *given)
        return written_once((self.calculator, name, self.language, self.currency, level), lambda: write(self, *given))

    def text(self, declared: Input) -> str:
        """Return what stands in a number box: what was typed and refused, else the number in the reader's format."""
        if declared.name in self.typed:
            return self.typed[declared.name]
        value = self.results.values[declared.name]
        is_figure = value is not None and not isinstance(value, str)
        return format_input(value, declared.unit, self.language, self.currency) if is_figure else value or ""

    def error(self, declared: Input) -> str | None:
        """Return what is wrong with an input, in words."""
        return self.refused.get(declared.name)

    def is_own(self, declared: Input) -> bool:
        """Return whether the number is the person's, not an example."""
        return declared.name in self.results.mine

    @cached_property
    def marks(self) -> FactMarks:
        """Return what stands beside inputs that take a fact."""
        return FactMarks(self)

    def figure(self, output: Formula) -> str:
        """Return an output as a reader says it; a dash where it is no number."""
        return self.cell(self.results.outputs[output.name], output.unit, output.words)

    @cached_property
    def step(self) -> float | None:
        """Return the power of ten the headline is rounded to: what its ranges bear; None where it has none."""
        return borne_step(self)

    @property
    def headline_figure(self) -> str:
        """Return the headline with as many digits as its ranges bear."""
        of, value = self.calculator.headline, self.results.outputs[self.calculator.headline.name]
        return self.cell(rounded(value, self.step) if isinstance(value, float) else value, of.unit, of.words)

    def cell(self, value: Any, unit: str, words: str = "") -> str:
        """Return one value of the results in the reader's format; a dash where it is no number, or has no word."""
        if words:
            return self.say(found) if (found := self.calculator.said(words, value)) else "–"
        if not isinstance(value, (float, int)):
            return str(value or "–") if unit == "text" else "–"
        return format_value(float(value), unit, self.language, self.currency)

    @cached_property
    def charts(self) -> list[ShownChart]:
        """Return every picture with its table twin."""
        return shown_charts(self)

    @property
    def moves(self) -> list[tuple[str, str]]:
        """Return what moves the headline most: (input, the headline when it is a tenth lower or higher)."""
        most = [move for move in self.results.moves if move.swing > 0][:MOVES]
        return [self.moved(move) for move in most]

    def moved(self, move: Move) -> tuple[str, str]:
        """Return (input, the headline when it is a tenth lower or higher)."""
        moved, table = self.calculator.moved(move.name)
        label = self.say(moved.label) if table is None else f"{self.say(moved.label)} ({self.say(table.label)})"
        return label, self._ends(move, self.calculator.headline)

    def _ends(self, move: Move, headline: Formula) -> str:
        ends = sorted(end for end in (move.low, move.high) if end is not None)
        return " – ".join(self.cell(end, headline.unit, headline.words) for end in ends)

    @property
    def problem(self) -> str:
        """Return what keeps the headline from being a number, in words; empty when nothing does."""
        if isinstance(self.results.outputs[self.calculator.headline.name], float):
            return ""
        lacking = " ".join(filter(None, map(self._lacking, self.calculator.tables)))
        code = next((value for value in self.results.outputs.values() if isinstance(value, str)), None)
        return lacking or ("" if code is None else result_words(code))

    def _lacking(self, table: Table) -> str:
        """Return what an unfinished table still needs; nothing while one of its cells is refused."""
        problems = self.results.cells.get(table.name, ())
        refused = table.name in self.entered and self.entered[table.name].refused
        if refused or any(each.code not in INCOMPLETE for each in problems):
            return result_words(INVALID_INPUT)
        return missing(table, problems)

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
        shown[self.calculator.headline.name] = self.headline_figure
        said = "" if self.problem else local(dict(self.calculator.sentence)).format_map(shown)
        return said.replace("..", ".")  # an amount in Danish ends with a full stop of its own

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

    @cached_property
    def tables(self) -> list[ShownTable]:
        """Return the tables with the person's rows, or the example's, in their boxes."""
        return [self._table(each) for each in self.calculator.tables]

    def _table(self, table: Table) -> ShownTable:
        rows = self.results.tables[table.name]
        entered = self.entered.get(table.name)
        if entered is None:
            boxes = written(table, rows, self.language)
            empty = written(table, [{}] * (table.fewest - len(rows)), self.language)
            entered = EnteredTable([*boxes, *empty], rows)
        cautions = self.results.cautions.get(table.name, ())
        revision, is_own = self.revisions.get(table.name, 0), table.name in self.results.mine
        is_last = table is self.calculator.tables[-1]
        told = explained(table, self.calculator.tables)
        return ShownTable(table, entered, cautions, revision, is_own, self.language, self.currency, told, is_last)

    @cached_property
    def row_results(self) -> list[RowResults]:
        """Return, for each table, what every row of it comes to."""
        return [found for found in (rows_of(self, each) for each in self.calculator.tables) if found.columns]

    @cached_property
    def range_rows(self) -> RangeRows:
        """Return the numbers that can have a range, with the ranges in force."""
        return RangeRows(self)

    @property
    def page(self) -> str:
        """Return all the browser needs to compute and word the results, as JSON that cannot end its script element."""
        facts = {name: fact.value for name, fact in self.facts.items()}
        own: dict[str, Any] = {"values": dict(self.own), "revisions": dict(self.revisions)}
        own |= ({"facts": facts} if facts else {}) | ({"step": self.step} if self.ranges else {})
        return printed(self.calculator, self.language, self.currency, own)

    @property
    def mine_text(self) -> str:
        """Return how many of the numbers that matter are the person's."""
        return own_words(str(self.results.yours), self.results.matters)


@lru_cache(maxsize=200)
def _example(calculator: Calculator, language: str) -> Results:
    """Return the results of the example, the same for everybody who reads this language."""
    return compute(calculator, {}, language)


def shown_calculator(calculator: Calculator, answers: CurrentAnswers, context: str | None = None) -> ShownCalculator:
    """Return the calculator filled with the person's inputs among `answers`, under its own key or a scenario's."""
    key = context or f"calculator:{calculator.uuid}"
    own = {item: found for (context, block, item), found in answers.items() if (context, block) == (key, BLOCK)}
    values = {item: found.value for item, found in own.items() if found.value is not None}
    revisions = {item: found.revision for item, found in own.items()}
    return ShownCalculator(
        calculator,
        values,
        revisions,
        ranges=kept_ranges(answers, key),
        context=key,
        facts=facts_in(calculator, answers),
    )
