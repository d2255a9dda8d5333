"""The forms of certificates."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from lms.doors.certificates.practice import Title
from lms.web.forms import Form
from lms.web.languages import local


class PracticeForm(Form):
    """Which of the exercises done the certificate shows: none until they are ticked."""

    practised = SelectMultipleField(
        _l("What you did at work"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )


def practice_form(done: dict[str, Title], ticked: list[str] | None = None) -> PracticeForm:
    """Return the form with a box for each exercise done."""
    form = PracticeForm(practised=ticked or [])
    form.practised.choices = [(block, local(title)) for block, title in done.items()]
    return form
