"""The forms of groups: a name, people to put in or take out, a list of addresses. Every text is bounded."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from lms.assigning.groups.operations import LONGEST_NAME
from lms.kernel.ids import read_id
from lms.web.fields import WholeNumberField
from lms.web.forms import Form

LONGEST_LIST = 200_000


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


class NameForm(Form):
    """The name of a group and the revision it was changed from."""

    name = StringField(_l("Name of the group"), filters=[_plain])
    revision = WholeNumberField(validators=[Optional()])

    def is_sound(self) -> bool:
        """Return whether the name can be kept; words stand at it where it cannot."""
        token_holds = bool(self.validate())
        name = self.name.data or ""
        if not name:
            self.name.errors = [_("Give the group a name, such as “Managers in Sales”.")]
        elif len(name) > LONGEST_NAME or not name.isprintable():
            self.name.errors = [_("At most 120 characters, without line breaks.")]
        return token_holds and not self.name.errors

    def taken(self) -> None:
        """Say that another group has the name."""
        self.name.errors = [_("Another group has this name. Choose another one.")]


class PeopleForm(Form):
    """The people who are put in or taken out."""

    person = SelectMultipleField(validate_choice=False)

    def chosen(self) -> list[UUID]:
        """Return their ids; what is no id is passed over."""
        return [found for each in (self.person.data or [])[:1_000] if (found := read_id(each)) is not None]


class AddressesForm(Form):
    """A pasted list of e-mail addresses."""

    addresses = TextAreaField(
        _l("E-mail addresses"),
        validators=[Length(max=LONGEST_LIST, message=_l("At most 200,000 characters. Paste it in parts."))],
    )


class UndoForm(Form):
    """The moment of what is taken back."""

    at = HiddenField(validators=[Length(max=40)])

    def moment(self) -> datetime | None:
        """Return it, or None where it is none."""
        try:
            found = datetime.fromisoformat(self.at.data or "")
        except ValueError:
            return None
        return found if found.tzinfo is not None else None
