"""The forms of the second factor. A script may send the first two as JSON, when it signs in on a page in hand."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from lms.people.passwords import LONGEST
from lms.people.second_factor.passkeys import LARGEST, NAME
from lms.web.forms import Form

WHOM = [
    SelectChoice("nobody", _l("Nobody; everyone may set one up")),
    SelectChoice("admins", _l("Administrators")),
    SelectChoice("staff", _l("HR, trainers and administrators")),
    SelectChoice("everybody", _l("Everybody with a password")),
]


class CodeForm(Form):
    """A code of an app or a recovery code, whether to trust this browser, and the page to go on to."""

    code = StringField(
        _l("Code"), [DataRequired(_l("Write the code.")), Length(max=40, message=_l("No code is this long."))]
    )
    trust = BooleanField(_l("Do not ask for it on this browser for 30 days"))
    next = HiddenField()


class PasskeyForm(Form):
    """What a passkey answered, as the browser's script puts it there; `name` where it is a new one."""

    credential = HiddenField(validators=[DataRequired(_l("No passkey was used.")), Length(max=LARGEST)])
    name = StringField(_l("Name of the passkey"), [Length(max=NAME, message=_l("At most 60 characters."))])
    trust = BooleanField(_l("Do not ask for it on this browser for 30 days"))
    next = HiddenField()


class PasswordForm(Form):
    """One's password once more, before something is changed, and the page to go on to."""

    password = PasswordField(
        _l("Password"),
        [DataRequired(_l("Write your password.")), Length(max=LONGEST, message=_l("No password here is this long."))],
    )
    next = HiddenField()


class AgainByCodeForm(Form):
    """A code of one's app instead of the password."""

    code = StringField(
        _l("Code of your app"),
        [DataRequired(_l("Write the code.")), Length(max=40, message=_l("No code is this long."))],
    )
    next = HiddenField()


class AgainByPasskeyForm(Form):
    """What a passkey answered, instead of the password."""

    credential = HiddenField(validators=[DataRequired(_l("No passkey was used.")), Length(max=LARGEST)])
    next = HiddenField()


class NameForm(Form):
    """What a passkey is called."""

    name = StringField(
        _l("Name"), [DataRequired(_l("Give it a name.")), Length(max=NAME, message=_l("At most 60 characters."))]
    )


class PolicyForm(Form):
    """Of whom a second factor is asked, from when, and whether a browser may be trusted."""

    whom = SelectField(_l("Who must have a second factor"), choices=WHOM)
    since = DateField(_l("From"), [Optional()])
    trusting = BooleanField(_l("Browsers may be trusted for 30 days"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether everything can be kept."""
        fits = bool(super().validate(extra_validators))
        if self.since.errors:
            self.since.errors = [_l("Write a day such as 2027-01-31, or leave it empty.")]
        return fits


class WhoseForm(Form):
    """Whose second factor to look at."""

    email = EmailField(_l("E-mail"), [DataRequired(_l("Write the address.")), Length(max=254)])
