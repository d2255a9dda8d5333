"""The parts of a declared calculator: what may be entered, what is computed, how it is drawn, as plain JSON too."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeVar

from lms.calculators.codes import Text
from lms.calculators.formula.language import Tree

TEXT: Final = "text"
"""The unit of a column of texts."""

_LATER: Final = frozenset({"over", "fact", "words", "fixed", "curve"})


class _HasName(Protocol):
    @property
    def name(self) -> str: ...


_Named = TypeVar("_Named", bound=_HasName)


def by_name(among: tuple[_Named, ...], name: str) -> _Named:
    """Return the one with this name; KeyError when there is none."""
    for each in among:
        if each.name == name:
            return each
    raise KeyError(name)


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
    numbers are yours" and is moved by 10 % to see what it does. Per cent are fractions: 15 % is 0.15. `fact`: what of
    the person's fact book it takes while they enter nothing; "1 - name" is the rest of one in per cent.
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
    fact: str = ""

    @property
    def is_text(self) -> bool:
        """Tell whether this is a column of texts; in formulas it is a series of numbers all the same."""
        return self.unit == TEXT


@dataclass(frozen=True, slots=True)
class Total:
    """A column whose cells must add up: shares to 1."""

    column: str
    must_be: float
    tolerance: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The columns a table is drawn by as a way from its first row to its last; "" where there is none.

    `height`: how high the line runs. `lanes`: a text, who is responsible: one lane each, below the line. `stages`: a
    text, what neighbouring rows belong to. `met`: the share that comes past; the last row above 0 is the last moment.
    """

    height: str
    lanes: str = ""
    stages: str = ""
    met: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A small table the person fills in: `fewest` to `most` rows, each with a name and a number per column.

    In formulas a column is a series, `segments.share`. `example` holds rows as a value does, their names and texts in
    each language. `fixed`: the rows are those of the example, whose names and number stay; a cell of it may be None.
    `curve`: it is a way, drawn above its rows, where it can be changed too.
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
    fixed: bool = False
    curve: Curve | None = None

    def column(self, name: str) -> Input:
        """Return one column by name; KeyError when there is none."""
        return by_name(self.columns, name)

    def rows(self, language: str) -> list[dict[str, Any]]:
        """Return the example as a value, with names and texts in this language."""
        return [{name: _said(each, language) for name, each in row.items()} for row in self.example]


@dataclass(frozen=True, slots=True)
class Formula:
    """A named formula: an output, a series, or one field of a chart row (which has no label).

    A series `over` a table has one value per row of it; another series has one per period. `words` names what says its
    numbers as words.
    """

    name: str
    formula: str
    tree: Tree
    unit: str = "number"
    label: Text = field(default_factory=dict)
    headline: bool = False
    hidden: bool = False
    over: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What the numbers 1, 2, … of an output or series are called: the first of `texts` is said for 1."""

    name: str
    texts: tuple[Text, ...]

    def said(self, value: object) -> Text | None:
        """Return the words for a number; None for one that has none."""
        if not isinstance(value, float | int) or isinstance(value, bool) or not float(value).is_integer():
            return None
        return self.texts[int(value) - 1] if 1 <= value <= len(self.texts) else None


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
    words: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A Vega-Lite 6 specification with placeholders ($pine, $text:year …), and its table twin.

    `words`: a field of the rows → what says its numbers as words, for the chart's `<field>_text`.
    """

    spec: Mapping[str, Any]
    description: Text
    columns: tuple[Column, ...]
    texts: Mapping[str, Text] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """Inputs with the outputs they must give; run by the content tests."""

    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    tolerance: float = 1e-9


def plain(value: Any) -> Any:
    """Return a declaration as plain JSON; a key that came later is left out where it says nothing."""
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items() if each or key not in _LATER}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def table_of(document: Mapping[str, Any]) -> Table:
    """Build a table from its own JSON."""
    columns = tuple(input_of(each) for each in document["columns"])
    totals = tuple(Total(**each) for each in document["totals"])
    parts = {"columns": columns, "totals": totals, "example": tuple(document["example"])}
    curve = document.get("curve")
    return Table(**{**document, **parts, "curve": Curve(**curve) if curve else None})


def input_of(document: Mapping[str, Any]) -> Input:
    """Build an input or a column from its own JSON."""
    slider = document["slider"]
    choices = tuple(Choice(**each) for each in document["choices"])
    return Input(**{**document, "slider": Slider(**slider) if slider else None, "choices": choices})


def chart_of(document: Mapping[str, Any]) -> Chart:
    """Build a chart from its own JSON."""
    rows = tuple(
        Row(each["name"], each["label"], tuple(Formula(**part) for part in each["fields"]), each.get("over", ""))
        for each in document["rows"]
    )
    columns = tuple(Column(**each) for each in document["columns"])
    return Chart(document["spec"], document["description"], columns, document["texts"], rows, document.get("words", {}))


def _said(value: Any, language: str) -> Any:
    return (value.get(language) or value["en"]) if isinstance(value, Mapping) else value
