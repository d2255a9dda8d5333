"""Reads a calculator file, `NAME.calc.toml`: every problem at once, or a calculator that can be trusted."""

import re
import uuid
from collections.abc import Collection, Mapping
from typing import Any, Final

from lms.calculators.declared import Calculator, Choice, Example, Formula, Input, Note, Slider
from lms.calculators.example_runs import run_examples
from lms.calculators.formula.kinds import names_in
from lms.calculators.formula.language import CHOICE, NUMBER, SERIES, TRUTH
from lms.calculators.formula.parser import is_option
from lms.calculators.judging import input_problem
from lms.calculators.problems import Problem
from lms.calculators.reading_chart import read_charts
from lms.calculators.reading_formulas import FormulaReader
from lms.calculators.reading_tables import read_tables
from lms.calculators.reading_words import fact_of, read_words, words_of
from lms.calculators.toml_source import LANGUAGES, Path, TomlSource
from lms.sentences import say

UNITS: Final = ("money", "percent", "count", "years", "months", "ratio", "number")
INPUT_UNITS: Final = (*UNITS, "choice")

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SLOT: Final = re.compile(r"\{([^{}]*)\}")
_BRACE: Final = re.compile("[{}]")
KEYS: Final = (
    "uuid", "name", "title", "question", "money", "inputs", "outputs", "series", "chart", "charts", "sentence",
    "assumption",
    "not_shown", "formula_text", "teaching", "sources", "notes", "examples", "headline_label", "tables", "words",
)  # fmt: skip
"""What a calculator file may hold."""

INPUT_KEYS: Final = (
    "name", "unit", "label", "help", "minimum", "maximum", "soft_minimum", "soft_maximum", "whole", "example", "slider",
    "matters", "advanced", "optional", "choices", "fact",
)  # fmt: skip
"""What an input may hold."""


def read_calculator(text: str, filename: str, partly: Collection[str] = ()) -> Calculator:
    """Return the calculator a file declares; raise `CalculatorErrors` with every problem.

    The declared examples are computed too: a formula that does not give what its author expects is a problem. `partly`:
    the languages in which texts may be missing, even where the title is written.
    """
    source = TomlSource(text, filename)
    calculator = _Reading(source, partly).calculator()
    source.refuse()
    for at, run in enumerate(run_examples(calculator)):
        for each in run.differences:
            message = say("“{name}” gives {said}, not {wanted}.", name=each.name, said=each.said, wanted=each.wanted)
            source.problem(("examples", at, "outputs"), message, say("Mend the formula or the example."))
    source.refuse()
    return calculator


def read_faulty(text: str, filename: str, partly: Collection[str] = ()) -> tuple[Calculator, list[Problem]]:
    """Return a calculator as far as its file can be read, and what is wrong with it; its examples are not computed.

    Only for looking at it while it is written: a formula that was refused has no tree, a text that is missing is empty.
    Raise `CalculatorErrors` when the file is no TOML at all.
    """
    source = TomlSource(text, filename)
    return _Reading(source, partly).calculator(), sorted(source.problems, key=lambda each: each.line)


class _Reading:
    def __init__(self, source: TomlSource, partly: Collection[str]) -> None:
        self.source, self.data, self.partly = source, source.data, partly
        self.formulas = FormulaReader(source)

    def calculator(self) -> Calculator:
        source, data = self.source, self.data
        title = data.get("title")
        if isinstance(title, dict):
            written = (each for each in LANGUAGES if each in title or each == "en")
            source.languages = tuple(each for each in written if each not in self.partly)
        source.keys(data, (), KEYS)
        self.identity()
        inputs = tuple(self.input(each, ("inputs", at)) for at, each in enumerate(source.tables(data, (), "inputs")))
        tables = read_tables(source, self.formulas, UNITS)
        words = read_words(source)
        declared = self.series()
        over = {at: self.formula(each, ("series", at), SERIES) for at, each in declared.items() if "over" in each}
        outputs = tuple(self.formula(each, ("outputs", at), NUMBER) for at, each in enumerate(self.outputs()))
        rest = {at: self.formula(each, ("series", at), SERIES) for at, each in declared.items() if at not in over}
        series = tuple((over | rest)[at] for at in declared)
        notes = tuple(self.note(each, ("notes", at)) for at, each in enumerate(source.tables(data, (), "notes", 20)))
        texts: dict[str, Any] = {
            key: source.text(data, (), key, required=key not in {"teaching", "headline_label"})
            for key in ("title", "question", "sentence", "assumption", "not_shown", "formula_text", "teaching",
                        "headline_label")
        }  # fmt: skip
        self.slots(texts["sentence"])
        charts = read_charts(source, self.formulas, series, UNITS, tables)
        return Calculator(
            uuid=str(data.get("uuid", "")),
            name=str(data.get("name", "")),
            **texts,
            tables=tables,
            words=words,
            inputs=inputs,
            outputs=outputs,
            chain=_chain(tuple(over.values()), outputs),
            money=source.flag(data, (), "money"),
            series=series,
            notes=notes,
            chart=charts[0] if charts else None,
            more_charts=charts[1:],
            examples=tuple(self.example(each, ("examples", at)) for at, each in enumerate(self.examples())),
            sources=self.sources(),
        )

    def identity(self) -> None:
        found = self.source.word(self.data, (), "uuid")
        try:
            uuid.UUID(found)
        except ValueError:
            self.source.problem(("uuid",), say("The uuid is not one."), say("Make one with python3 -m uuid."))
        if not _ADDRESS.fullmatch(self.source.word(self.data, (), "name")):
            remedy = say("Small letters, digits and hyphens, such as cost-of-churn.")
            self.source.problem(("name",), say("The name cannot be an address."), remedy)

    def outputs(self) -> list[dict[str, Any]]:
        found = self.source.tables(self.data, (), "outputs")
        if sum(each.get("headline") is True for each in found) != 1:
            self.source.problem(
                ("outputs",), say("Exactly one output is the headline."), say("Write headline = true at it.")
            )
        return found

    def series(self) -> dict[int, dict[str, Any]]:
        return dict(enumerate(self.source.tables(self.data, (), "series", 20)))

    def examples(self) -> list[dict[str, Any]]:
        found = self.source.tables(self.data, (), "examples")
        if not found:
            self.source.problem((), say("There is no example."), say("Add [[examples]] with inputs and outputs."))
        return found

    def sources(self) -> tuple[str, ...]:
        found = self.data.get("sources", [])
        if isinstance(found, list) and all(isinstance(each, str) for each in found):
            return tuple(found)
        self.source.problem(("sources",), say("“sources” must be a list of texts."), say('Write sources = ["…"].'))
        return ()

    def input(self, table: dict[str, Any], path: Path) -> Input:
        source = self.source
        source.keys(table, path, INPUT_KEYS)
        name = source.word(table, path, "name")
        unit = source.one_of(table, path, "unit", INPUT_UNITS)
        choices = tuple(self.choice(each, path) for each in source.tables(table, path, "choices"))
        self.formulas.declare(name, CHOICE if unit == "choice" else NUMBER, path)
        self.formulas.options[name] = frozenset(each.value for each in choices)
        declared = Input(
            name=name,
            unit=unit,
            label=source.text(table, path, "label"),
            help=source.text(table, path, "help", required=False),
            minimum=source.number(table, path, "minimum"),
            maximum=source.number(table, path, "maximum"),
            soft_minimum=source.number(table, path, "soft_minimum"),
            soft_maximum=source.number(table, path, "soft_maximum"),
            whole=source.flag(table, path, "whole"),
            example=table.get("example") if unit == "choice" else source.number(table, path, "example"),
            slider=self.slider(table, path),
            matters=source.flag(table, path, "matters"),
            advanced=source.flag(table, path, "advanced"),
            optional=source.flag(table, path, "optional"),
            choices=choices,
            fact=fact_of(source, table, path, unit),
        )
        if input_problem(declared, declared.example):
            remedy = say("Give one inside minimum and maximum, or write optional = true.")
            source.problem((*path, "example"), say("The example cannot be used."), remedy)
        return declared

    def choice(self, table: dict[str, Any], path: Path) -> Choice:
        self.source.keys(table, (*path, "choices"), ("value", "label"))
        value = self.source.word(table, (*path, "choices"), "value")
        if not is_option(value):
            remedy = say("Capitals, digits and underscores, such as END.")
            self.source.problem((*path, "choices"), say("“{name}” cannot be an option.", name=value), remedy)
        return Choice(value, self.source.text(table, (*path, "choices"), "label"))

    def slider(self, table: dict[str, Any], path: Path) -> Slider | None:
        found = table.get("slider")
        if found is None:
            return None
        where = (*path, "slider")
        parts = found if isinstance(found, dict) else {}
        self.source.keys(parts, where, ("minimum", "maximum", "step"))
        low, high, step = (self.source.number(parts, where, key) for key in ("minimum", "maximum", "step"))
        if low is None or high is None or step is None or not low < high or not 0 < step <= high - low:
            self.source.problem(
                where, say("The slider has no window."), say("Write {minimum = 0, maximum = 10, step = 1}.")
            )
            return None
        return Slider(low, high, step)

    def formula(self, table: dict[str, Any], path: Path, kind: str) -> Formula:
        source = self.source
        keys = ("name", "unit", "label", "formula", "headline", "hidden", "words")
        source.keys(table, path, keys if kind == NUMBER else (*keys, "over"))
        text = source.word(table, path, "formula")
        tree = self.formulas.tree(text, kind, (*path, "formula")) if text else None
        name = source.word(table, path, "name")
        self.formulas.declare(name, kind, path)
        hidden = source.flag(table, path, "hidden")
        unit = source.one_of(table, path, "unit", UNITS, "number" if hidden or "words" in table else "")
        return Formula(
            name=name,
            formula=text,
            tree=tree,
            unit=unit,
            label=source.text(table, path, "label", required=not hidden),
            headline=source.flag(table, path, "headline"),
            hidden=hidden,
            over=self.formulas.over(table, path),
            words=words_of(source, table, path, unit),
        )

    def note(self, table: dict[str, Any], path: Path) -> Note:
        self.source.keys(table, path, ("name", "when", "text"))
        when = self.source.word(table, path, "when")
        tree = self.formulas.tree(when, TRUTH, (*path, "when")) if when else None
        return Note(self.source.word(table, path, "name"), when, tree, self.source.text(table, path, "text"))

    def slots(self, sentence: Mapping[str, str]) -> None:
        for text in sentence.values():
            for slot in _SLOT.findall(text):
                if self.formulas.names.get(slot) != NUMBER:
                    remedy = say("A slot names an input or an output.")
                    self.source.problem(("sentence",), say("“{{slot}}” is not known.", slot=slot), remedy)
            if _BRACE.search(_SLOT.sub("", text)):
                self.source.problem(
                    ("sentence",), say("A bracket has no other half."), say("Write {name} for each figure.")
                )

    def example(self, table: dict[str, Any], path: Path) -> Example:
        self.source.keys(table, path, ("inputs", "outputs", "tolerance"))
        tolerance = self.source.number(table, path, "tolerance")
        inputs, outputs = table.get("inputs"), table.get("outputs")
        if not isinstance(inputs, dict) or not isinstance(outputs, dict) or not outputs:
            self.source.problem(path, say("The example is not whole."), say("Give it inputs = {…} and outputs = {…}."))
            return Example({}, {})
        return Example(inputs, outputs, 1e-9 if tolerance is None else tolerance)


def _chain(over: tuple[Formula, ...], outputs: tuple[Formula, ...]) -> tuple[str, ...]:
    """Return the formulas the headline depends on, itself included, in the order of computing."""
    needed = {each.name for each in outputs if each.headline}
    steps = (*over, *outputs)
    for each in reversed(steps):
        if each.name in needed:
            needed |= names_in(each.tree)
    return tuple(each.name for each in steps if each.name in needed)
