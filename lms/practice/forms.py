"""The forms of practice: a day, a note, a promise, how it went. Every text is bounded and every refusal is in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from lms.practice.days import FURTHEST, full, next_fridays
from lms.practice.models import Outcome
from lms.practice.promises import Words
from lms.web.forms import Form

MOST_WHAT, MOST_WHOM, MOST_WHY = 280, 80, 1_000
OTHER = "other"
ADDRESS = 2_000


def _stripped(text: str | None) -> str | None:
    return text.strip().replace("\r\n", "\n") if text else text


class DayField(DateField):  # type: ignore[misc]  # wtforms is untyped
    """A day as a browser's date field or a button sends it (2026-11-27); an empty one is None."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the day; what is none is answered in words."""
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = date.fromisoformat(valuelist[0].strip()[:20])
            except ValueError:
                raise ValueError(_("Write the day as year-month-day, for example 2026-11-27.")) from None


class NextForm(Form):
    """A form that comes back to the page it stood on."""

    next = HiddenField(validators=[Length(max=ADDRESS)])


class DayForm(NextForm):
    """A day to do an exercise on."""

    day = DayField(_l("Another day"))

    def refusal(self, today: date) -> str:
        """Return why the day cannot be taken, in words; empty when it can."""
        if self.day.errors:
            words = str(self.day.errors[0])
        elif self.day.data is None:
            words = _("Choose a day.")
        elif self.day.data < today:
            words = _("That day has passed. Choose today or a day to come.")
        else:
            words = "" if self.day.data <= today + timedelta(days=FURTHEST) else too_far()
        return str(words)


class NoteForm(NextForm):
    """What was brought back from an exercise, or thought about a question."""

    text = TextAreaField()


class PromiseForm(NextForm):
    """One sentence, for whom, by when; `version` and `block` say where it is made, if in a module."""

    what = TextAreaField(
        _l("What will you do?"),
        filters=[_stripped],
        validators=[
            DataRequired(_l("Write in one sentence what you will do.")),
            Length(max=MOST_WHAT, message=_l("Keep it to one sentence of at most 280 characters.")),
        ],
    )
    whom = StringField(
        _l("For whom?"),
        filters=[_stripped],
        validators=[
            DataRequired(_l("Write for whom: a name, a team, a customer.")),
            Length(max=MOST_WHOM, message=_l("At most 80 characters.")),
        ],
    )
    day = RadioField(_l("By when?"), validate_choice=False)
    other_day = DayField(_l("Which day?"))
    version = HiddenField(validators=[Length(max=36)])
    block = HiddenField(validators=[Length(max=80)])

    def offer(self, today: date, kept: date | None = None) -> PromiseForm:
        """Offer days to choose, after `today`, `kept` first where a day is chosen already; return the form."""
        days = sorted({*next_fridays(today), *([kept] if kept else [])})
        choices = [SelectChoice(day.isoformat(), full(day)) for day in days]
        self.day.choices = [*choices, SelectChoice(OTHER, _("another day"))]
        return self

    @property
    def words(self) -> Words:
        """Return what is promised and to whom."""
        return Words(self.what.data, self.whom.data)

    def due(self, today: date) -> date | None:
        """Return the day, or None with words at the field: it lies between tomorrow and a year from now."""
        by_hand = self.day.data in (None, "", OTHER)
        found = self.other_day.data if by_hand else _read(self.day.data)
        problem = _promise_day_problem(found, today) if not (by_hand and self.other_day.errors) else ""
        if problem:
            self.other_day.errors = [problem]
        return None if self.other_day.errors and (by_hand or problem) else found


class ReportForm(NextForm):
    """How a promise went."""

    outcome = RadioField(
        _l("Have you kept it?"),
        choices=[
            SelectChoice(Outcome.KEPT.value, _l("Yes")),
            SelectChoice(Outcome.PARTLY.value, _l("Partly")),
            SelectChoice(Outcome.NOT_YET.value, _l("Not yet")),
            SelectChoice(Outcome.DROPPED.value, _l("I drop it")),
        ],
        validators=[InputRequired(_l("Choose one of the four."))],
        validate_choice=True,
    )
    why = TextAreaField(
        _l("Why?"),
        filters=[_stripped],
        validators=[Length(max=MOST_WHY, message=_l("At most 1,000 characters."))],
    )
    new_day = DayField(_l("A new day"))

    def new_due(self, today: date) -> date | None:
        """Return the new day of a promise that is not kept yet, or None with words at the field."""
        if self.outcome.data != Outcome.NOT_YET or self.new_day.errors:
            return None
        problem = _promise_day_problem(self.new_day.data, today)
        if problem:
            self.new_day.errors = [problem]
        return None if problem else self.new_day.data


def too_far() -> str:
    """Return in words that a day is more than a year away."""
    return str(_("That is more than a year away. Choose a nearer day."))


def _promise_day_problem(day: date | None, today: date) -> str:
    if day is None:
        words = _("Choose a day.")
    elif day <= today:
        words = _("Choose tomorrow or a later day.")
    else:
        words = "" if day <= today + timedelta(days=FURTHEST) else too_far()
    return str(words)


def _read(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:20])
    except ValueError:
        return None
