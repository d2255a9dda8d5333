"""The names a formula may use, with what an editor says about them: kind, unit, meaning, options."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lms.calculators.declared import Calculator
from lms.calculators.declared_parts import TEXT
from lms.calculators.formula.language import CHOICE, NUMBER, SERIES, TABLE

WITHOUT_UNIT: Final = "number"
"""The unit of an author who says nothing about it."""


@dataclass(frozen=True, slots=True)
class Known:
    """One name: its kind in the formula language, its unit ("" when nothing is said), its label in English."""

    kind: str = NUMBER
    unit: str = ""
    meaning: str = ""
    options: frozenset[str] = frozenset()
    optional: bool = False


Names = Mapping[str, Known]


def names_of(calculator: Calculator, language: str = "en") -> dict[str, Known]:
    """Return every name of a calculator: inputs, tables with their columns, series and outputs, in order of computing.

    A formula sees those before it: `before` gives them.
    """
    known: dict[str, Known] = {}
    for each in calculator.inputs:
        options = frozenset(option.value for option in each.choices)
        kind = CHOICE if each.unit == "choice" else NUMBER
        known[each.name] = Known(kind, _unit(each.unit), _said(each.label, language), options, each.optional)
    for table in calculator.tables:
        known[table.name] = Known(TABLE, "", _said(table.label, language))
        for column in table.columns:
            name = f"{table.name}.{column.name}"
            known[name] = Known(SERIES, _unit(column.unit), _said(column.label, language))
    series = {each.name for each in calculator.series}
    for step in calculator.steps:
        kind = SERIES if step.name in series else NUMBER
        known[step.name] = Known(kind, _unit(step.unit), _said(step.label, language))
    return known


def before(names: Names, name: str) -> dict[str, Known]:
    """Return the names that stand before `name`: what its formula may use."""
    found: dict[str, Known] = {}
    for each, known in names.items():
        if each == name:
            break
        found[each] = known
    return found


def _unit(unit: str) -> str:
    return "" if unit in {WITHOUT_UNIT, "choice", TEXT} else unit


def _said(label: Mapping[str, str], language: str) -> str:
    return label.get(language) or label.get("en", "")
