"""The forms of single sign-on."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Length, Optional, Regexp

from lms.people.operations import EMAIL
from lms.web.forms import Form

_NAMED = [DataRequired(_l("Give it a name that people know.")), Length(max=60, message=_l("At most 60 characters."))]
_VISIBLE = r"[\x21-\x7e]+"


class AddressForm(Form):
    """An address at work, and the page to go on to."""

    email = EmailField(
        _l("E-mail at work"),
        [
            DataRequired(_l("Write your e-mail address.")),
            Regexp(EMAIL.pattern + r"\s*\Z", message=_l("Write it as name@company.dk.")),
        ],
    )
    next = HiddenField()


class ConnectionForm(Form):
    """A connection. `connection`: its id to be, while it is new: the redirect address is made of it."""

    connection = HiddenField()
    name = StringField(_l("Name on the button"), _NAMED)
    tenant = StringField(_l("Tenant"), [Optional(), Length(max=200, message=_l("At most 200 characters."))])
    issuer = StringField(_l("Issuer"), [Optional(), Length(max=300, message=_l("At most 300 characters."))])
    client_id = StringField(
        _l("Client ID"),
        [
            DataRequired(_l("Copy it from the provider.")),
            Length(max=200, message=_l("At most 200 characters.")),
            Regexp(_VISIBLE + r"\Z", message=_l("A client ID has no spaces and no letters such as å.")),
        ],
        filters=[lambda text: text.strip() if text else text],
    )
    secret = PasswordField(
        _l("Client secret"),
        [
            Optional(),
            Length(max=500, message=_l("At most 500 characters.")),
            Regexp(_VISIBLE + r"\Z", message=_l("A client secret has no spaces and no letters such as å.")),
        ],
        filters=[lambda text: text.strip() if text else text],
    )
    secret_ends = DateField(_l("The secret ends on"), [Optional()])
    creates_people = BooleanField(_l("Take people on at their first sign-in"))
    is_required = BooleanField(_l("Only this way in for people of these domains"))
    has_button = BooleanField(_l("A button on the sign-in page"))
    trusts_mail = BooleanField(_l("The provider is ours alone: its addresses count as checked"))


class DomainForm(Form):
    """A mail domain."""

    domain = StringField(_l("Mail domain"), [DataRequired(_l("Write a domain, as in example.com."))])


class RemovalForm(Form):
    """The name of a connection, typed by whoever takes it away."""

    name = StringField(_l("Its name"), [DataRequired(_l("Type the name of the connection."))])

    def names(self, name: str) -> bool:
        """Return whether this name was typed, however its letters and spaces are."""
        return " ".join((self.name.data or "").split()).casefold() == " ".join(name.split()).casefold()


class LinkForm(Form):
    """What the provider said of whoever is signed in, sealed, until they say yes."""

    known = HiddenField(validators=[DataRequired()])
