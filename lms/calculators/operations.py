"""The registry of operations: each a typed function with its inputs declared, run by `evaluate`.

An operation is registered by `@operation(...)` beside its formula; names of operations and fields are those of
the domain reference. Lists (`lms calc --list`, documentation) are made from the registry.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lms.calculators.codes import INVALID_INPUT, UNKNOWN_OPERATION

MOST_ROWS: Final = 10_000
"""How many numbers or rows an input may hold."""


class Invalid(ValueError):
    """An input was refused; `field` names it and `reason` says why."""

    def __init__(self, field: str, reason: str) -> None:
        """Keep field and reason apart, for a page and for the command line."""
        self.field, self.reason = field, reason
        super().__init__(f"{field}: {reason}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One input of an operation: unit, hard range (refused outside), soft range (unusual), default, meaning.

    `sort` is "number", "numbers" (a list), "choice", or one of `parameters`, where the `fields` of a row are declared
    too. `required` ones have no default. `optional` ones may be None.
    """

    name: str
    unit: str
    help: str
    minimum: float | None = None
    maximum: float | None = None
    soft_minimum: float | None = None
    soft_maximum: float | None = None
    default: float | str | None = None
    required: bool = False
    optional: bool = False
    whole: bool = False
    sort: str = "number"
    choices: tuple[str, ...] = ()
    fields: tuple["Parameter", ...] = ()

    def read(self, value: object) -> Any:
        """Return the value as float, text, list or None; raise `Invalid` when it is not what is declared."""
        if value is None and self.optional:
            return None
        if self.sort == "choice":
            if not isinstance(value, str) or value not in self.choices:
                raise Invalid(self.name, f"must be one of {', '.join(self.choices)}")
            return value
        if self.sort == "number":
            return self._number(value)
        if isinstance(value, str | bytes) or not isinstance(value, Sequence):
            raise Invalid(self.name, "must be a list of numbers")
        if len(value) > MOST_ROWS:
            raise Invalid(self.name, f"must have at most {MOST_ROWS:,} numbers")
        return [self._number(each) for each in value]

    def unusual(self, value: object) -> bool:
        """Tell whether a number lies outside the soft range."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        low = self.soft_minimum is not None and value < self.soft_minimum
        return low or (self.soft_maximum is not None and value > self.soft_maximum)

    def _number(self, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Invalid(self.name, "must be a number")
        try:
            number = float(value)
        except OverflowError:
            raise Invalid(self.name, "is too large") from None
        if not math.isfinite(number):
            raise Invalid(self.name, "must be a finite number")
        if self.minimum is not None and number < self.minimum:
            raise Invalid(self.name, f"must be at least {self.minimum:g}")
        if self.maximum is not None and number > self.maximum:
            raise Invalid(self.name, f"must be at most {self.maximum:g}")
        if self.whole and not number.is_integer():
            raise Invalid(self.name, "must be a whole number")
        return number


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: its name, what it answers, its inputs, and the function."""

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    function: Callable[..., dict[str, object]]

    def read(self, inputs: Mapping[str, object]) -> dict[str, Any]:
        """Return every argument of the function; raise `Invalid` for unknown, missing or refused inputs."""
        names = {each.name for each in self.parameters}
        for key in inputs:
            if key not in names:
                raise Invalid(str(key), "is not an input of this operation")
        return {each.name: self._argument(each, inputs) for each in self.parameters}

    def warnings(self, inputs: Mapping[str, object]) -> tuple[str, ...]:
        """Return the names of inputs outside their soft range: accepted, but worth a check."""
        return tuple(each.name for each in self.parameters if each.unusual(inputs.get(each.name)))

    @staticmethod
    def _argument(parameter: Parameter, inputs: Mapping[str, object]) -> Any:
        if parameter.name in inputs:
            return parameter.read(inputs[parameter.name])
        if parameter.required:
            raise Invalid(parameter.name, "is missing")
        return parameter.default


OPERATIONS: Final[dict[str, Operation]] = {}
"""Every registered operation by name."""

_Function = Callable[..., dict[str, object]]


def operation(name: str, title: str, *parameters: Parameter) -> Callable[[_Function], _Function]:
    """Register the decorated function under `name`; ValueError when the name is taken."""

    def register(function: _Function) -> _Function:
        if name in OPERATIONS:
            raise ValueError(f"operation {name} is registered twice")
        OPERATIONS[name] = Operation(name, title, parameters, function)
        return function

    return register


def evaluate(op: object, inputs: object) -> dict[str, object]:
    """Run one operation and return its outputs, or `{"error": CODE}`; never raises, never gives NaN or infinity."""
    found = OPERATIONS.get(op) if isinstance(op, str) else None
    if found is None:
        return {"error": UNKNOWN_OPERATION}
    if not isinstance(inputs, Mapping):
        return {"error": INVALID_INPUT}
    try:
        arguments = found.read(inputs)
    except (ValueError, ArithmeticError):
        return {"error": INVALID_INPUT}
    return outputs_of(found, arguments)


def outputs_of(found: Operation, arguments: Mapping[str, Any]) -> dict[str, object]:
    """Run an operation with arguments it has read; never raises, never gives NaN or infinity."""
    try:
        outputs = found.function(**arguments)
    except (ValueError, ArithmeticError):
        return {"error": INVALID_INPUT}
    return outputs if all(map(_showable, outputs.values())) else {"error": INVALID_INPUT}


def _showable(value: object) -> bool:
    if isinstance(value, Mapping):
        return all(map(_showable, value.values()))
    if isinstance(value, list):
        return all(map(_showable, value))
    return not isinstance(value, float) or math.isfinite(value)
