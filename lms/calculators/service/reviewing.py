"""A whole calculator read once more for what looks odd: units that do not belong together."""

from dataclasses import dataclass, replace

from lms.calculators.declared import Calculator
from lms.calculators.formula.language import Tree
from lms.calculators.service.diagnosing import Diagnostic, diagnose
from lms.calculators.service.hints import unit_of
from lms.calculators.service.names import Known, before, names_of
from lms.calculators.service.places import places
from lms.sentences import say, sentences


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark, and the formula it is about: an output or a series by its name, a note as "notes.NAME"."""

    formula: str
    diagnostic: Diagnostic

    def __str__(self) -> str:
        """Return the remark as one line."""
        said = self.diagnostic
        words = sentences(said.message, said.remedy)
        place = {"formula": self.formula, "line": said.line, "column": said.column}
        return say("{formula}, line {line}, column {column}: {words}", words=words, **place)


def review(calculator: Calculator) -> list[Remark]:
    """Return every remark on the formulas of a calculator, in the order of computing; fields of charts are left out.

    A step for which no unit is declared has the one its formula gives.
    """
    names = names_of(calculator)
    remarks: list[Remark] = []
    for each in calculator.steps:
        seen = before(names, each.name)
        known = names[each.name]
        remarks += [Remark(each.name, said) for said in diagnose(each.formula, seen, unit=known.unit)]
        if not known.unit:
            names[each.name] = replace(known, unit=_inferred(each.formula, each.tree, seen))
    for note in calculator.notes:
        remarks += [Remark(f"notes.{note.name}", said) for said in diagnose(note.when, names)]
    return remarks


def _inferred(text: str, tree: Tree, names: dict[str, Known]) -> str:
    found, _ = unit_of(places(text, tree), names)
    return "" if found == "plain" else found
