"""`lms calc`: one operation from the shell."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

import click

from lms.calculators import OPERATIONS, evaluate
from lms.calculators.catalogue import catalogue
from lms.calculators.catalogue_page import page
from lms.calculators.check_command import check_file
from lms.calculators.codes import MESSAGES
from lms.calculators.csv_tables import LARGEST, CsvProblem, read_table
from lms.calculators.operations import Invalid, Operation, Parameter

_BAD_INPUT = 2


@click.command("calc", context_settings={"ignore_unknown_options": True})
@click.argument("op", required=False)
@click.argument("inputs", nargs=-1, metavar="[KEY=VALUE]...", type=click.UNPROCESSED)
@click.option("--json", "as_json", is_flag=True, help="Print the outputs as one JSON object.")
@click.option("--list", "listing", is_flag=True, help="List the operations with their inputs, ranges and defaults.")
@click.option("--markdown", is_flag=True, help="With --list: the list as a page of documentation.")
@click.option(
    "--rows",
    "table",
    type=click.File("rb"),
    metavar="FILE.csv",
    help="Read rows or lists of numbers from a CSV file, a column for each; - is standard input.",
)
@click.option("--seed", type=int, metavar="N", help="Chance that repeats: the same N, the same result.")
def calc(
    op: str | None,
    inputs: Sequence[str],
    *,
    as_json: bool,
    listing: bool,
    markdown: bool,
    table: BinaryIO | None,
    seed: int | None,
) -> None:
    """Run the operation OP on KEY=VALUE inputs: numbers with a point, lists as [1,2,3], `null` for empty.

    Shares are fractions: 15 % is 0.15. Exit code 2 and one line when an input cannot be used. `lms calc check FILE`
    reads a calculator file instead, computes it and looks for units that do not belong together.
    """
    if listing or op is None:
        click.echo(_list(as_json=as_json, markdown=markdown))
        return
    if op == "check":
        check_file(inputs, as_json=as_json, rows=None if table is None else table.read(LARGEST + 1))
        return
    found = OPERATIONS.get(op)
    if found is None:
        raise _refusal(f"there is no operation “{op}”; see lms calc --list")
    values = dict(_pair(each) for each in inputs)
    if table is not None:
        _add(values, _read(table, found))
    if seed is not None:
        _add(values, _seeded(seed, found))
    try:
        found.read(values)
    except Invalid as refused:
        raise _refusal(f"{op}: {refused.field} {refused.reason}") from None
    _print(op, evaluate(op, values), as_json=as_json)
    for name in found.warnings(values):
        click.echo(f"note: {name} is unusual, please check", err=True)


def _list(*, as_json: bool, markdown: bool) -> str:
    if markdown:
        return page(catalogue()).removesuffix("\n")
    if as_json:
        return json.dumps(catalogue(), ensure_ascii=False, indent=1)
    return "\n\n".join(map(_described, OPERATIONS.values()))


def _print(op: str, outputs: dict[str, object], *, as_json: bool) -> None:
    """Print the outputs, or leave with the reason there are none."""
    if as_json:
        click.echo(json.dumps(outputs))
    elif "error" not in outputs:
        width = max(map(len, outputs))
        for name, value in outputs.items():
            click.echo(f"{name:<{width}}  {'not defined' if value is None else _shown(value)}")
    if "error" in outputs:
        code = str(outputs["error"])
        raise _refusal(f"{op}: {code}. {MESSAGES[code]['en']}")


def _shown(value: object) -> str:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _pair(text: str) -> tuple[str, Any]:
    key, sign, value = text.partition("=")
    if not sign or not key:
        raise _refusal(f"“{text}” is not KEY=VALUE")
    try:
        return key, json.loads(value)
    except (json.JSONDecodeError, RecursionError, ValueError):
        return key, value


def _add(values: dict[str, Any], more: Mapping[str, object]) -> None:
    """Put `more` among the values; refuse what is given twice."""
    for name in more:
        if name in values:
            raise _refusal(f"{name} is given twice")
    values |= more


def _read(table: BinaryIO, operation: Operation) -> Mapping[str, object]:
    try:
        return read_table(table.read(LARGEST + 1), operation)
    except CsvProblem as problem:
        raise _refusal(f"{getattr(table, 'name', '<stdin>')}, {problem}") from None


def _seeded(seed: int, operation: Operation) -> dict[str, object]:
    if all(each.name != "seed" for each in operation.parameters):
        raise _refusal(f"{operation.name} draws nothing by chance, so it takes no --seed")
    return {"seed": seed}


def _described(operation: Operation) -> str:
    lines = [f"{operation.name}  {operation.title}"]
    for each in operation.parameters:
        lines.append(f"  {each.name:<28}{_range(each)}  {each.help}")
        lines += [f"    .{part.name:<25}{_range(part)}  {part.help}" for part in each.fields]
    return "\n".join(lines)


def _range(parameter: Parameter) -> str:
    kind = "/".join(parameter.choices) or parameter.unit
    if parameter.minimum is not None or parameter.maximum is not None:
        low = "" if parameter.minimum is None else f"{parameter.minimum:g}"
        high = "" if parameter.maximum is None else f"{parameter.maximum:g}"
        kind = f"{kind} {low}…{high}"
    default = "empty" if parameter.optional else parameter.default
    return f"[{kind}] {'required' if parameter.required else f'default {default}'}".ljust(34)


class _BadInputError(click.ClickException):
    """One line to the reader, and the exit code for bad input."""

    exit_code = _BAD_INPUT


def _refusal(message: str) -> click.ClickException:
    return _BadInputError(message)
