"""The form with which a line manager gives a curriculum to own reports."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.web.forms import Form


class GivingForm(Form):
    """What, to whom, until when."""

    curriculum = RadioField(_l("What"), [InputRequired(_l("Choose a curriculum."))], choices=[])
    people = SelectMultipleField(
        _l("Who"),
        [InputRequired(_l("Choose at least one of your reports."))],
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    due = DateField(_l("To be done by"), [Optional()])


class UntilForm(Form):
    """Until when more time is given."""

    until = DateField(_l("Until"), [Optional()])
