"""The form of ranges without JavaScript: low, high and shape as they are written in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from wtforms import HiddenField, StringField
from wtforms.validators import Length

from lms.answers.contexts import Refusal
from lms.calculators.declared import Calculator, Input
from lms.calculators.numerals import NumberProblem, parse_number
from lms.calculators.ranges.running import MOST_SEED
from lms.calculators.ranges.specs import DISTRIBUTIONS, TRIANGULAR
from lms.tools.ranges.asking import SEED
from lms.tools.ranges.kept import checked_range
from lms.tools.ranges.numbers import Number
from lms.tools.ranges.rows import RangeRows, TypedRange
from lms.tools.ranges.running import Asked
from lms.tools.ranges.wording import both_words, pair_words, range_words, seed_words
from lms.tools.wording import problem_words
from lms.web.forms import Form
from lms.web.languages import language

LONGEST: Final = 40
STRENGTHS: Final = ("0.5", "-0.5")
"""How far two numbers move together, as the form offers it."""


class RangesForm(Form):
    """What stands beside the boxes of single numbers: the threshold, the seed, and what was pressed.

    `context`: whose ranges, the tool's own or a scenario's. `add`: the number to add a line for.
    """

    context = HiddenField(validators=[Length(max=80)])
    shown_in = HiddenField(validators=[Length(max=10)])
    threshold = StringField(validators=[Length(max=LONGEST)])
    seed = StringField(validators=[Length(max=LONGEST)])
    add = HiddenField(validators=[Length(max=80)])
    action = HiddenField(validators=[Length(max=10)])
    first = StringField(validators=[Length(max=80)])
    second = StringField(validators=[Length(max=80)])
    strength = StringField(validators=[Length(max=10)])


@dataclass
class TypedRanges:
    """What a form says anew: values to keep by the number's name, and every changed line as it was typed."""

    values: dict[str, dict[str, Any] | None] = field(default_factory=dict)
    lines: dict[str, TypedRange] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        """Return whether a line cannot be kept."""
        return any(line.error for line in self.lines.values())


def typed_ranges(calculator: Calculator, rows: RangeRows, sent: Mapping[str, str]) -> TypedRanges:
    """Read the lines that were sent. One that stands as it was shown says nothing new; an empty one is no range."""
    found = TypedRanges()
    before = {row.number.name: row for row in rows.in_sight}
    for name, number in rows.numbers.items():
        if f"low-{name}" not in sent or f"high-{name}" not in sent:
            continue
        low, high = (sent[f"{end}-{name}"].strip()[:LONGEST] for end in ("low", "high"))
        shape = sent.get(f"shape-{name}", TRIANGULAR)
        row = before.get(name)
        if row is not None and (low, high) == (row.low, row.high) and (shape == row.shape or not low):
            continue
        known = shape if shape in DISTRIBUTIONS else TRIANGULAR
        try:
            found.values[name] = _kept(calculator, number, low, high, shape)
            found.lines[name] = TypedRange(low, high, known)
        except Refusal as refusal:
            found.lines[name] = TypedRange(low, high, known, refusal.reason)
    return found


def _kept(calculator: Calculator, number: Number, low: str, high: str, shape: str) -> dict[str, Any] | None:
    if not low and not high:
        return None
    if not low or not high:
        raise Refusal("value", both_words())
    ends = [_number(number.declared, text) for text in (low, high)]
    kept = checked_range(calculator, number.name, {"shape": shape, "low": ends[0], "high": ends[1]})
    if not ends[0] <= number.value <= ends[1]:
        raise Refusal("value", range_words(number.declared, "MODE_OUTSIDE"))
    return kept


def _number(declared: Input, text: str) -> float:
    found = parse_number(text, language(), declared.unit)
    if isinstance(found, NumberProblem):
        raise Refusal("value", problem_words(declared, found.code))
    return found


def asked_of(rows: RangeRows, form: RangesForm) -> Asked:
    """Read threshold and seed; Refusal names the field and what to write instead.

    A box that was not sent, or stands as it was shown, says nothing new: what was asked the last time is asked again.
    """
    kept = rows.shown.ranges.asked
    text = (form.threshold.data or "").strip()
    same = not form.threshold.raw_data or text == rows.threshold_text
    threshold = kept.threshold if same else _threshold(rows.shown.calculator, text)
    return Asked(threshold, _seed(form.seed.data or "") if form.seed.raw_data else kept.seed, _together(form))


def _threshold(calculator: Calculator, text: str) -> float | None:
    unit = calculator.headline.unit
    found = parse_number(text, language(), unit) if text else None
    if isinstance(found, NumberProblem):
        raise Refusal("threshold", problem_words(Input("threshold", unit, {}), found.code))
    return found


def _seed(text: str) -> int:
    text = text.strip()
    if text and (not (text.isascii() and text.isdigit()) or int(text) > MOST_SEED):
        raise Refusal("seed", seed_words(MOST_SEED))
    return int(text) if text else SEED


def _together(form: RangesForm) -> tuple[str, str, float] | None:
    strength = form.strength.data or ""
    if not strength:
        return None
    if strength not in STRENGTHS or form.first.data == form.second.data:
        raise Refusal("strength", pair_words())
    return form.first.data or "", form.second.data or "", float(strength)
