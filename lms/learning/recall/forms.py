"""The form of a rest: how many days."""

from __future__ import annotations

from wtforms import HiddenField, IntegerField
from wtforms.validators import AnyOf, InputRequired, Length

from lms.learning.recall.pausing import RESTS
from lms.web.forms import Form


class RestForm(Form):
    """For how many days nothing is asked, and the page to come back to."""

    days = IntegerField(validators=[InputRequired(), AnyOf(RESTS)])
    next = HiddenField(validators=[Length(max=200)])
