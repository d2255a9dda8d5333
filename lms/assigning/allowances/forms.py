"""The forms on a person's page: how much time they have at quizzes, and one more try."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length, Regexp

from lms.learning.allowances.extra_time import LEAST, MOST
from lms.web.forms import Form

_RANGE = _l("Write a whole number from %(least)d to %(most)d.", least=LEAST, most=MOST)


class ExtraTimeForm(Form):
    """How much of the time that everybody has, in per cent: text, because a number may have any length."""

    percent = StringField(
        _l("Time at quizzes, in per cent of everybody's"),
        validators=[InputRequired(_RANGE), Regexp(r"[1-9][0-9]{2,3}\Z", message=_RANGE)],
    )

    def chosen(self) -> int | None:
        """Return the number that was sent; None, and an error at the field, where it is out of range."""
        if not self.validate():
            return None
        percent = int(self.percent.data)
        if percent <= MOST:
            return percent
        self.percent.errors = [_RANGE]
        return None


class AnotherTryForm(Form):
    """At which quiz: the enrolment, and the block it stands in."""

    enrolment = HiddenField(validators=[InputRequired(), Length(max=40)])
    block = HiddenField(validators=[InputRequired(), Length(max=80)])
