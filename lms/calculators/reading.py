"""Reads a calculator file, `NAME.calc.toml`: every problem at once, or a calculator that can be trusted."""

import re
import uuid
from collections.abc import Mapping
from typing import Any, Final

from lms.calculators.computing import compute
from lms.calculators.declared import Calculator, Choice, Example, Formula, Input, Note, Slider
from lms.calculators.formula.kinds import check, names_in
from lms.calculators.formula.language import CHOICE, NUMBER, SERIES, TABLE, TRUTH
from lms.calculators.formula.parser import FormulaError, is_name, is_option, parse
from lms.calculators.judging import input_problem
from lms.calculators.reading_chart import read_charts
from lms.calculators.reading_tables import read_tables
from lms.calculators.reading_words import fact_of, read_words, words_of
from lms.calculators.service.diagnosing import diagnose
from lms.calculators.service.names import Known
from lms.calculators.toml_source import LANGUAGES, Path, TomlSource

UNITS: Final = ("money", "percent", "count", "years", "months", "ratio", "number")
INPUT_UNITS: Final = (*UNITS, "choice")

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SLOT: Final = re.compile(r"\{([^{}]*)\}")
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


def read_calculator(text: str, filename: str) -> Calculator:
    """Return the calculator a file declares; raise `CalculatorErrors` with every problem.

    The declared examples are computed too: a formula that does not give what its author expects is a problem.
    """
    source = TomlSource(text, filename)
    calculator = _Reading(source).calculator()
    source.refuse()
    _run_examples(source, calculator)
    source.refuse()
    return calculator


class FormulaReader:
    """Reads formulas one after the other; each sees the names declared before it."""

    def __init__(self, source: TomlSource) -> None:
        """Start with no name known."""
        self.source = source
        self.names: dict[str, str] = {}
        self.options: dict[str, frozenset[str]] = {}

    def declare(self, name: str, kind: str, path: Path) -> None:
        """Make a name known; a second use of it, or one that cannot be a name, is a problem."""
        if not is_name(name):
            remedy = "Small letters, digits and underscores, and no word of the formula language."
            self.source.problem((*path, "name"), f"“{name}” cannot be a name.", remedy)
        if name in self.names:
            self.source.problem((*path, "name"), f"“{name}” is used twice.", "Give one of them another name.")
        self.names[name] = kind

    def over(self, table: dict[str, Any], path: Path) -> str:
        """Return the table that a series or chart row runs over; empty when it runs over none."""
        name = self.source.word(table, path, "over") if "over" in table else ""
        if name and self.names.get(name) != TABLE:
            self.source.problem((*path, "over"), f"“{name}” is no table.", "Name one of [[tables]].")
        return name

    def tree(self, text: str, kind: str, path: Path) -> Any:
        """Return the checked tree of a formula that must give `kind`; None where it is refused."""
        try:
            tree = parse(text)
            found = check(tree, self.names, self.options)
        except FormulaError:
            known = {name: Known(of, options=self.options.get(name, frozenset())) for name, of in self.names.items()}
            for each in diagnose(text, known):
                where = f"line {each.line}, column {each.column}" if "\n" in text else f"column {each.column}"
                self.source.problem(path, f"{each.message} ({where})", each.remedy)
            return None
        if found != kind:
            self.source.problem(path, f"The formula gives a {found}.", f"It must give a {kind}.")
        return tree


class _Reading:
    def __init__(self, source: TomlSource) -> None:
        self.source, self.data = source, source.data
        self.formulas = FormulaReader(source)

    def calculator(self) -> Calculator:
        source, data = self.source, self.data
        title = data.get("title")
        if isinstance(title, dict):
            source.languages = tuple(each for each in LANGUAGES if each in title or each == "en")
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
            self.source.problem(("uuid",), "The uuid is not one.", "Make one with python3 -m uuid.")
        if not _ADDRESS.fullmatch(self.source.word(self.data, (), "name")):
            remedy = "Small letters, digits and hyphens, such as cost-of-churn."
            self.source.problem(("name",), "The name cannot be an address.", remedy)

    def outputs(self) -> list[dict[str, Any]]:
        found = self.source.tables(self.data, (), "outputs")
        if sum(each.get("headline") is True for each in found) != 1:
            self.source.problem(("outputs",), "Exactly one output is the headline.", "Write headline = true at it.")
        return found

    def series(self) -> dict[int, dict[str, Any]]:
        return dict(enumerate(self.source.tables(self.data, (), "series", 20)))

    def examples(self) -> list[dict[str, Any]]:
        found = self.source.tables(self.data, (), "examples")
        if not found:
            self.source.problem((), "There is no example.", "Add [[examples]] with inputs and outputs.")
        return found

    def sources(self) -> tuple[str, ...]:
        found = self.data.get("sources", [])
        if isinstance(found, list) and all(isinstance(each, str) for each in found):
            return tuple(found)
        self.source.problem(("sources",), "“sources” must be a list of texts.", 'Write sources = ["…"].')
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
            remedy = "Give one inside minimum and maximum, or write optional = true."
            source.problem((*path, "example"), "The example cannot be used.", remedy)
        return declared

    def choice(self, table: dict[str, Any], path: Path) -> Choice:
        self.source.keys(table, (*path, "choices"), ("value", "label"))
        value = self.source.word(table, (*path, "choices"), "value")
        if not is_option(value):
            remedy = "Capitals, digits and underscores, such as END."
            self.source.problem((*path, "choices"), f"“{value}” cannot be an option.", remedy)
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
            self.source.problem(where, "The slider has no window.", "Write {minimum = 0, maximum = 10, step = 1}.")
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
                    remedy = "A slot names an input or an output."
                    self.source.problem(("sentence",), f"“{{{slot}}}” is not known.", remedy)

    def example(self, table: dict[str, Any], path: Path) -> Example:
        self.source.keys(table, path, ("inputs", "outputs", "tolerance"))
        tolerance = self.source.number(table, path, "tolerance")
        inputs, outputs = table.get("inputs"), table.get("outputs")
        if not isinstance(inputs, dict) or not isinstance(outputs, dict) or not outputs:
            self.source.problem(path, "The example is not whole.", "Give it inputs = {…} and outputs = {…}.")
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


def _run_examples(source: TomlSource, calculator: Calculator) -> None:
    empty = {each.name: None for each in calculator.inputs if each.optional}
    for at, example in enumerate(calculator.examples):
        results = compute(calculator, {**empty, **example.inputs})
        for name, wanted in example.outputs.items():
            found = results.outputs[name] if name in results.outputs else results.series.get(name)
            if not _agrees(found, None if wanted == "none" else wanted, example.tolerance):
                shown = "nothing" if found is None else found
                message = f"“{name}” gives {shown}, not {wanted}."
                source.problem(("examples", at, "outputs"), message, "Mend the formula or the example.")


def _agrees(found: object, wanted: object, tolerance: float) -> bool:
    if isinstance(found, float) and isinstance(wanted, int | float):
        return abs(found - wanted) <= tolerance * max(1.0, abs(wanted))
    if isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        return all(_agrees(each, its, tolerance) for each, its in zip(found, wanted, strict=True))
    return found == wanted
