"""The forms of signing in, of one's own page and of the organisation's settings."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from lms.people.passwords import LONGEST
from lms.web.forms import Form
from lms.web.languages import LANGUAGE_CHOICES

CURRENCIES = ("DKK", "SEK", "NOK", "EUR", "USD", "GBP", "ISK")


class SignInForm(Form):
    """An address, a password, and the page to go on to."""

    email = EmailField(
        _l("E-mail"),
        [DataRequired(_l("Write your e-mail address.")), Length(max=254, message=_l("No address is this long."))],
    )
    password = PasswordField(
        _l("Password"),
        [DataRequired(_l("Write your password.")), Length(max=LONGEST, message=_l("No password here is this long."))],
    )
    next = HiddenField()


class MembershipForm(Form):
    """Which of one's organisations to work in."""

    person = HiddenField(validators=[DataRequired()])


class LanguagePreferenceForm(Form):
    """The language to be met in everywhere."""

    language = SelectField(_l("Language"), choices=LANGUAGE_CHOICES)


class OrganisationForm(Form):
    """What an administrator settles for everyone."""

    name = StringField(
        _l("Name of the organisation"),
        [DataRequired(_l("Give the organisation a name.")), Length(max=120, message=_l("At most 120 characters."))],
    )
    language = SelectField(_l("Language for people who have not chosen one"), choices=LANGUAGE_CHOICES)
    currency = SelectField(_l("Currency of the calculators"), choices=[SelectChoice(code, code) for code in CURRENCIES])
    time_zone = SelectField(
        _l("Time zone"),
        [DataRequired(_l("Write it as Europe/Copenhagen or Asia/Tokyo."))],
        validate_choice=False,
    )

    outside_video = BooleanField(_l("Pages may lead to videos elsewhere"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the zone that is set, too, where it is one of the old names nobody chooses any more."""
        super().__init__(*args, **kwargs)
        zone = self.time_zone.data
        offered = {name: SelectChoice(name, name.replace("_", " ")) for name in _places()}
        kept = [SelectChoice(zone, zone)] if zone in available_timezones() and zone not in offered else []
        self.time_zone.choices = [*kept, *offered.values()]

    def validate_time_zone(self, zone: SelectField) -> None:
        """Accept the IANA names this machine knows."""
        if zone.data not in available_timezones():
            raise ValidationError(_l("Write it as Europe/Copenhagen or Asia/Tokyo."))


@cache
def _places() -> tuple[str, ...]:
    """Return the IANA zones named for a place, and UTC."""
    places = [name for name in available_timezones() if "/" in name and not name.startswith("Etc/")]
    return (*sorted(places), "UTC")
