"""`lms ranges`: a calculator file with ranges for its numbers, from the shell."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from lms.calculators.codes import FIELD_MESSAGES, MESSAGES, RANGE_MESSAGES
from lms.calculators.declared import Calculator
from lms.calculators.problems import CalculatorErrors
from lms.calculators.ranges.breaking_even import break_even
from lms.calculators.ranges.results import BreakEven, Ranges
from lms.calculators.ranges.running import FEWEST, MOST_SAMPLES, MOST_SEED, SAMPLES, run_ranges
from lms.calculators.ranges.specs import TRIANGULAR
from lms.calculators.reading import read_calculator

_BAD_INPUT = 2
_ENDS = 2
_WITH_LIKELY = 3


@click.command("ranges", context_settings={"ignore_unknown_options": True})
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("inputs", nargs=-1, metavar="[KEY=VALUE]...", type=click.UNPROCESSED)
@click.option("--range", "spans", multiple=True, metavar="NAME=[DIST:]LOW,[LIKELY,]HIGH", help="A range; repeatable.")
@click.option("--break-even", "sought", multiple=True, metavar="NAME", help="Find where the headline is the target.")
@click.option("--target", default=0.0, show_default=True, help="The headline the break-even is searched for.")
@click.option("--threshold", type=float, help="How often does the headline reach this?")
@click.option(
    "--samples", type=click.IntRange(FEWEST, MOST_SAMPLES), default=SAMPLES, show_default=True, help="How many runs."
)
@click.option(
    "--seed", type=click.IntRange(0, MOST_SEED), default=1, show_default=True, help="The same seed gives the same runs."
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as one JSON object.")
def ranges(file: Path, inputs: Sequence[str], spans: Sequence[str], sought: Sequence[str], **options: Any) -> None:
    """Run the calculator FILE (NAME.calc.toml) with ranges for some of its numbers, the others as KEY=VALUE.

    DIST is triangular (the default), pert or lognormal, where LOW and HIGH are P10 and P90. Shares are fractions. A
    number that is not named counts with its example. Exit code 2 and one line when something cannot be used.
    """
    calculator = _read(file)
    values = dict(map(_value, inputs))
    known = {each.name for each in calculator.inputs} | {each.name for each in calculator.tables}
    for name in values:
        if name not in known:
            raise _refusal(f"{calculator.name} has no number “{name}”")
    spread = dict(map(_span, spans))
    settings = {each: options[each] for each in ("samples", "seed", "threshold")}
    found = run_ranges(calculator, values, spread, **settings)
    _refuse(found.error, found.problems)
    standing = {**values, **{name: each["likely"] for name, each in spread.items() if "likely" in each}}
    even = [break_even(calculator, standing, name, options["target"]) for name in sought]
    for each in even:
        _refuse(each.error, each.problems, each.input)
    if options["as_json"]:
        click.echo(json.dumps({**found.document(), "break_even": [asdict(each) for each in even]}, ensure_ascii=False))
        return
    click.echo("\n".join([*_told(found), *(line for each in even for line in _even(each))]))


def _told(found: Ranges) -> list[str]:
    lines = [f"{found.samples} runs, seed {found.seed}; at the likely values {_shown(found.base)}"]
    lines += [f"{count} runs gave no number: {code}" for code, count in found.failed.items()]
    if found.counted:
        lines.append(f"8 of 10 runs fall between {_shown(found.p10)} and {_shown(found.p90)}")
        lines.append(f"median {_shown(found.p50)}")
        lines.append(f"mean {_shown(found.mean)}, standard error {_shown(found.standard_error)}")
        lines.append(f"below zero {_share(found.below_zero)}")
    if found.reached is not None:
        lines.append(f"at or above {_shown(found.threshold)} {_share(found.reached)}")
    lines += [f"moves  {each.name}: {_shown(each.at_low)} … {_shown(each.at_high)}" for each in found.swings]
    return lines + [f"worth measuring  {each.name}: {_share(each.reduction)} narrower" for each in found.worth]


def _even(found: BreakEven) -> list[str]:
    if found.status != "FOUND":
        return [f"break-even  {found.input}: {found.status}, searched {_shown(found.low)} … {_shown(found.high)}"]
    return [
        f"break-even  {found.input}: {_shown(each.at)}"
        + (f" to {_shown(each.until)}" if each.until is not None else "")
        + ("" if each.usual else ", outside what is usual")
        + (", where it leaps over the target" if each.jump else "")
        for each in found.crossings
    ]


def _read(file: Path) -> Calculator:
    try:
        return read_calculator(file.read_text(encoding="utf-8"), file.name)
    except CalculatorErrors as errors:
        raise _refusal(str(errors.problems[0])) from None
    except (OSError, UnicodeDecodeError):
        raise _refusal(f"{file.name} cannot be read as text") from None


def _span(text: str) -> tuple[str, dict[str, Any]]:
    name, sign, rest = text.partition("=")
    dist, colon, numbers = rest.partition(":")
    if not colon:
        dist, numbers = TRIANGULAR, rest
    try:
        given = [float(each) for each in numbers.split(",")]
    except ValueError:
        given = []
    if not sign or not name or len(given) not in {_ENDS, _WITH_LIKELY}:
        raise _refusal(f"“{text}” is not NAME=LOW,LIKELY,HIGH")
    likely = {"likely": given[1]} if len(given) == _WITH_LIKELY else {}
    return name, {"dist": dist, "low": given[0], **likely, "high": given[-1]}


def _value(text: str) -> tuple[str, Any]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise _refusal(f"“{text}” is not KEY=VALUE")
    try:
        return name, json.loads(value)
    except (RecursionError, ValueError):
        return name, value


def _refuse(error: str | None, problems: Any, name: str = "") -> None:
    """Leave with the first thing that is wrong, where anything is."""
    for each, code in problems.items():
        raise _refusal(f"{each}: {code}. {_words(code)}")
    if error is not None:
        raise _refusal(f"{name}: {error}. {_words(error)}".removeprefix(": "))


def _words(code: str) -> str:
    known = RANGE_MESSAGES.get(code) or FIELD_MESSAGES.get(code) or MESSAGES.get(code)
    return known["en"] if known and "{" not in known["en"] else ""


def _shown(value: object) -> str:
    return "not defined" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)


def _share(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.1%}"


class _BadInputError(click.ClickException):
    """One line to the reader, and the exit code for bad input."""

    exit_code = _BAD_INPUT


def _refusal(message: str) -> click.ClickException:
    return _BadInputError(message.strip())
