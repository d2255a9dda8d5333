"""The one choice about group results: how many people a told group takes."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length

from lms.assigning.group_results.deciding import MOST
from lms.assigning.group_results.suppression import FEWEST
from lms.web.forms import Form


class FewestForm(Form):
    """How many people a group takes to be told."""

    fewest = StringField(_l("Fewest people in a group that is shown"), validators=[Length(max=4)])

    def number(self) -> int | None:
        """Return the number; None, with words at the field, where it is none that may be asked for."""
        text = (self.fewest.data or "").strip()
        if text.isascii() and text.isdigit() and FEWEST <= int(text) <= MOST:
            return int(text)
        self.fewest.errors = [
            *self.fewest.errors,
            _("Enter a whole number from %(least)d to %(most)d.", least=FEWEST, most=MOST),
        ]
        return None
