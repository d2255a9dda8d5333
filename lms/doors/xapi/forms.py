"""The form of a connection to an LRS."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    PasswordField,
    RadioField,
    SelectMultipleField,
    StringField,
    URLField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from lms.doors.xapi.models import BASIC, BEARER, XapiConnection
from lms.doors.xapi.statements import CURRICULUM, KINDS
from lms.doors.xapi.words import KIND_WORDS
from lms.learning.happenings import Kind
from lms.web.forms import Form

USUAL: Final = [Kind.BEGUN.value, Kind.COMPLETED.value, Kind.PASSED.value, CURRICULUM]
LONGEST_SECRET: Final = 1000
EARLIEST: Final = date(2000, 1, 1)


class ConnectionForm(Form):
    """An LRS: where it is, how to sign in there, and what it is told."""

    name = StringField(
        _l("Name"),
        [
            DataRequired(_l("Give it a name, such as Company LRS.")),
            Length(max=60, message=_l("At most 60 characters.")),
        ],
    )
    endpoint = URLField(
        _l("Address (endpoint)"),
        [DataRequired(_l("Copy the endpoint from the LRS.")), Length(max=300, message=_l("At most 300 characters."))],
    )
    sign_in = RadioField(
        _l("How we sign in there"),
        choices=[
            SelectChoice(BASIC, _l("With key and secret (Basic)")),
            SelectChoice(BEARER, _l("With a token (Bearer)")),
        ],
        default=BASIC,
    )
    key = StringField(_l("Key"), [Length(max=200, message=_l("At most 200 characters."))])
    secret = PasswordField(_l("Secret or token"), [Length(max=LONGEST_SECRET, message=_l("At most 1,000 characters."))])
    kinds = SelectMultipleField(
        _l("What it is told"),
        [InputRequired(_l("Choose at least one."))],
        choices=[SelectChoice(kind, KIND_WORDS[kind]) for kind in KINDS],
        default=USUAL,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    since = DateField(_l("From this day on"), [InputRequired(_l("Choose a day."))])
    scores = BooleanField(_l("Tell the score of questions that were passed"))
    by_mail = BooleanField(_l("Name people by their mail address"))

    def __init__(self, *args: Any, known: XapiConnection | None = None, **kwargs: Any) -> None:
        """`known`: the connection that is changed; its secret may be left as it is."""
        super().__init__(*args, obj=known, **kwargs)
        self._known = known

    @property
    def address(self) -> str:
        """Return the endpoint as it is kept: without what we add to it."""
        return str(self.endpoint.data).strip().rstrip("/").removesuffix("/statements").rstrip("/")

    def validate_endpoint(self, field: URLField) -> None:
        """Accept a web address without a question, a place in the page or a sign-in."""
        try:
            parts = urlsplit(self.address)
            known = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
            known = known and parts.port != 0
        except ValueError:
            known = False
        if not known or parts.query or parts.fragment or not self.address.isprintable():
            raise ValidationError(_l("Write it as https://lrs.example.com/xAPI."))

    def validate_key(self, field: StringField) -> None:
        """Ask for the key where one is needed; HTTP takes none with a colon."""
        if self.sign_in.data == BASIC and not field.data:
            raise ValidationError(_l("Copy the key from the LRS."))
        if ":" in (field.data or ""):
            raise ValidationError(_l("A key holds no colon. Copy key and secret each into its own field."))

    def validate_secret(self, field: PasswordField) -> None:
        """Ask for the secret; where one is kept, an empty field leaves it, unless it would go to another address."""
        text = field.data or ""
        if not text.isprintable() or not text.isascii():
            raise ValidationError(_l("A secret holds only letters, digits and signs of a keyboard."))
        if text:
            return
        if self._known is None:
            raise ValidationError(_l("Copy the secret from the LRS."))
        if self.endpoint.errors:
            return
        if host_of(self._known.endpoint) != host_of(self.address) or self._known.sign_in != self.sign_in.data:
            raise ValidationError(_l("Type the secret in anew: it was given for another address or way to sign in."))

    def validate_since(self, field: DateField) -> None:
        """Accept a day of this age."""
        if field.data is not None and field.data < EARLIEST:
            raise ValidationError(_l("Choose a day after 1 January 2000."))


def host_of(address: str) -> tuple[str, str]:
    """Return scheme and host of an address."""
    parts = urlsplit(address)
    return parts.scheme, parts.netloc.casefold()
