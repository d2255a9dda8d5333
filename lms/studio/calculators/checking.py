"""What is said at each part of a calculator while it is written: what is wrong, what looks odd, and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any, Final

from flask_babel import gettext as _

from lms.calculators.codes import INVALID_INPUT
from lms.calculators.computing import Results, compute
from lms.calculators.declared import Calculator, Formula
from lms.calculators.example_runs import ExampleRun, run_examples
from lms.calculators.numerals import format_value
from lms.calculators.problems import Problem
from lms.calculators.service.diagnosing import ERROR, Diagnostic
from lms.calculators.service.drafting import Drafted, Told, drafted, tell
from lms.studio.calculators.part_text import Path
from lms.studio.calculators.sheet import Part, Sheet
from lms.tools.wording import result_words

_FIRST: Final = 4
"""So many values of a series are told beside its formula."""


@dataclass(frozen=True)
class Remark:
    """One remark on a formula: the text before the place it is about, the place, what is behind, and what to do."""

    before: str
    place: str
    behind: str
    message: str
    remedy: str
    is_error: bool


@dataclass(frozen=True)
class FormulaCheck:
    """What is told under a formula: remarks on it, and what it gives with the example's numbers."""

    remarks: tuple[Remark, ...]
    value: str

    @property
    def is_wrong(self) -> bool:
        """Return whether it cannot be computed."""
        return any(each.is_error for each in self.remarks)


class Checked:
    """A calculator file, checked: nothing is computed before it is asked for, and nothing twice."""

    def __init__(self, sheet: Sheet, language: str, currency: str) -> None:
        """Take the file as it stands, and what numbers are written in."""
        self.sheet, self.language, self.currency = sheet, language, currency

    @cached_property
    def _drafted(self) -> Drafted:
        return drafted(self.sheet.text, self.sheet.path)

    @property
    def calculator(self) -> Calculator | None:
        """Return the calculator as far as it can be computed, None where it cannot."""
        return self._drafted.calculator

    @cached_property
    def told(self) -> Mapping[str, Told]:
        """Return what is to be said at each formula, by its place."""
        return {} if self.calculator is None else tell(self.calculator)

    @cached_property
    def results(self) -> Results | None:
        """Return what the example's numbers give."""
        return None if self.calculator is None else compute(self.calculator, {}, self.language)

    @cached_property
    def runs(self) -> list[ExampleRun]:
        """Return the examples, computed."""
        return [] if self.calculator is None else run_examples(self.calculator)

    @property
    def failing(self) -> list[ExampleRun]:
        """Return the examples that give something else than they say."""
        return [each for each in self.runs if each.differences]

    @cached_property
    def problems(self) -> list[tuple[Part, Problem]]:
        """Return what is wrong with the file, each with the part it stands in."""
        ends = list(accumulate(each.text.count("\n") for each in self.sheet.parts))
        return [(self._part_at(each.line, ends), each) for each in self._drafted.problems]

    @property
    def count(self) -> int:
        """Return how many things keep it from being published."""
        return len(self.problems) + len(self.failing)

    def of(self, part: Part) -> list[Problem]:
        """Return what is wrong in one part, but for its formulas, which tell it themselves."""
        formulas = {path[0] for path, _text in part.formulas()}
        told = any(self.formula(part, path).is_wrong for path, _text in part.formulas())
        mine = [problem for where, problem in self.problems if where is part]
        return [each for each in mine if not told or not formulas or not _is_of_formula(each)]

    def formula(self, part: Part, path: Path) -> FormulaCheck:
        """Return what is told under one formula of a part."""
        text = part.at_path(path)
        told = self.told.get(self.place(part, path))
        if told is None or not isinstance(text, str):
            return FormulaCheck((), "")
        remarks = tuple(_remark(text, each) for each in told.remarks)
        return FormulaCheck(remarks, "" if any(each.is_error for each in remarks) else self._value(part))

    def place(self, part: Part, path: Path) -> str:
        """Return what the language service calls a formula of the file."""
        if part.kind not in ("chart", "charts"):
            return f"{part.kind}.{part.name}"
        at = [each.part for each in self.sheet.of("chart", "charts")].index(part.part)
        chart = "chart" if at == 0 else f"chart{at + 1}"
        return f"{chart}.{part.at_path((*path[:2], 'name'))}.{path[-1]}"

    def _part_at(self, line: int, ends: list[int]) -> Part:
        return next((part for part, end in zip(self.sheet.parts, ends, strict=True) if line <= end), self.sheet.head)

    def _value(self, part: Part) -> str:
        if self.results is None or self.calculator is None:
            return ""
        if part.kind == "notes":
            return str(_("is said now") if part.name in self.results.notes else _("is not said now"))
        if part.kind == "outputs":
            return self.said(self.results.outputs.get(part.name), self.calculator.output(part.name))
        found = self.results.series.get(part.name)
        formula = next((each for each in self.calculator.series if each.name == part.name), None)
        if formula is None or not isinstance(found, list):
            return "" if formula is None else self.said(found, formula)
        first = [self.said(each, formula) for each in found[:_FIRST]]
        return " · ".join(first + (["…", self.said(found[-1], formula)] if len(found) > _FIRST else []))

    def said(self, value: Any, formula: Formula) -> str:
        """Return a result as a reader says it; what keeps it from being a number in words."""
        if isinstance(value, str):
            return str(_("Waits for the formulas above it.")) if value == INVALID_INPUT else result_words(value)
        if not isinstance(value, float | int):
            return str(_("not defined"))
        words = self.calculator.said(formula.words, value) if formula.words and self.calculator else None
        if words:
            return words.get(self.language) or words.get("en", "")
        return format_value(float(value), formula.unit, self.language, self.currency)


def _remark(text: str, told: Diagnostic) -> Remark:
    end = max(told.end, told.start + 1)
    place = text[told.start : end]
    return Remark(text[: told.start], place, text[end:], told.message, told.remedy, told.severity == ERROR)


def _is_of_formula(problem: Problem) -> bool:
    return "column " in problem.message or problem.message.startswith("The formula gives")
