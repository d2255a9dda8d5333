"""The form for many at once: who is ticked, and what the act needs."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields import SelectChoice

from lms.assigning.assignment_pages.fields import TickedField, WholeField
from lms.assigning.assignment_pages.words import EXEMPT_REASONS
from lms.assigning.assignments.changing import REASONS
from lms.practice.forms import DayField
from lms.web.forms import Form


class BulkForm(Form):
    """Who is ticked, and what the act needs: days or a day, a reason."""

    row = TickedField(_l("People"))
    days = WholeField(_l("So many days more"), least=1, most=365)
    to = DayField(_l("Or until"))
    reason = SelectField(
        _l("Because"),
        choices=[SelectChoice("", _l("Choose a reason")), *(SelectChoice(key, EXEMPT_REASONS[key]) for key in REASONS)],
        validate_choice=False,
    )
