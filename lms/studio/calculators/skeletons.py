"""Where a new calculator may start: from nothing, or from a few lines that already compute something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lms.calculators.codes import Text
from lms.kernel.ids import new_id
from lms.questions.text import N_
from lms.studio.calculators.toml_values import written

_HEAD: Final = """uuid = "{uuid}"
name = "{name}"

title = {{title}}

question = {{title}}

sentence = {{sentence}}

assumption = {{open}}

not_shown = {{open}}

formula_text = {{open}}

sources = []
"""

_INPUT: Final = """
[[inputs]]
name = "{name}"
unit = "{unit}"
label = {label}
minimum = 0
example = {example}
matters = true
"""

_RESULT: Final = """
[[outputs]]
name = "result"
unit = "{unit}"
label = {label}
formula = "{formula}"
headline = true
"""

_EXAMPLE: Final = """
[[examples]]
inputs = {{ {inputs} }}
outputs = {{ result = {result} }}
"""

_YEARS: Final = """
[[series]]
name = "year"
unit = "years"
label = {year}
formula = "years(horizon)"

[[series]]
name = "each_year"
unit = "number"
label = {each}
formula = "amount * (1 + growth)^(year - 1)"
"""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A start: what it is called, what it already does."""

    name: str
    title: str
    about: str
    body: str
    labels: Mapping[str, str]


SKELETONS: Final = (
    Skeleton(
        "empty",
        N_("From nothing"),
        N_("One number to enter and one result, to be made yours."),
        _INPUT.format(name="amount", unit="number", example=10, label="{amount}")
        + _RESULT.format(unit="number", formula="amount", label="{result}")
        + _EXAMPLE.format(inputs="amount = 10", result=10),
        {"amount": N_("Amount"), "result": N_("Result")},
    ),
    Skeleton(
        "product",
        N_("This many, times this much"),
        N_("A number of things, what each is worth, and the product of the two."),
        _INPUT.format(name="pieces", unit="count", example=100, label="{pieces}")
        + _INPUT.format(name="worth", unit="number", example=25, label="{worth}")
        + _RESULT.format(unit="number", formula="pieces * worth", label="{result}")
        + _EXAMPLE.format(inputs="pieces = 4, worth = 25", result=100),
        {"pieces": N_("How many"), "worth": N_("What each is worth"), "result": N_("In all")},
    ),
    Skeleton(
        "years",
        N_("Over several years"),
        N_("An amount that grows from year to year, the years one by one, and their sum."),
        _INPUT.format(name="amount", unit="number", example=1000, label="{amount}")
        + _INPUT.format(name="growth", unit="percent", example=0.05, label="{growth}")
        + _INPUT.format(name="horizon", unit="years", example=5, label="{horizon}").replace(
            "minimum = 0", "minimum = 1\nmaximum = 30\nwhole = true"
        )
        + _RESULT.format(
            unit="number",
            formula="sum(amount * (1 + growth)^(years(horizon) - 1))",
            label="{result}",
        )
        + _YEARS
        + _EXAMPLE.format(inputs="amount = 100, growth = 0.1, horizon = 2", result=210),
        {
            "amount": N_("Amount in the first year"),
            "growth": N_("Growth a year"),
            "horizon": N_("Years to count"),
            "result": N_("In all"),
            "year": N_("Year"),
            "each": N_("In that year"),
        },
    ),
)
"""The skeletons, in the order in which they are offered."""


def begun(skeleton: Skeleton, name: str, title: str, labels: Mapping[str, Text]) -> str:
    """Return the text of a new calculator; `labels`: the skeleton's words, in each language it is to be written in."""
    texts = {**labels, "title": dict.fromkeys(next(iter(labels.values())), title)}
    texts["open"] = dict.fromkeys(texts["title"], "…")
    texts["sentence"] = dict.fromkeys(texts["title"], "{result}")
    lines: list[str] = []
    for line in (_HEAD.format(uuid=new_id(), name=name) + skeleton.body).split("\n"):
        key, _equals, word = line.partition(" = ")
        spoken = texts.get(word.strip("{}")) if word.startswith("{") and "." not in key else None
        lines += [line] if spoken is None else [f"{key}.{each} = {written(said)}" for each, said in spoken.items()]
    return "\n".join(lines)
