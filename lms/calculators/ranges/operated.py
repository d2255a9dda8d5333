"""An operation as something that can be run with ranges: one call for each run, as many as there is time for."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lms.calculators.codes import INVALID_INPUT, TOO_LARGE
from lms.calculators.computing import Answer, Entered
from lms.calculators.declared import Input
from lms.calculators.judging import input_problem
from lms.calculators.operations import MOST_ROWS, Invalid, Operation, Parameter, outputs_of
from lms.calculators.ranges.headline import LARGEST_HEADLINE
from lms.calculators.ranges.places import Place, replaced
from lms.calculators.ranges.standing import Standing
from lms.calculators.ranges.suited import ADDING_UP

if TYPE_CHECKING:
    from lms.calculators.formula.samples import Sampled

MOST_SECONDS: Final = 2.0
STEPS: Final = (20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100)
"""So many runs are made, where nobody says how many: the most that take about two seconds, but 100 at least."""

_COUNTED: Final = ("number", "numbers", "rows")


@dataclass(frozen=True, slots=True)
class Operated:
    """An operation with the output that is wanted."""

    operation: Operation
    headline: str

    def place(self, name: object) -> Place | str:
        """Return an input, the n-th number of a list ("profits.3") or a cell of rows ("segments.retention.2").

        Codes: UNKNOWN_INPUT, NOT_FOR_A_CHOICE, MUST_ADD_UP. Numbers and rows are counted from 1.
        """
        parts = name.split(".") if isinstance(name, str) else []
        position = 0
        for parameter in self.operation.parameters:
            if parts and parameter.name == parts[0]:
                fixed = (self.operation.name, ".".join(parts[:-1])) in ADDING_UP
                return "MUST_ADD_UP" if fixed else _place(parameter, parts, position)
            position += _size(parameter)
        return "UNKNOWN_INPUT"

    def standing(self, values: Entered) -> Standing:
        """Return what was entered, defaults standing in for the rest; nothing stands in for what must be given."""
        arguments: dict[str, Any] = {}
        names = {each.name for each in self.operation.parameters}
        problems = {str(name): "UNKNOWN_INPUT" for name in values if name not in names}
        for each in self.operation.parameters:
            if each.name not in values and each.required:
                problems[each.name] = "EMPTY_CELL"
            elif each.name not in values:
                arguments[each.name] = each.default
            else:
                try:
                    arguments[each.name] = each.read(values[each.name])
                except Invalid:
                    problems[each.name] = _code(each, values[each.name])
        known = {name: value for each in self.operation.parameters for name, value in _known(each, arguments)}
        if not problems and not self._gives(outputs_of(self.operation, arguments)):
            problems[self.headline] = "UNKNOWN_INPUT"
        return Standing(known, problems, lambda: OperationResult(self.operation, arguments, known, self.headline))

    def _gives(self, outputs: Mapping[str, object]) -> bool:
        found = outputs.get(self.headline)
        return "error" in outputs or (self.headline in outputs and (found is None or isinstance(found, int | float)))


class OperationResult:
    """One output of an operation as a function of some of its numbers."""

    def __init__(
        self, operation: Operation, arguments: Mapping[str, Any], known: Mapping[str, Any], output: str
    ) -> None:
        """Keep what stands: the arguments as the operation read them, and their numbers by name."""
        self._operation, self._arguments, self._known, self._output = operation, arguments, known, output

    def at(self, changes: Mapping[Place, Any]) -> Answer:
        """Return the output with some numbers changed: a number, None (not defined) or an error code."""
        outputs = outputs_of(self._operation, self._changed(changes))
        found = outputs.get(self._output)
        if isinstance(found, int | float):
            return float(found) if abs(found) <= LARGEST_HEADLINE else TOO_LARGE
        error = outputs.get("error")
        return error if isinstance(error, str) else None

    def all_at(self, changes: Mapping[Place, Any]) -> dict[str, Answer]:
        """Return the same by the output's name."""
        return {self._output: self.at(changes)}

    def sampled(self, changes: Mapping[Place, Any], count: int) -> "Sampled":
        """Return the output for `count` samples, one call each; what fails is held by its code."""
        import numpy as np

        from lms.calculators.formula.samples import NOT_DEFINED, Sampled

        columns = {place: each.tolist() for place, each in changes.items()}
        values = np.ones(count)
        failed: dict[str, Any] = {}
        for at in range(count):
            found = self.at({place: each[at] for place, each in columns.items()})
            if isinstance(found, float):
                values[at] = found
            else:
                failed.setdefault(found or NOT_DEFINED, np.zeros(count, dtype=bool))[at] = True
        return Sampled(values, failed)

    def all_sampled(self, changes: Mapping[Place, Any], count: int) -> "dict[str, Sampled]":
        """Return the same by the output's name."""
        return {self._output: self.sampled(changes, count)}

    def usual(self, tried: Sequence[Mapping[Place, Any]], clock: Callable[[], float] = time.perf_counter) -> int:
        """Return how many runs to make where nobody says so; `tried` are changes to measure what one takes."""
        slowest = 0.0
        for each in tried:
            begun = clock()
            self.at(each)
            slowest = max(slowest, clock() - begun)
        return next((each for each in STEPS if each * slowest <= MOST_SECONDS), STEPS[-1])

    def _changed(self, changes: Mapping[Place, Any]) -> dict[str, Any]:
        known = replaced(self._known, changes)
        arguments = dict(self._arguments)
        for place in changes:
            name, _, field = place.source.partition(".")
            if field:
                cells = known[place.source]
                arguments[name] = [{**row, field: cell} for row, cell in zip(arguments[name], cells, strict=True)]
            else:
                arguments[name] = known[place.source]
        return arguments


def _place(parameter: Parameter, parts: Sequence[str], position: int) -> Place | str:
    if parameter.sort not in _COUNTED:
        return "NOT_FOR_A_CHOICE" if parameter.sort == "choice" else "UNKNOWN_INPUT"
    if parameter.sort == "number":
        return Place(parameter.name, _input(parameter), position) if len(parts) == 1 else "UNKNOWN_INPUT"
    row = _row(parts[-1])
    if row is None:
        return "UNKNOWN_INPUT"
    columns = [each.name if each.sort == "number" else "" for each in parameter.fields]
    named = ".".join(parts[1:-1])
    if named not in (columns if parameter.sort == "rows" else [""]) or bool(named) != bool(columns):
        return "UNKNOWN_INPUT"
    offset = columns.index(named) if columns else 0
    column = parameter.fields[offset] if columns else parameter
    return Place(".".join(parts), _input(column), position + offset * MOST_ROWS + row, ".".join(parts[:-1]), row)


def _row(text: str) -> int | None:
    """Return a row, counted from 1 in the name and from 0 here."""
    sound = text.isascii() and text.isdigit() and not text.startswith("0") and int(text[:6]) <= MOST_ROWS
    return int(text) - 1 if sound and len(text) <= len(str(MOST_ROWS)) else None


def _size(parameter: Parameter) -> int:
    """Return how many numbers an input can hold: each has its own part of the chance."""
    if parameter.sort == "rows":
        return MOST_ROWS * len(parameter.fields)
    return MOST_ROWS if parameter.sort == "numbers" else 1


def _input(parameter: Parameter) -> Input:
    """Return a number of an operation as what a range is judged by."""
    return Input(
        name=parameter.name,
        unit="percent" if parameter.unit == "share" else "number",
        label={},
        minimum=parameter.minimum,
        maximum=parameter.maximum,
        soft_minimum=parameter.soft_minimum,
        soft_maximum=parameter.soft_maximum,
        whole=parameter.whole,
        optional=parameter.optional,
    )


def _known(parameter: Parameter, arguments: Mapping[str, Any]) -> list[tuple[str, Any]]:
    if parameter.name not in arguments:
        return []
    value = arguments[parameter.name]
    if parameter.sort == "rows" and isinstance(value, list):
        return [(f"{parameter.name}.{each.name}", [row.get(each.name) for row in value]) for each in parameter.fields]
    return [(parameter.name, value)]


def _code(parameter: Parameter, value: object) -> str:
    judged = input_problem(_input(parameter), value) if parameter.sort == "number" else None
    return judged or INVALID_INPUT
