"""The forms of facts: numbers as they are written in the reader's language, refused in words at their boxes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length

from lms.calculators.codes import FIELD_MESSAGES
from lms.calculators.numerals import NumberProblem, format_input, parse_number
from lms.packs.tool_shelves import FactDefinition
from lms.tools.facts.book import LONGEST_NOTE, Fact, high_words, impossible, low_words, note_words, read_day
from lms.web.forms import Form
from lms.web.languages import language, local
from lms.web.visitors import signed_in_visitor

NUMBERS: Final = ("likely", "low", "high")
LONGEST_SOURCE: Final = 120
_UNUSED: Final = ("csrf_token", "accepted")


class ChangeForm(Form):
    """A change of one fact: `base` is the revision the page was made with, `accepted` says its effects were seen."""

    base = HiddenField(validators=[Length(max=10)])
    accepted = HiddenField(validators=[Length(max=1)])

    @property
    def seen(self) -> int:
        """Return the revision this page saw, 0 for none; what is no number was never seen."""
        text = self.base.data or ""
        return int(text) if text.isascii() and text.isdigit() else 0

    @property
    def is_accepted(self) -> bool:
        """Return whether the person has seen what the change does and wants it."""
        return bool(self.accepted.data)

    @property
    def again(self) -> dict[str, str]:
        """Return what has to be sent once more to accept the change."""
        return {each.name: each.data or "" for each in self if each.name not in _UNUSED}


class RestoringForm(ChangeForm):
    """Which line of a fact's history is to stand again."""

    revision = HiddenField(validators=[DataRequired(), Length(max=10)])

    @property
    def wanted(self) -> int | None:
        """Return the line's revision, None where it is no number."""
        text = self.revision.data or ""
        return int(text) if text.isascii() and text.isdigit() else None


class ToolFactForm(ChangeForm):
    """A button beside an input of a tool: use the fact again (`use`), or keep the number as a fact (`keep`).

    `context` is where the tool's numbers are kept; `next` the page to come back to.
    """

    use = HiddenField(validators=[Length(max=80)])
    keep = HiddenField(validators=[Length(max=80)])
    context = HiddenField(validators=[Length(max=80)])
    next = HiddenField(validators=[Length(max=2_000)])


class FiguresForm(ChangeForm):
    """The three numbers of a fact and its day; what they may be is the definition's to say."""

    likely = StringField(_l("Most likely"))
    low = StringField(_l("At the lowest"))
    high = StringField(_l("At the highest"))
    date = StringField(_l("The figure is of"))

    def show(self, numbers: dict[str, float | None], day: str, unit: str) -> None:
        """Put a fact in the boxes, in the reader's format."""
        for name in NUMBERS:
            number = numbers.get(name)
            self[name].data = "" if number is None else written(number, unit)
        self.date.data = day

    def figures(self, definition: FactDefinition) -> dict[str, float | None]:
        """Return the three numbers; what is wrong with one stands at its box."""
        found = {name: self._number(name, definition) for name in NUMBERS}
        likely, low, high = (found[name] for name in NUMBERS)
        if likely is not None and low is not None and low > likely:
            self.refuse("low", low_words())
        if likely is not None and high is not None and high < likely:
            self.refuse("high", high_words())
        return found

    def day(self, today: datetime.date) -> datetime.date | None:
        """Return the day the figure is of, today where the box is empty; words at it when it is none or to come."""
        text = (self.date.data or "").strip()
        found = read_day(text) if text else today
        if found is None:
            self.refuse("date", _("Write the day as year-month-day, for example 2026-11-27."))
        elif found > today:
            self.refuse("date", _("That day is still to come. Choose today or an earlier day."))
        return found

    def refuse(self, name: str, words: str) -> None:
        """Say what is wrong at a box."""
        self[name].errors = [*self[name].errors, str(words)]

    @property
    def is_refused(self) -> bool:
        """Return whether something stands at a box."""
        return any(each.errors for each in self)

    def _number(self, name: str, definition: FactDefinition) -> float | None:
        text = (self[name].data or "").strip()
        if not text:
            if name == "likely":
                self.refuse(name, _("Write the number you think most likely. A guess is a good start."))
            return None
        number = parse_number(text, language(), definition.unit)
        if isinstance(number, NumberProblem):
            self.refuse(name, impossible_words(definition, number.code))
            return None
        code = impossible(definition, number)
        if code:
            self.refuse(name, impossible_words(definition, code))
        return None if code else number


class FactForm(FiguresForm):
    """One fact of mine."""

    source = RadioField(
        _l("How sure is it?"),
        choices=[
            SelectChoice("guess", _l("my guess")),
            SelectChoice("measured", _l("measured")),
            SelectChoice("approved", _l("approved by finance")),
        ],
        default="guess",
        validate_choice=False,
    )
    note = StringField(_l("Note to yourself"))

    @classmethod
    def holding(cls, source: str, boxes: Mapping[str, str]) -> FactForm:
        """Return the form with a text in each of the named boxes and one of the sources chosen."""
        form = cls(formdata=None)
        form.source.data = source
        for name, text in boxes.items():
            form[name].data = text
        return form

    def fact(self, definition: FactDefinition, today: datetime.date) -> Fact | None:
        """Return the fact that was typed, None with words at the boxes."""
        numbers, day = self.figures(definition), self.day(today)
        note = (self.note.data or "").strip()
        if len(note) > LONGEST_NOTE or not note.isprintable():
            self.refuse("note", note_words())
        if self.source.data not in {choice.value for choice in self.source.choices}:
            self.refuse("source", _("Choose one of the three."))
        likely = numbers["likely"]
        if self.is_refused or likely is None or day is None:
            return None
        return Fact(likely, numbers["low"], numbers["high"], self.source.data, day.isoformat(), note)


class ApprovalForm(FiguresForm):
    """A figure the organisation stands by."""

    source = StringField(_l("Where the figure comes from"))

    def approval(self, definition: FactDefinition, today: datetime.date) -> tuple[Fact, str, datetime.date] | None:
        """Return (numbers, source, the day they are of), None with words at the boxes."""
        numbers, day = self.figures(definition), self.day(today)
        source = (self.source.data or "").strip()
        if not 0 < len(source) <= LONGEST_SOURCE or not source.isprintable():
            self.refuse("source", _("Say in at most 120 characters where it comes from: managers read it."))
        likely = numbers["likely"]
        if self.is_refused or likely is None or day is None:
            return None
        return Fact(likely, numbers["low"], numbers["high"]), source, day


def impossible_words(definition: FactDefinition, code: str) -> str:
    """Return what a number's code says, the fact's bounds in their places."""
    ends = {"minimum": definition.minimum, "maximum": definition.maximum}
    shown = {name: "" if end is None else written(end, definition.unit) for name, end in ends.items()}
    return local(dict(FIELD_MESSAGES[code])).format_map(shown)


def written(number: float, unit: str) -> str:
    """Return a number as it stands in a box: nothing rounded, in the reader's format."""
    return format_input(number, unit, language(), signed_in_visitor().currency)
