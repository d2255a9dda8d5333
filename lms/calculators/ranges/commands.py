"""`lms ranges`: a calculator file or an operation with ranges for its numbers, from the shell."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click

from lms.calculators.codes import FIELD_MESSAGES, MESSAGES, RANGE_MESSAGES
from lms.calculators.ranges.arguments import read_inputs, read_pair, read_span, refusal, subject_of
from lms.calculators.ranges.breaking_even import break_even
from lms.calculators.ranges.results import BreakEven, Ranges
from lms.calculators.ranges.running import FEWEST, MOST_SAMPLES, MOST_SEED, run_ranges


@click.command("ranges", context_settings={"ignore_unknown_options": True})
@click.argument("subject", metavar="FILE|OPERATION")
@click.argument("inputs", nargs=-1, metavar="[KEY=VALUE]...", type=click.UNPROCESSED)
@click.option("--range", "spans", multiple=True, metavar="NAME=[DIST:]LOW,[LIKELY,]HIGH", help="A range; repeatable.")
@click.option("--together", "pairs", multiple=True, metavar="A,B[=0.5]", help="Two ranges that move together.")
@click.option("--break-even", "sought", multiple=True, metavar="NAME", help="Find where the headline is the target.")
@click.option("--target", default=0.0, show_default=True, help="The headline the break-even is searched for.")
@click.option("--threshold", type=float, help="How often does the headline reach this?")
@click.option(
    "--samples", type=click.IntRange(FEWEST, MOST_SAMPLES), help="How many runs; 20,000, or fewer if one is slow."
)
@click.option(
    "--seed", type=click.IntRange(0, MOST_SEED), default=1, show_default=True, help="The same seed gives the same runs."
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as one JSON object.")
def ranges(subject: str, inputs: Sequence[str], **options: Any) -> None:
    """Run a calculator FILE (NAME.calc.toml) or an OPERATION (see `lms calc --list`) with ranges for its numbers.

    A number is KEY=VALUE, a range KEY=LOW..LIKELY..HIGH or KEY=LOW..HIGH, or stands behind --range. DIST is triangular
    (the default), pert or lognormal, where LOW and HIGH are P10 and P90. Shares are fractions. output=NAME asks about
    another output than the headline. In a FILE a number that is not named counts with its example. Exit code 2 and one
    line when something cannot be used.
    """
    ranged = subject_of(subject)
    values, spread, output = read_inputs(ranged, inputs)
    spread |= dict(map(read_span, options["spans"]))
    together = dict(map(read_pair, options["pairs"]))
    settings = {each: options[each] for each in ("samples", "seed", "threshold")}
    found = run_ranges(ranged, values, spread, **settings, together=together, output=output)
    _refuse(found.error, found.problems)
    standing = {**values, **{name: each["likely"] for name, each in spread.items() if "likely" in each}}
    even = [break_even(ranged, standing, name, options["target"], output) for name in options["sought"]]
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


def _refuse(error: str | None, problems: Any, name: str = "") -> None:
    """Leave with the first thing that is wrong, where anything is."""
    for each, code in problems.items():
        raise refusal(f"{each}: {code}. {_words(code)}")
    if error is not None:
        raise refusal(f"{name}: {error}. {_words(error)}".removeprefix(": "))


def _words(code: str) -> str:
    known = RANGE_MESSAGES.get(code) or FIELD_MESSAGES.get(code) or MESSAGES.get(code)
    return known["en"] if known and "{" not in known["en"] else ""


def _shown(value: object) -> str:
    return "not defined" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)


def _share(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.1%}"
