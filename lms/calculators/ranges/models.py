"""What can be run with ranges: a declared calculator, or an operation; both answer the same questions.

A model knows its numbers by name (`place`), says what stands when a person entered something (`standing`), and from
there gives a `Result`: the headline, and further outputs, as a function of some of the numbers.
"""

from dataclasses import dataclass
from typing import Protocol

from lms.calculators.computing import Entered, prepare
from lms.calculators.declared import Calculator
from lms.calculators.operations import Operation
from lms.calculators.ranges.headline import Headline
from lms.calculators.ranges.operated import Operated
from lms.calculators.ranges.places import Place, place_of
from lms.calculators.ranges.standing import Result, Standing
from lms.calculators.ranges.suited import OUTPUTS

__all__ = ["Declared", "Model", "Ranged", "Result", "Standing", "declared", "model_of"]

Ranged = Calculator | Operation
"""What may be handed over."""


class Model(Protocol):
    """What ranges need to know of a calculator."""

    @property
    def headline(self) -> str:
        """The name of the output the figures are about."""

    def place(self, name: object) -> Place | str:
        """Return the number with this name, or the code of why it has no range."""

    def standing(self, values: Entered) -> Standing:
        """Return what is computed with when a person entered `values`; never raises."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A calculator somebody wrote, with the outputs that are wanted, the headline first."""

    calculator: Calculator
    outputs: tuple[str, ...]

    @property
    def headline(self) -> str:
        """The output the figures are about."""
        return self.outputs[0]

    def place(self, name: object) -> Place | str:
        """Return an input or a cell; see `place_of`."""
        return place_of(self.calculator, name)

    def standing(self, values: Entered) -> Standing:
        """Return inputs and columns, examples standing in for what was not entered."""
        prepared = prepare(self.calculator, values)
        problems = prepared.problems | {table: each[0].code for table, each in prepared.cells.items()}
        return Standing(prepared.known, problems, lambda: Headline(self.calculator, prepared, self.outputs))


def declared(calculator: Calculator, *, every: bool = False) -> Declared:
    """Return a calculator as a model: of its headline, or of `every` output that is shown."""
    headline = calculator.headline.name
    others = [each.name for each in calculator.outputs if every and not each.hidden and each.name != headline]
    return Declared(calculator, (headline, *others))


def model_of(ranged: Ranged, output: str | None = None) -> Model | None:
    """Return what was handed over as a model of one output, the usual one when None; None when it has no such number.

    An operation that is not in `OUTPUTS` has no ranges at all.
    """
    if isinstance(ranged, Calculator):
        found = ranged.headline.name if output is None else output
        return Declared(ranged, (found,)) if any(each.name == found for each in ranged.outputs) else None
    if ranged.name not in OUTPUTS:
        return None
    return Operated(ranged, OUTPUTS[ranged.name] if output is None else output)
