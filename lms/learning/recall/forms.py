"""The form of a rest: how many days."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.validators import AnyOf, InputRequired, Length

from lms.learning.recall.pausing import RESTS
from lms.web.fields import WholeNumberField
from lms.web.forms import Form


class RestForm(Form):
    """For how many days nothing is asked, and the page to come back to."""

    days = WholeNumberField(validators=[InputRequired(), AnyOf(RESTS)])
    next = HiddenField(validators=[Length(max=200)])
