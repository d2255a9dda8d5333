"""A declared calculator: what an author wrote in `NAME.calc.toml`, read and checked.

Everything here is frozen and JSON-able: `document()` is what the database keeps and the browser computes with.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Protocol, Self, TypeVar

from lms.calculators.codes import Text
from lms.calculators.formula.language import Tree


class _HasName(Protocol):
    @property
    def name(self) -> str: ...


_Named = TypeVar("_Named", bound=_HasName)


@dataclass(frozen=True, slots=True)
class Slider:
    """The window a slider moves in; the number box beside it accepts the whole hard range."""

    minimum: float
    maximum: float
    step: float


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of an input with unit "choice"."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Input:
    """One thing the person may enter.

    `minimum` and `maximum` are refused when passed, `soft_…` only warned about. `matters`: counts in "3 of 8
    numbers are yours" and is moved by 10 % to see what it does. Per cent are fractions: 15 % is 0.15.
    """

    name: str
    unit: str
    label: Text
    help: Text = field(default_factory=dict)
    minimum: float | None = None
    maximum: float | None = None
    soft_minimum: float | None = None
    soft_maximum: float | None = None
    whole: bool = False
    example: float | str | None = None
    slider: Slider | None = None
    matters: bool = False
    advanced: bool = False
    optional: bool = False
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """A column whose cells must add up: shares to 1."""

    column: str
    must_be: float
    tolerance: float


@dataclass(frozen=True, slots=True)
class Table:
    """A small table the person fills in: `fewest` to `most` rows, each with a name and a number per column.

    In formulas a column is a series, `segments.share`. `example` holds rows as a value does, their names as texts.
    """

    name: str
    label: Text
    row_label: Text
    columns: tuple[Input, ...]
    fewest: int
    most: int
    help: Text = field(default_factory=dict)
    totals: tuple[Total, ...] = ()
    example: tuple[Mapping[str, Any], ...] = ()

    def column(self, name: str) -> Input:
        """Return one column by name; KeyError when there is none."""
        return _by_name(self.columns, name)

    def rows(self, language: str) -> list[dict[str, Any]]:
        """Return the example as a value, with names in this language."""
        return [{**row, "name": row["name"].get(language) or row["name"]["en"]} for row in self.example]


@dataclass(frozen=True, slots=True)
class Formula:
    """A named formula: an output, a series, or one field of a chart row (which has no label).

    A series `over` a table has one value per row of it; another series has one per period.
    """

    name: str
    formula: str
    tree: Tree
    unit: str = "number"
    label: Text = field(default_factory=dict)
    headline: bool = False
    hidden: bool = False
    over: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence shown only while its condition is true."""

    name: str
    when: str
    tree: Tree
    text: Text


@dataclass(frozen=True, slots=True)
class Row:
    """One named row of a chart whose data are not years but parts; `over` a table it is one for each row of it."""

    name: str
    label: Text
    fields: tuple[Formula, ...]
    over: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table twin: a series, or a field of the rows."""

    name: str
    label: Text
    unit: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A Vega-Lite 6 specification with placeholders ($pine, $text:year …), and its table twin."""

    spec: Mapping[str, Any]
    description: Text
    columns: tuple[Column, ...]
    texts: Mapping[str, Text] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """Inputs with the outputs they must give; run by the content tests."""

    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    tolerance: float = 1e-9


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

    def __hash__(self) -> int:
        """Hash by identity in the field's sense: the uuid; what is equal has the same one."""
        return hash(self.uuid)

    @property
    def headline(self) -> Formula:
        """Return the one output that is the answer."""
        return next(each for each in self.outputs if each.headline)

    def input(self, name: str) -> Input:
        """Return one input by name; KeyError when there is none."""
        return _by_name(self.inputs, name)

    def output(self, name: str) -> Formula:
        """Return one output by name; KeyError when there is none."""
        return _by_name(self.outputs, name)

    def table(self, name: str) -> Table:
        """Return one table by name; KeyError when there is none."""
        return _by_name(self.tables, name)

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

        What belongs to tables is left out where there are none: such a document is what it was before tables existed.
        """
        found = _plain(asdict(self))
        return {"format": 1, **{key: each for key, each in found.items() if key != "tables" or each}}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build a calculator from its own `document()`."""
        parts: dict[str, Any] = {each.name: document[each.name] for each in fields(cls) if each.name in document}
        parts["inputs"] = tuple(_input(each) for each in document["inputs"])
        parts["outputs"] = tuple(Formula(**each) for each in document["outputs"])
        parts["series"] = tuple(Formula(**each) for each in document["series"])
        parts["notes"] = tuple(Note(**each) for each in document["notes"])
        parts["chart"] = None if document["chart"] is None else _chart(document["chart"])
        parts["tables"] = tuple(_table(each) for each in document.get("tables", ()))
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


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items() if (key, each) != ("over", "")}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _by_name(among: tuple[_Named, ...], name: str) -> _Named:
    for each in among:
        if each.name == name:
            return each
    raise KeyError(name)


def _table(document: Mapping[str, Any]) -> Table:
    columns = tuple(_input(each) for each in document["columns"])
    totals = tuple(Total(**each) for each in document["totals"])
    return Table(**{**document, "columns": columns, "totals": totals, "example": tuple(document["example"])})


def _input(document: Mapping[str, Any]) -> Input:
    slider = document["slider"]
    choices = tuple(Choice(**each) for each in document["choices"])
    return Input(**{**document, "slider": Slider(**slider) if slider else None, "choices": choices})


def _chart(document: Mapping[str, Any]) -> Chart:
    rows = tuple(
        Row(each["name"], each["label"], tuple(Formula(**part) for part in each["fields"]), each.get("over", ""))
        for each in document["rows"]
    )
    columns = tuple(Column(**each) for each in document["columns"])
    return Chart(document["spec"], document["description"], columns, document["texts"], rows)
