"""`lms calc check FILE`: a calculator file read, computed, and looked over for units."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

from lms.calculators.catalogue import calculator_entry
from lms.calculators.codes import FIELD_MESSAGES
from lms.calculators.computing import Results, compute
from lms.calculators.csv_rows import read_rows
from lms.calculators.csv_tables import CsvProblem
from lms.calculators.declared import Calculator
from lms.calculators.formula.language import MAXIMUM_STEPS
from lms.calculators.problems import CalculatorErrors
from lms.calculators.reading import read_calculator
from lms.calculators.service import costs, review
from lms.calculators.toml_source import LARGEST_FILE

_BAD_INPUT: Final = 2


def check_file(arguments: Sequence[str], *, as_json: bool, rows: bytes | None = None) -> None:
    """Print what a calculator file gives with its examples, or with the KEY=VALUE behind its name.

    `rows` is a CSV file that fills one of its tables.

    Problems of the file come all at once, one a line, with exit code 2. Hints on units go to standard error.
    """
    if not arguments:
        raise _refusal("check needs the name of a calculator file")
    calculator = _calculator(Path(arguments[0]))
    values = dict(_entered(each, calculator) for each in arguments[1:])
    if rows is not None:
        values |= _filled(rows, calculator, values)
    results = compute(calculator, values)
    if results.problems:
        name, code = next(iter(results.problems.items()))
        raise _refusal(f"{name}: {code}. {_words(calculator, name, code)}")
    if results.cells:
        name, cells = next(iter(results.cells.items()))
        raise _refusal(f"{name} cannot be used: {cells[0].code}")
    if as_json:
        hints = [str(each) for each in review(calculator)]
        entry = {**calculator_entry(calculator), "outputs": results.outputs, "series": results.series, "hints": hints}
        click.echo(json.dumps(entry, ensure_ascii=False))
    else:
        click.echo("\n".join(_told(calculator, results)))
        for each in review(calculator):
            click.echo(f"hint: {each}", err=True)


def _filled(rows: bytes, calculator: Calculator, values: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        found = read_rows(rows, calculator)
    except CsvProblem as problem:
        raise _refusal(str(problem)) from None
    for name in found:
        if name in values:
            raise _refusal(f"{name} is given twice")
    return found


def _told(calculator: Calculator, results: Results) -> list[str]:
    shown = [each for each in calculator.outputs if not each.hidden]
    found = {each.name: _shown(results.outputs.get(each.name)) for each in shown}
    series = [each.name for each in calculator.series if not each.hidden]
    found |= {name: _shown(results.series.get(name)) for name in series}
    width = max(map(len, found))
    lines = [f"{calculator.name}: {calculator.title['en']}"]
    lines += [f"  {name:<{width}}  {value}" for name, value in found.items()]
    lines += [f"  note: {each.text['en']}" for each in calculator.notes if each.name in results.notes]
    name, steps = max(costs(calculator).items(), key=lambda each: each[1])
    return [*lines, f"  at most {steps} of {MAXIMUM_STEPS} steps, in {name}"]


def _words(calculator: Calculator, name: str, code: str) -> str:
    """Return what a page would say beside the field, its limits filled in."""
    declared = calculator.input(name)
    ends = {"minimum": declared.minimum, "maximum": declared.maximum}
    text = FIELD_MESSAGES[code]["en"]
    for slot, end in ends.items():
        text = text.replace(f"{{{slot}}}", "" if end is None else f"{end:g}")
    return text


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(_shown, value))
    return "not defined" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)


def _calculator(file: Path) -> Calculator:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise _refusal(f"{file.name} is larger than {LARGEST_FILE} bytes")
        return read_calculator(file.read_text(encoding="utf-8"), file.name)
    except CalculatorErrors as errors:
        raise _refusal("\n".join(map(str, errors.problems))) from None
    except (OSError, UnicodeDecodeError):
        raise _refusal(f"{file} cannot be read as text") from None


def _entered(text: str, calculator: Calculator) -> tuple[str, Any]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise _refusal(f"“{text}” is not KEY=VALUE")
    if name not in {each.name for each in calculator.inputs} | {each.name for each in calculator.tables}:
        raise _refusal(f"{calculator.name} has no number “{name}”")
    try:
        return name, json.loads(value)
    except (RecursionError, ValueError):
        return name, value


class _BadInputError(click.ClickException):
    """What is wrong, and the exit code for bad input."""

    exit_code = _BAD_INPUT


def _refusal(message: str) -> click.ClickException:
    return _BadInputError(message.strip())
