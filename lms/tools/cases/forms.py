"""The forms of a business case: begin one, take an effect, plan what is measured first. Every text is bounded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.widgets import DateInput

from lms.calculators.declared import Calculator, Input
from lms.calculators.judging import LONGEST_TEXT, input_problem, text_problem
from lms.calculators.numerals import NumberProblem, parse_number
from lms.tools.cases.links import EFFECTS, Measure, measure_problem
from lms.tools.cases.sources import Chosen, whole
from lms.tools.cases.taking import range_of
from lms.tools.scenarios.context import day_problem, name_problem, note_problem
from lms.tools.wording import problem_words
from lms.web.forms import Form
from lms.web.languages import language

GAIN: Final = "gain"
LOSS: Final = "loss"
_TIMES: Final = Input("times", "number", {}, minimum=0.0, maximum=1e9)
_AMOUNT: Final = Input("amount", "money", {})


def _plain(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


class StartForm(Form):
    """The name of the initiative, and what it is and why in one sentence."""

    name = StringField(_l("What is the initiative called?"), filters=[_plain])
    what = TextAreaField(_l("What is it, and why?"), filters=[_plain])

    def is_sound(self) -> bool:
        """Return whether both can be kept; words stand at what cannot."""
        holds = self.validate()
        self.name.errors = [each] if (each := name_problem(self.name.data or "")) else []
        self.what.errors = [each] if (each := note_problem(self.what.data or "")) else []
        return holds and not self.name.errors and not self.what.errors

    def about(self) -> dict[str, str]:
        """Return what is said about the new case."""
        return {"name": self.name.data or "", "note": self.what.data or ""}


@dataclass(frozen=True)
class TypedEffect:
    """A sound form: the name and cells of the new row, what the difference is multiplied with, and its range."""

    name: str
    cells: dict[str, float]
    factor: float
    ends: tuple[float, float] | None


class EffectForm(Form):
    """How the difference between two scenarios becomes a row of the effects.

    `gain`: whether it is one for the company. `times`: how often a year it counts. `low` and `high`: asked for where
    neither scenario has a range.
    """

    source = HiddenField()
    against = HiddenField()
    output = HiddenField()
    name = StringField(_l("What it is called on the page"), filters=[_plain])
    gain = RadioField(
        choices=[SelectChoice(GAIN, _l("a gain")), SelectChoice(LOSS, _l("a loss"))], validate_choice=False
    )
    times = StringField(_l("How many times a year does it count?"), filters=[_plain])
    caused = StringField(filters=[_plain])
    starts = StringField(filters=[_plain])
    lasts = StringField(filters=[_plain])
    low = StringField(_l("How little could it be in a year?"), filters=[_plain])
    high = StringField(_l("How much could it be in a year?"), filters=[_plain])

    def typed(self, case: Calculator, chosen: Chosen) -> TypedEffect | None:
        """Return the effect, or None with words at what cannot be used."""
        holds = self.validate()
        columns = {each.name: each for each in case.table(EFFECTS).columns}
        cells = {name: self._number(name, columns[name]) for name in ("caused", "starts", "lasts")}
        times = self._number("times", _TIMES)
        self.name.errors = self._name_errors()
        self.gain.errors = [] if self.gain.data in (GAIN, LOSS) else [_("Choose one of the options.")]
        if not holds or any(field.errors for field in self) or times is None:
            return None
        factor = self._factor(chosen, times)
        sound = {name: value for name, value in cells.items() if value is not None}
        ends = self._ends(chosen, factor)
        amount = whole(factor * (chosen.apart.difference if chosen.apart else 0.0))
        if self.low.errors or self.high.errors or not self._is_worth_taking(amount):
            return None
        return TypedEffect(self.name.data or "", sound, factor, ends)

    def _is_worth_taking(self, amount: float) -> bool:
        problem = input_problem(_AMOUNT, amount)
        if problem or not amount:
            self.times.errors = [problem_words(_AMOUNT, problem) if problem else _("Then it counts for nothing.")]
        return not self.times.errors

    def _factor(self, chosen: Chosen, times: float) -> float:
        """Return what turns the difference into an amount: positive for a gain, negative for a loss."""
        rises = chosen.apart is not None and chosen.apart.difference > 0
        return times if rises == (self.gain.data == GAIN) else -times

    def _ends(self, chosen: Chosen, factor: float) -> tuple[float, float] | None:
        """Return the range: that of the scenarios, else the one that was typed, else None."""
        known = range_of(chosen, factor)
        if known is not None or not (self.low.data or self.high.data):
            return known
        low, high = self._number("low", _AMOUNT), self._number("high", _AMOUNT)
        if low is None or high is None or chosen.apart is None:
            return None
        amount = whole(factor * chosen.apart.difference)
        if not low <= amount <= high:
            self.low.errors = [_("The amount itself has to lie between the two ends.")]
        return low, high

    def _number(self, name: str, declared: Input) -> float | None:
        field: Any = self[name]
        found = parse_number(field.data or "", language(), declared.unit)
        code = found.code if isinstance(found, NumberProblem) else input_problem(declared, found)
        code = "NOT_A_NUMBER" if code == "EMPTY" else code
        field.errors = [problem_words(declared, code)] if code else []
        return None if isinstance(found, NumberProblem) or code else found

    def _name_errors(self) -> list[str]:
        name = self.name.data or ""
        if name and len(name) <= LONGEST_TEXT and text_problem(name) is None:
            return []
        return [str(_("A name is one line of at most %(most)s characters.", most=LONGEST_TEXT))]


class RenewForm(Form):
    """The row, by its name, that is brought to what its source says today."""

    row = HiddenField()


class MeasureForm(Form):
    """What is measured first, and by which day."""

    what = StringField(_l("What do we measure first?"), filters=[_plain])
    by = StringField(_l("By which day?"), filters=[_plain], widget=DateInput())

    def measure(self) -> Measure | None:
        """Return it, or None with words at what cannot be kept."""
        holds = self.validate()
        self.what.errors = [each] if (each := measure_problem(self.what.data or "")) else []
        self.by.errors = [each] if (each := day_problem(self.by.data)) else []
        sound = holds and not self.what.errors and not self.by.errors
        return Measure(self.what.data or "", self.by.data or "") if sound else None
