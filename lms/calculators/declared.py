"""A declared calculator: what an author wrote in `NAME.calc.toml`, read and checked.

Everything here is frozen and JSON-able: `document()` is what the database keeps and the browser computes with.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

from lms.calculators.codes import Text
from lms.calculators.formula.language import Tree


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
class Formula:
    """A named formula: an output, a series, or one field of a chart row (which has no label)."""

    name: str
    formula: str
    tree: Tree
    unit: str = "number"
    label: Text = field(default_factory=dict)
    headline: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence shown only while its condition is true."""

    name: str
    when: str
    tree: Tree
    text: Text


@dataclass(frozen=True, slots=True)
class Row:
    """One named row of a chart whose data are not years but parts."""

    name: str
    label: Text
    fields: tuple[Formula, ...]


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

    inputs: Mapping[str, float | str | None]
    outputs: Mapping[str, float | str | None]
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

    def __hash__(self) -> int:
        """Hash by identity in the field's sense: the uuid; what is equal has the same one."""
        return hash(self.uuid)

    @property
    def headline(self) -> Formula:
        """Return the one output that is the answer."""
        return next(each for each in self.outputs if each.headline)

    def input(self, name: str) -> Input:
        """Return one input by name; KeyError when there is none."""
        for each in self.inputs:
            if each.name == name:
                return each
        raise KeyError(name)

    def output(self, name: str) -> Formula:
        """Return one output by name; KeyError when there is none."""
        for each in self.outputs:
            if each.name == name:
                return each
        raise KeyError(name)

    def document(self) -> dict[str, Any]:
        """Return the calculator as plain JSON, trees included."""
        return {"format": 1, **_plain(asdict(self))}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build a calculator from its own `document()`."""
        parts: dict[str, Any] = {each.name: document[each.name] for each in fields(cls)}
        parts["inputs"] = tuple(_input(each) for each in document["inputs"])
        parts["outputs"] = tuple(Formula(**each) for each in document["outputs"])
        parts["series"] = tuple(Formula(**each) for each in document["series"])
        parts["notes"] = tuple(Note(**each) for each in document["notes"])
        parts["chart"] = None if document["chart"] is None else _chart(document["chart"])
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
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _input(document: Mapping[str, Any]) -> Input:
    slider = document["slider"]
    choices = tuple(Choice(**each) for each in document["choices"])
    return Input(**{**document, "slider": Slider(**slider) if slider else None, "choices": choices})


def _chart(document: Mapping[str, Any]) -> Chart:
    rows = tuple(
        Row(each["name"], each["label"], tuple(Formula(**part) for part in each["fields"])) for each in document["rows"]
    )
    columns = tuple(Column(**each) for each in document["columns"])
    return Chart(document["spec"], document["description"], columns, document["texts"], rows)
