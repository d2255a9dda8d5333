"""What is said of a fact and of what it moves, in the reader's language and number format."""

from __future__ import annotations

import math
from dataclasses import dataclass

from flask_babel import gettext as _

from lms.calculators.numerals import format_percent, format_value
from lms.tools.facts.changes import Moved
from lms.web.languages import language, local
from lms.web.visitors import signed_in_visitor

_SMALLEST_SHARE = 0.0005


@dataclass(frozen=True)
class MovedLine:
    """One result that moves: its tool, its scenario if it is one, and how its headline reads before and after."""

    tool: str
    question: str
    scenario: str
    label: str
    before: str
    after: str
    difference: str
    share: str


def moved_line(moved: Moved) -> MovedLine:
    """Return a move in words; a dash where there is no figure."""
    calculator, unit = moved.rests.calculator, moved.rests.calculator.headline.unit
    gap = moved.difference
    return MovedLine(
        tool=calculator.name,
        question=local(dict(calculator.question)),
        scenario=moved.rests.title,
        label=local(dict(calculator.headline_label or calculator.headline.label)),
        before=_figure(moved.before, unit),
        after=_figure(moved.after, unit),
        difference="" if gap is None else _signed(gap, _figure(abs(gap), unit)),
        share="" if gap is None or math.isinf(moved.relative) else _share(gap, moved.relative),
    )


def source_words(source: str) -> str:
    """Return how sure a figure is, as a tag says it."""
    words = {"guess": _("my guess"), "measured": _("measured"), "approved": _("approved by finance")}
    return str(words[source])


def _figure(value: float | None, unit: str) -> str:
    return "–" if value is None else format_value(value, unit, language(), signed_in_visitor().currency)


def _share(gap: float, relative: float) -> str:
    if relative < _SMALLEST_SHARE:
        return str(_("hardly"))
    return _signed(gap, format_percent(relative, language()))


def _signed(gap: float, text: str) -> str:
    return f"{'−' if gap < 0 else '+'}{text}"
