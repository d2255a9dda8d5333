"""A calculator while it is written: what can be shown of it, and what is to be said at each of its formulas."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from lms.calculators.codes import INVALID_INPUT
from lms.calculators.declared import Calculator, Chart, Formula
from lms.calculators.formula.language import NUMBER, SERIES, TRUTH, Tree
from lms.calculators.formula.parser import is_name
from lms.calculators.problems import CalculatorErrors, Problem
from lms.calculators.reading import read_faulty
from lms.calculators.service.diagnosing import Diagnostic, diagnose
from lms.calculators.service.hints import unit_of
from lms.calculators.service.names import Known, before, names_of
from lms.calculators.service.places import places
from lms.sentences import say

_FAILS: Final[Tree] = ["fail", INVALID_INPUT]
_SLOT: Final = re.compile(r"\{([^{}]*)\}|[{}]")
_UNKNOWN: Final = re.compile("“([a-z][a-z0-9_.]*)” is not known here")


@dataclass(frozen=True, slots=True)
class Drafted:
    """A calculator as far as it can be read. `calculator`: None while there is nothing to compute."""

    calculator: Calculator | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One formula with what it may use and what is remarked on it."""

    names: Mapping[str, Known]
    remarks: tuple[Diagnostic, ...]

    @property
    def is_sound(self) -> bool:
        """Return whether it can be computed."""
        return all(each.severity != "error" for each in self.remarks)


def drafted(text: str, filename: str) -> Drafted:
    """Return what a calculator file says so far; never raises.

    What cannot be used is left out or gives no number: a refused formula, a chart, a slot of the sentence.
    """
    try:
        calculator, problems = read_faulty(text, filename)
    except CalculatorErrors as errors:
        return Drafted(None, errors.problems)
    return Drafted(_usable(calculator), tuple(problems))


def tell(calculator: Calculator) -> dict[str, Told]:
    """Return what is to be said at each formula: "outputs.NAME", "series.NAME", "notes.NAME", "chart.ROW.FIELD".

    Fields of a second chart are "chart2.ROW.FIELD". A step without a unit has the one its formula gives.
    """
    names = names_of(calculator)
    series = {each.name for each in calculator.series}
    found: dict[str, Told] = {}
    for each in calculator.steps:
        is_series = each.name in series
        seen = before(names, each.name)
        known = names[each.name]
        told = _told(each.formula, seen, names, SERIES if is_series else NUMBER, known.unit)
        found[f"{'series' if is_series else 'outputs'}.{each.name}"] = told
        if not known.unit and told.is_sound:
            names[each.name] = replace(known, unit=_inferred(each, seen))
    for note in calculator.notes:
        found[f"notes.{note.name}"] = _told(note.when, names, names, TRUTH)
    for place, part, kind in _fields(calculator):
        found[place] = _told(part.formula, names, names, kind)
    return found


def _told(text: str, seen: Mapping[str, Known], names: Mapping[str, Known], kind: str, unit: str = "") -> Told:
    remarks = (_later(each, seen, names) for each in diagnose(text, seen, kind, unit))
    return Told(seen, tuple(remarks))


def _later(told: Diagnostic, seen: Mapping[str, Known], names: Mapping[str, Known]) -> Diagnostic:
    """Return a remark on a name that only stands too far down with that as its remedy."""
    found = _UNKNOWN.search(told.message)
    if found and found[1] in names and found[1] not in seen:
        return replace(
            told,
            message=say("“{name}” is computed further down.", name=found[1]),
            remedy=say("Move it above this one."),
        )
    return told


def _inferred(step: Formula, names: Mapping[str, Known]) -> str:
    found, _ = unit_of(places(step.formula, step.tree), names)
    return "" if found == "plain" else found


def _fields(calculator: Calculator) -> Iterable[tuple[str, Formula, str]]:
    for at, chart in enumerate(calculator.charts, 1):
        place = "chart" if at == 1 else f"chart{at}"
        for row in chart.rows:
            for each in row.fields:
                yield f"{place}.{row.name}.{each.name}", each, SERIES if row.over else NUMBER


def _usable(found: Calculator) -> Calculator | None:
    """Return a calculator that can be computed and shown; None without a result, or where names clash."""
    names = [*(each.name for each in found.inputs), *(each.name for each in (*found.series, *found.outputs))]
    names += [table.name for table in found.tables]
    if not found.outputs or len(set(names)) < len(names) or not all(map(is_name, names)):
        return None
    columns = [(table.name, each.name) for table in found.tables for each in table.columns]
    if len(set(columns)) < len(columns) or not all(table.columns for table in found.tables):
        return None
    outputs = tuple(map(_computable, found.outputs))
    headline = next((each.name for each in outputs if each.headline), outputs[0].name)
    slots = {each.name for each in found.inputs} | {each.name for each in found.outputs}
    charts = [_drawable(each) for each in found.charts if each.spec]
    return replace(
        found,
        outputs=tuple(replace(each, headline=each.name == headline) for each in outputs),
        series=tuple(map(_computable, found.series)),
        notes=tuple(replace(each, tree=_tree(each.when, each.tree)) for each in found.notes),
        sentence={language: _with_slots(text, slots) for language, text in found.sentence.items()},
        chart=charts[0] if charts else None,
        more_charts=tuple(charts[1:]),
    )


def _drawable(chart: Chart) -> Chart:
    rows = (replace(row, fields=tuple(map(_computable, row.fields))) for row in chart.rows)
    return replace(chart, rows=tuple(rows))


def _computable(formula: Formula) -> Formula:
    return replace(formula, tree=_tree(formula.formula, formula.tree))


def _tree(text: str, tree: Tree) -> Tree:
    """Return the tree of a formula; what was refused fails, so that what depends on it does too."""
    return _FAILS if tree is None and text.strip() != "none" else tree


def _with_slots(text: str, known: Iterable[str]) -> str:
    return _SLOT.sub(lambda found: found[0] if found[1] in known else "…", text)
