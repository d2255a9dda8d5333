"""The forms of the page about the directory."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField
from wtforms.validators import NumberRange, Optional

from lms.web.forms import Form


class TokenForm(Form):
    """After how many days a new token ends."""

    days = IntegerField(
        _l("Ends after so many days"),
        [Optional(), NumberRange(1, 3_650, message=_l("Write 1 to 3650, or nothing for a token that does not end."))],
    )


class AdoptionForm(Form):
    """Whether the directory may look after people who have a role here."""

    adopts = BooleanField(_l("The directory may also look after people with a role here"))
