"""The examples of a calculator, computed: what each gives, and where that is not what its author expects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lms.calculators.computing import Results, compute
from lms.calculators.declared import Calculator, Example


@dataclass(frozen=True, slots=True)
class Difference:
    """One output or series that gives something else than is expected; None where it is not defined."""

    name: str
    found: object
    wanted: object

    @property
    def said(self) -> object:
        """Return what was found, in a sentence."""
        return "nothing" if self.found is None else self.found


@dataclass(frozen=True, slots=True)
class ExampleRun:
    """One example with what its inputs give. `found`: every output and series by name."""

    example: Example
    results: Results

    @property
    def found(self) -> dict[str, object]:
        """Return what came out, by the name of the output or series."""
        return {**self.results.series, **self.results.outputs}

    @property
    def differences(self) -> list[Difference]:
        """Return what does not agree, in the order of the example; nothing where it passes."""
        found = self.found
        wanted = self.example.outputs.items()
        return [
            Difference(name, found.get(name), expected)
            for name, expected in wanted
            if not _agrees(found.get(name), None if expected == "none" else expected, self.example.tolerance)
        ]


def run_examples(calculator: Calculator) -> list[ExampleRun]:
    """Compute each example; an optional input that it does not name is empty."""
    empty: dict[str, Any] = {each.name: None for each in calculator.inputs if each.optional}
    return [ExampleRun(each, compute(calculator, {**empty, **each.inputs})) for each in calculator.examples]


def _agrees(found: object, wanted: object, tolerance: float) -> bool:
    if isinstance(found, float) and isinstance(wanted, int | float):
        return abs(found - wanted) <= tolerance * max(1.0, abs(wanted))
    if isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        return all(_agrees(each, its, tolerance) for each, its in zip(found, wanted, strict=True))
    return found == wanted
