"""The administrator's form of a platform."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from lms.doors.lti.models import ADDRESS, ANY_DEPLOYMENT, FIRST_DEPLOYMENT, NAME, NO_DEPLOYMENT
from lms.kernel.calling import CallRefused, Rules
from lms.web.context import config
from lms.web.forms import Form
from lms.web.frames import origin_of

WHICH: Final = {
    NO_DEPLOYMENT: _l("Only those above"),
    FIRST_DEPLOYMENT: _l("The first that launches, where none is known yet"),
    ANY_DEPLOYMENT: _l("Every one that launches"),
}
MOST_LINES: Final = 50
_FILL_IN: Final = _l("Copy it from the platform.")
_TOO_LONG: Final = _l("It is too long.")


def _web_address(_form: Form, field: Field) -> None:
    parts = urlsplit(field.data)
    if parts.scheme not in ("http", "https") or not parts.hostname or not field.data.isprintable() or " " in field.data:
        raise ValidationError(_l("Write a whole web address, beginning with https://"))


def _may_be_called(form: Form, field: Field) -> None:
    _web_address(form, field)
    try:
        Rules.of(config()).check(field.data)
    except CallRefused:
        raise ValidationError(
            _l(
                "This installation calls only https:// addresses on their usual port. "
                "A platform inside your network is named in LMS_PARTNERS first."
            )
        ) from None


class PlatformForm(Form):
    """What is copied from a platform, and what it may do here."""

    name = StringField(
        _l("Name"), [DataRequired(_l("Give it a name you will know it by.")), Length(max=120, message=_TOO_LONG)]
    )
    issuer = StringField(_l("Issuer, or platform ID"), [DataRequired(_FILL_IN), Length(max=NAME, message=_TOO_LONG)])
    client_id = StringField(_l("Client ID"), [DataRequired(_FILL_IN), Length(max=NAME, message=_TOO_LONG)])
    deployments = TextAreaField(_l("Deployment IDs, one a line"), [Length(max=MOST_LINES * NAME)])
    login_url = StringField(
        _l("Authentication request URL"), [DataRequired(_FILL_IN), Length(max=ADDRESS, message=_TOO_LONG), _web_address]
    )
    token_url = StringField(
        _l("Access token URL"), [DataRequired(_FILL_IN), Length(max=ADDRESS, message=_TOO_LONG), _may_be_called]
    )
    key_set_url = StringField(
        _l("Public keyset URL"), [DataRequired(_FILL_IN), Length(max=ADDRESS, message=_TOO_LONG), _may_be_called]
    )
    token_audience = StringField(_l("Audience of access tokens"), [Optional(), Length(max=ADDRESS, message=_TOO_LONG)])
    new_deployments = SelectField(
        _l("Which deployments may launch"), choices=[SelectChoice(k, v) for k, v in WHICH.items()]
    )
    creates_people = BooleanField(_l("A launch by somebody unknown adds them here as a learner"))
    trusts_email = BooleanField(_l("Trust this platform’s e-mail addresses"))
    frame_origins = TextAreaField(_l("Other sites that show it in a frame, one a line"), [Length(max=2_000)])

    def validate_deployments(self, field: TextAreaField) -> None:
        """Accept some short lines."""
        if len(self.named()) > MOST_LINES or any(len(each) > NAME for each in self.named()):
            raise ValidationError(_TOO_LONG)

    def validate_frame_origins(self, field: TextAreaField) -> None:
        """Accept web addresses."""
        if any(origin_of(each) is None for each in (field.data or "").split()):
            raise ValidationError(_l("Write whole web addresses, one a line, as https://school.example.com"))

    def named(self) -> list[str]:
        """Return the deployments as they were written."""
        return [line.strip() for line in (self.deployments.data or "").splitlines() if line.strip()]

    def values(self) -> dict[str, Any]:
        """Return the platform's columns."""
        texts = ("name", "issuer", "client_id", "login_url", "token_url", "key_set_url", "new_deployments")
        found: dict[str, Any] = {name: self[name].data.strip() for name in texts}
        origins = dict.fromkeys(origin_of(each) or "" for each in (self.frame_origins.data or "").split())
        return found | {
            "token_audience": (self.token_audience.data or "").strip() or None,
            "creates_people": self.creates_people.data,
            "trusts_email": self.trusts_email.data,
            "frame_origins": "\n".join(origins),
        }
