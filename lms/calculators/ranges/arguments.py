"""What is written behind `lms ranges`: a calculator file or an operation, numbers, ranges and pairs."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from lms.calculators.declared import Calculator
from lms.calculators.operations import OPERATIONS, Invalid, Operation
from lms.calculators.problems import CalculatorErrors
from lms.calculators.ranges.models import Ranged
from lms.calculators.ranges.specs import TRIANGULAR
from lms.calculators.ranges.suited import UNSUITED
from lms.calculators.ranges.together import USUAL
from lms.calculators.reading import read_calculator

_BAD_INPUT: Final = 2
_ENDS: Final = 2
_WITH_LIKELY: Final = 3
_BETWEEN: Final = ".."
_OUTPUT: Final = "output"


class _BadInputError(click.ClickException):
    """One line to the reader, and the exit code for bad input."""

    exit_code = _BAD_INPUT


def refusal(message: str) -> click.ClickException:
    """Return what ends the command with one line and exit code 2."""
    return _BadInputError(message.strip())


def subject_of(subject: str) -> Ranged:
    """Return the operation with this name, else the calculator in this file."""
    if subject in UNSUITED:
        raise refusal(f"{subject} has no ranges. {UNSUITED[subject]}")
    if subject in OPERATIONS:
        return OPERATIONS[subject]
    file = Path(subject)
    if not file.is_file():
        raise refusal(f"“{subject}” is neither a file nor an operation; lms calc --list names those")
    try:
        return read_calculator(file.read_text(encoding="utf-8"), file.name)
    except CalculatorErrors as errors:
        raise refusal(str(errors.problems[0])) from None
    except (OSError, UnicodeDecodeError):
        raise refusal(f"{file.name} cannot be read as text") from None


def read_inputs(ranged: Ranged, inputs: Sequence[str]) -> tuple[dict[str, Any], dict[str, Any], str | None]:
    """Return numbers, ranges and the output of KEY=VALUE and KEY=LOW..LIKELY..HIGH; refuses what is no input."""
    values: dict[str, Any] = {}
    spread: dict[str, Any] = {}
    output = None
    for text in inputs:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise refusal(f"“{text}” is not KEY=VALUE")
        if name == _OUTPUT:
            output = value
        elif _BETWEEN in value:
            spread[name] = _range(text, value, _BETWEEN)
        else:
            values[name] = _value(value)
    _check(ranged, values)
    if output is not None and isinstance(ranged, Calculator) and output not in {each.name for each in ranged.outputs}:
        raise refusal(f"{ranged.name} has no output “{output}”")
    return values, spread, output


def read_span(text: str) -> tuple[str, dict[str, Any]]:
    """Return name and range of NAME=[DIST:]LOW,[LIKELY,]HIGH."""
    name, _, rest = text.partition("=")
    return name, _range(text, rest, ",")


def read_pair(text: str) -> tuple[tuple[str, str], float]:
    """Return two names and how far they move together, of A,B or A,B=0.5."""
    names, sign, correlation = text.partition("=")
    one, _, other = names.partition(",")
    try:
        return (one, other), float(correlation) if sign else USUAL
    except ValueError:
        raise refusal(f"“{text}” is not A,B=0.5") from None


def _range(text: str, rest: str, between: str) -> dict[str, Any]:
    dist, colon, numbers = rest.partition(":")
    if not colon:
        dist, numbers = TRIANGULAR, rest
    try:
        given = [float(each) for each in numbers.split(between)]
    except ValueError:
        given = []
    if text.startswith("=") or len(given) not in {_ENDS, _WITH_LIKELY}:
        raise refusal(f"“{text}” is not NAME=LOW{between}LIKELY{between}HIGH")
    likely = {"likely": given[1]} if len(given) == _WITH_LIKELY else {}
    return {"dist": dist, "low": given[0], **likely, "high": given[-1]}


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (RecursionError, ValueError):
        return text


def _check(ranged: Ranged, values: dict[str, Any]) -> None:
    """Refuse a number that is no input, and say what an operation does not like about one."""
    if isinstance(ranged, Operation):
        parameters = {each.name: each for each in ranged.parameters}
        for name, value in values.items():
            if name not in parameters:
                raise refusal(f"{ranged.name} has no number “{name}”")
            try:
                parameters[name].read(value)
            except Invalid as invalid:
                raise refusal(str(invalid)) from None
        return
    known = {each.name for each in ranged.inputs} | {each.name for each in ranged.tables}
    for name in values:
        if name not in known:
            raise refusal(f"{ranged.name} has no number “{name}”")
