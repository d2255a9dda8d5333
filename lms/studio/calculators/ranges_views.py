"""The ranges of a calculator tried at once: each number from low to high, what the large figure then lies between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.calculators.codes import FIELD_MESSAGES, RANGE_MESSAGES
from lms.calculators.declared import Calculator, Input
from lms.calculators.numerals import NumberProblem, format_value, parse_number
from lms.calculators.ranges.report import ranges_report
from lms.calculators.service.drafting import drafted
from lms.kernel.permissions import Role, allow
from lms.studio.calculators.boxes import shown
from lms.studio.calculators.views import sheet_of
from lms.studio.drafts.files import draft_or_404
from lms.web.languages import language, local
from lms.web.visitors import signed_in_visitor

SAMPLES: Final = 2_000
"""Runs of one trial: enough to see the range, and done in a fraction of a second whatever the calculator."""

_QUARTER: Final = 0.25
_WIDTH: Final = 400


@dataclass(frozen=True)
class TriedRange:
    """The range of one input: what stands in its boxes, and why it cannot be used, if so."""

    declared: Input
    label: str
    low: str
    likely: str
    high: str
    error: str = ""


@dataclass(frozen=True)
class Swing:
    """How far one number moves the large figure: both ends in words, and the bar between them in a width of 400."""

    label: str
    low: str
    high: str
    start: float
    width: float


@allow(Role.TRAINER)
def ranges(draft: UUID, name: str) -> ResponseReturnValue:
    """Show what a low, likely and high number of each input make of the large figure."""
    found = draft_or_404(draft)
    calculator = drafted((sheet := sheet_of(found, name)).text, sheet.path).calculator
    told: dict[str, Any] = {"rows": [], "figures": None, "swings": [], "samples": SAMPLES}
    if calculator is not None:
        told |= _tried(calculator)
    return render_template("studio/calculators/ranges.html", draft=found, name=name, calculator=calculator, **told)


def _tried(calculator: Calculator) -> dict[str, Any]:
    asked = {each.name: _asked(each) for each in calculator.inputs if isinstance(each.example, float | int)}
    given = {name: each for name, each in asked.items() if all(isinstance(end, float) for end in each.values())}
    report = ranges_report(calculator, {}, given, samples=SAMPLES)
    problems = {**{name: "NOT_A_NUMBER" for name in asked if name not in given}, **report["problems"]}
    headline = calculator.headline
    figures = report["outputs"].get(headline.name)
    rows = [_row(each, asked[each.name], problems.get(each.name)) for each in calculator.inputs if each.name in asked]
    said = None if not figures else {key: _said(figures[key], headline.unit) for key in ("p10", "p50", "p90", "base")}
    return {
        "rows": rows,
        "figures": said,
        "failed": 0 if not figures else sum(figures["failures"].values()),
        "swings": _swings(calculator, report["tornado"]),
    }


def _asked(declared: Input) -> dict[str, float | str]:
    """Return the range of an input: as it was asked for, else what is usual for it around the example."""
    usual = dict(zip(("low", "likely", "high"), usual_range(declared), strict=True))
    sent = {key: request.args.get(f"{key}.{declared.name}") for key in usual}
    return {key: _number(text, declared) if (text := sent[key]) else usual[key] for key in usual}


def _number(text: str, declared: Input) -> float | str:
    found = parse_number(text, language(), declared.unit)
    return text if isinstance(found, NumberProblem) else found


def usual_range(declared: Input) -> tuple[float, float, float]:
    """Return (low, likely, high) to begin with: a quarter less and more than the example, within its bounds."""
    likely = float(declared.example or 0)
    step = abs(likely) * _QUARTER or 1.0
    low, high = likely - step, likely + step
    if declared.whole:
        low, high = float(round(low)), float(round(high))
    low = max(low, *(each for each in (declared.minimum, declared.soft_minimum) if each is not None), -1e15)
    high = min(high, *(each for each in (declared.maximum, declared.soft_maximum) if each is not None), 1e15)
    return min(low, likely), likely, max(high, likely)


def _row(declared: Input, asked: Mapping[str, float | str], problem: str | None) -> TriedRange:
    boxes = {key: shown(each, declared.unit, language()) for key, each in asked.items()}
    words = {**FIELD_MESSAGES, **RANGE_MESSAGES}.get(problem or "", {"en": problem or ""})
    return TriedRange(declared, local(dict(declared.label)), **boxes, error=local(dict(words)) if problem else "")


def _said(value: object, unit: str) -> str:
    if not isinstance(value, float | int):
        return str(_("no number"))
    return format_value(float(value), unit, language(), signed_in_visitor().currency)


def _swings(calculator: Calculator, swings: list[Mapping[str, Any]]) -> list[Swing]:
    ends = [float(end) for each in swings for end in (each["at_low"], each["at_high"]) if isinstance(end, float | int)]
    least, most = (min(ends), max(ends)) if ends else (0.0, 1.0)
    scale = _WIDTH / (most - least) if most > least else 0.0
    return [_swing(calculator, each, least, scale) for each in swings]


def _swing(calculator: Calculator, found: Mapping[str, Any], least: float, scale: float) -> Swing:
    unit = calculator.headline.unit
    ends = sorted(float(end) for end in (found["at_low"], found["at_high"]) if isinstance(end, float | int))
    start, width = ((ends[0] - least) * scale, (ends[-1] - ends[0]) * scale) if ends else (0.0, 0.0)
    label = local(dict(calculator.input(str(found["name"])).label))
    return Swing(
        label, _said(found["at_low"], unit), _said(found["at_high"], unit), round(start, 1), round(max(width, 2.0), 1)
    )
