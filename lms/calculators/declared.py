"""A declared calculator: what an author wrote in `NAME.calc.toml`, read and checked.

Everything here is frozen and JSON-able: `document()` is what the database keeps and the browser computes with.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final, Self

from lms.calculators.codes import Text
from lms.calculators.declared_parts import (
    Chart,
    Choice,
    Column,
    Curve,
    Example,
    Formula,
    Input,
    Note,
    Row,
    Slider,
    Table,
    Total,
    Words,
    by_name,
    chart_of,
    input_of,
    plain,
    table_of,
)

__all__ = [
    "Calculator", "Chart", "Choice", "Column", "Curve", "Example", "Formula", "Input", "Note", "Row", "Slider", "Table",
    "Total", "Words", "in_language",
]  # fmt: skip

_LATER: Final = ("tables", "words", "more_charts")


@dataclass(frozen=True, slots=True)
class Calculator:
    """One calculator; its address is `/tools/<name>`, its identity the `uuid`."""

    uuid: str
    name: str
    title: Text
    question: Text
    sentence: Text
    assumption: Text
    not_shown: Text
    formula_text: Text
    inputs: tuple[Input, ...]
    outputs: tuple[Formula, ...]
    chain: tuple[str, ...]
    headline_label: Text = field(default_factory=dict)
    teaching: Text = field(default_factory=dict)
    money: bool = False
    series: tuple[Formula, ...] = ()
    notes: tuple[Note, ...] = ()
    chart: Chart | None = None
    examples: tuple[Example, ...] = ()
    sources: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    words: tuple[Words, ...] = ()
    more_charts: tuple[Chart, ...] = ()

    def __hash__(self) -> int:
        """Hash by identity in the field's sense: the uuid; what is equal has the same one."""
        return hash(self.uuid)

    @property
    def headline(self) -> Formula:
        """Return the one output that is the answer."""
        return next(each for each in self.outputs if each.headline)

    @property
    def charts(self) -> tuple[Chart, ...]:
        """Return every chart, the first one first."""
        return () if self.chart is None else (self.chart, *self.more_charts)

    def input(self, name: str) -> Input:
        """Return one input by name; KeyError when there is none."""
        return by_name(self.inputs, name)

    def output(self, name: str) -> Formula:
        """Return one output by name; KeyError when there is none."""
        return by_name(self.outputs, name)

    def table(self, name: str) -> Table:
        """Return one table by name; KeyError when there is none."""
        return by_name(self.tables, name)

    def said(self, words: str, value: object) -> Text | None:
        """Return what a number is called where its formula or column has `words`; None for one that has no name."""
        return by_name(self.words, words).said(value)

    def moved(self, name: str) -> tuple[Input, Table | None]:
        """Return what the name of a `Move` stands for: an input, or a column ("segments.share") with its table."""
        table, dot, column = name.partition(".")
        return (self.table(table).column(column), self.table(table)) if dot else (self.input(name), None)

    @property
    def steps(self) -> tuple[Formula, ...]:
        """Return every formula in the order of computing: series over tables, outputs, series over periods."""
        over = tuple(each for each in self.series if each.over)
        return (*over, *self.outputs, *(each for each in self.series if not each.over))

    def document(self) -> dict[str, Any]:
        """Return the calculator as plain JSON, trees included.

        What came later is left out where it says nothing: a document is what it was before tables existed.
        """
        found = plain(asdict(self))
        return {"format": 1, **{key: each for key, each in found.items() if key not in _LATER or each}}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build a calculator from its own `document()`."""
        parts: dict[str, Any] = {each.name: document[each.name] for each in fields(cls) if each.name in document}
        parts["inputs"] = tuple(input_of(each) for each in document["inputs"])
        parts["outputs"] = tuple(Formula(**each) for each in document["outputs"])
        parts["series"] = tuple(Formula(**each) for each in document["series"])
        parts["notes"] = tuple(Note(**each) for each in document["notes"])
        parts["chart"] = None if document["chart"] is None else chart_of(document["chart"])
        parts["more_charts"] = tuple(chart_of(each) for each in document.get("more_charts", ()))
        parts["tables"] = tuple(table_of(each) for each in document.get("tables", ()))
        parts["words"] = tuple(Words(each["name"], tuple(each["texts"])) for each in document.get("words", ()))
        parts["examples"] = tuple(Example(**each) for each in document["examples"])
        return cls(**{**parts, "chain": tuple(document["chain"]), "sources": tuple(document["sources"])})


def in_language(document: Any, language: str) -> Any:
    """Return a document with each text in one language only, English where it is missing.

    This is what a page prints for the browser: a third of the weight, and nothing to choose from.
    """
    if isinstance(document, dict):
        if "en" in document and all(isinstance(each, str) for each in document.values()):
            return document.get(language) or document["en"]
        return {key: in_language(each, language) for key, each in document.items() if key != "examples"}
    if isinstance(document, list):
        return [in_language(each, language) for each in document]
    return document
