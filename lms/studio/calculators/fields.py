"""The forms of a calculator: which boxes each of its parts has, in the order in which they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lms.calculators.declared_parts import TEXT
from lms.calculators.reading import INPUT_UNITS, UNITS
from lms.questions.text import N_

Text = str

TEXTS, LINE, NUMBER, FLAG, OPTION, FORMULA, LINES = "texts", "line", "number", "flag", "option", "formula", "lines"
"""The sorts of box: words in each language, one line, a number, a tick, one of several, a formula, a line each."""

LONGEST: Final = {TEXTS: 4_000, LINE: 200, NUMBER: 40, OPTION: 80, FORMULA: 4_000, LINES: 4_000}
"""So many letters a box holds; what is longer is cut off by the browser and refused by the server."""

COLUMN_UNITS: Final = (*UNITS, TEXT)


@dataclass(frozen=True, slots=True)
class Box:
    """One box. `key`: the key in the file, dotted below the part. `more`: it stands behind "More settings".

    `options`: what can be chosen, by the name of a list. `unit`: the box whose unit its number is in, "" for none.
    """

    key: str
    sort: str
    label: Text
    help: Text = ""
    more: bool = False
    options: str = ""
    unit: str = ""
    long: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """Return where its value stands in the part."""
        return tuple(self.key.split("."))


@dataclass(frozen=True, slots=True)
class Group:
    """Boxes that repeat: sub-tables of a part, `[[tables.columns]]`. `one`: what one of them is called."""

    key: str
    title: Text
    one: Text
    boxes: tuple[Box, ...]


_NAME: Final = Box(
    "name",
    LINE,
    N_("Name in formulas"),
    N_("Small letters, digits and underscores. A new name is put into every formula that uses the old one."),
    more=True,
)
_USUAL: Final = (
    Box("soft_minimum", NUMBER, N_("Unusual below"), N_("Accepted, with “worth a check”."), more=True, unit="unit"),
    Box("soft_maximum", NUMBER, N_("Unusual above"), more=True, unit="unit"),
)
_BOUNDS: Final = (
    Box("minimum", NUMBER, N_("Smallest"), N_("Less is refused."), unit="unit"),
    Box("maximum", NUMBER, N_("Largest"), N_("More is refused."), unit="unit"),
)

HEAD: Final = (
    Box("title", TEXTS, N_("Name on the shelf")),
    Box("question", TEXTS, N_("The question it answers")),
    Box("headline_label", TEXTS, N_("Words above the large figure")),
    Box(
        "sentence",
        TEXTS,
        N_("The result as one sentence"),
        N_("Write the name of a number in curly brackets where its figure goes: {total}."),
        long=True,
    ),
    Box("teaching", TEXTS, N_("What to learn from it"), long=True),
    Box("not_shown", TEXTS, N_("What it does not show"), long=True),
    Box("assumption", TEXTS, N_("What it takes for granted"), long=True),
    Box("formula_text", TEXTS, N_("The formula in words"), long=True),
    Box("sources", LINES, N_("Sources, one a line"), more=True),
    Box("money", FLAG, N_("The result is money"), N_("It is shown in the reader's currency."), more=True),
)

INPUT: Final = (
    Box("label", TEXTS, N_("What is asked")),
    Box("help", TEXTS, N_("Help beside it")),
    Box("unit", OPTION, N_("Unit"), options="input units"),
    Box(
        "example",
        NUMBER,
        N_("Example"),
        N_("Computed with until the reader enters a number of their own."),
        unit="unit",
    ),
    *_BOUNDS,
    Box("slider.minimum", NUMBER, N_("Slider from"), more=True, unit="unit"),
    Box("slider.maximum", NUMBER, N_("Slider to"), more=True, unit="unit"),
    Box("slider.step", NUMBER, N_("Slider step"), more=True, unit="unit"),
    *_USUAL,
    Box("fact", OPTION, N_("Taken from the fact book"), N_("Entered once, used in every tool."), options="facts"),
    Box("matters", FLAG, N_("It matters for the result"), N_("It counts in “3 of 8 numbers are yours”.")),
    Box("whole", FLAG, N_("Only whole numbers"), more=True),
    Box("optional", FLAG, N_("May stay empty"), N_("A formula asks with given(name)."), more=True),
    Box("advanced", FLAG, N_("Stands behind “More assumptions”"), more=True),
    _NAME,
)

CHOICES: Final = Group(
    "choices",
    N_("Options"),
    N_("Option"),
    (
        Box("value", LINE, N_("Name in formulas"), N_("Capitals, such as END.")),
        Box("label", TEXTS, N_("What the reader sees")),
    ),
)

TABLE: Final = (
    Box("label", TEXTS, N_("Name of the table")),
    Box("row_label", TEXTS, N_("Heading of the rows' names")),
    Box("help", TEXTS, N_("Help above it")),
    Box("fewest", NUMBER, N_("Fewest rows")),
    Box("most", NUMBER, N_("Most rows")),
    Box("fixed", FLAG, N_("The rows are those of the example"), more=True),
    Box(
        "curve.height",
        OPTION,
        N_("Drawn as a way: the height of its line"),
        N_("Its rows become a line from the first to the last, above the table. The column needs both unusual bounds."),
        more=True,
        options="number columns",
    ),
    Box("curve.lanes", OPTION, N_("The way: who is responsible"), more=True, options="text columns"),
    Box("curve.stages", OPTION, N_("The way: its stages"), more=True, options="text columns"),
    Box("curve.met", OPTION, N_("The way: the share that comes past"), more=True, options="number columns"),
    _NAME,
)
COLUMNS: Final = Group(
    "columns",
    N_("Columns"),
    N_("Column"),
    (
        Box("label", TEXTS, N_("Heading")),
        Box("help", TEXTS, N_("Help beside it")),
        Box("unit", OPTION, N_("Unit"), options="column units"),
        *_BOUNDS,
        *_USUAL,
        Box("whole", FLAG, N_("Only whole numbers"), more=True),
        Box("advanced", FLAG, N_("Stands behind “More assumptions”"), more=True),
        _NAME,
    ),
)

TOTALS: Final = Group(
    "total",
    N_("Columns that must add up"),
    N_("Sum"),
    (
        Box("column", OPTION, N_("Column that must add up"), options="columns"),
        Box("must_be", NUMBER, N_("What it must add up to"), N_("For shares this is 100 %.")),
        Box("tolerance", NUMBER, N_("So much it may be off"), N_("Empty: 0.001."), more=True),
    ),
)

_SAID: Final = (
    Box("hidden", FLAG, N_("A step on the way"), N_("It is computed and not shown."), more=True),
    Box(
        "words", OPTION, N_("Said in words"), N_("The number 1 is said by the first word."), options="words", more=True
    ),
    _NAME,
)
OUTPUT: Final = (
    Box("label", TEXTS, N_("What it is called")),
    Box("formula", FORMULA, N_("Formula")),
    Box("unit", OPTION, N_("Unit"), options="units"),
    Box("headline", FLAG, N_("The large figure"), N_("One result is. Ticking this takes it from the other.")),
    *_SAID,
)
SERIES: Final = (
    Box("label", TEXTS, N_("What it is called")),
    Box("formula", FORMULA, N_("Formula")),
    Box("unit", OPTION, N_("Unit"), options="units"),
    Box("over", OPTION, N_("One number for each"), N_("Each period, or each row of a table."), options="tables"),
    *_SAID,
)
NOTE: Final = (
    Box("text", TEXTS, N_("What is said"), long=True),
    Box("when", FORMULA, N_("Only while"), N_("A comparison, such as churn > 0.3.")),
    _NAME,
)
WORDS: Final = (_NAME,)
SAID: Final = Group("texts", N_("Words"), N_("Word"), (Box("", TEXTS, N_("Said for this number")),))

CHART: Final = (Box("description", TEXTS, N_("What a person who does not see it is told"), long=True),)

BOXES: Final[Mapping[str, tuple[Box, ...]]] = {
    "@head": HEAD, "inputs": INPUT, "tables": TABLE, "outputs": OUTPUT, "series": SERIES, "notes": NOTE, "words": WORDS,
    "chart": CHART, "charts": CHART,
}  # fmt: skip
"""The boxes of each kind of part."""

GROUPS: Final[Mapping[str, tuple[Group, ...]]] = {"inputs": (CHOICES,), "tables": (COLUMNS, TOTALS), "words": (SAID,)}
"""What repeats inside a part."""

OPTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "units": UNITS, "input units": INPUT_UNITS, "column units": COLUMN_UNITS,
}  # fmt: skip
"""Options that are the same in every calculator."""

UNIT_NAMES: Final[Mapping[str, str]] = {
    "money": N_("money"), "percent": N_("per cent"), "count": N_("a number of things"), "years": N_("years"),
    "months": N_("months"), "ratio": N_("times (3×)"), "number": N_("a plain number"), "choice": N_("a choice"),
    "text": N_("words"),
}  # fmt: skip
"""What each unit is called."""

ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    "@head": ("uuid", "name", "money", "title", "question", "headline_label", "sentence", "assumption", "not_shown",
              "formula_text", "teaching", "sources"),
    "inputs": ("name", "unit", "fact", "label", "help", "minimum", "maximum", "soft_minimum", "soft_maximum", "whole",
               "example", "slider", "matters", "advanced", "optional", "choices", "value"),
    "tables": ("name", "label", "row_label", "help", "fewest", "most", "fixed", "total", "curve", "unit", "minimum",
               "maximum", "soft_minimum", "soft_maximum", "whole", "advanced", "columns", "example"),
    "outputs": ("name", "unit", "words", "label", "formula", "headline", "hidden"),
    "series": ("name", "over", "unit", "words", "label", "formula", "hidden"),
    "notes": ("name", "when", "text"),
    "words": ("name", "texts"),
    "chart": ("description", "texts", "spec"),
    "charts": ("description", "texts", "spec"),
    "examples": ("inputs", "outputs", "tolerance"),
}  # fmt: skip
"""In which order the keys of a part stand in the file."""
