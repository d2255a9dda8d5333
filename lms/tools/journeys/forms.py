"""The forms of pictures: which touchpoint, the file, what it shows. Every text is bounded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField, SelectField, StringField
from wtforms.validators import Length

from lms.calculators.tables import LONGEST_NAME, NAME
from lms.web.forms import Form

LONGEST_WORDS: Final = 120


class WayForm(Form):
    """Whose way: empty for the tool's own, or the key of a scenario."""

    context = HiddenField(validators=[Length(max=80)])


class PictureForm(WayForm):
    """A picture of a touchpoint, which is named by its place and name: `3:Asks for an offer`."""

    point = SelectField(_l("Touchpoint"), validate_choice=False)
    photograph = FileField(_l("Photograph"))
    words = StringField(
        _l("What does it show?"),
        validators=[Length(max=LONGEST_WORDS, message=_l("At most 120 characters."))],
    )


class TakeBackForm(WayForm):
    """A picture to be removed, or to be brought back to the touchpoint at a place, counted from 0."""

    picture = HiddenField(validators=[Length(max=36)])
    point = HiddenField(validators=[Length(max=3)])


def place_of(rows: Sequence[dict[str, Any]], said: str) -> int | None:
    """Return which row a form means: the one at that place if it still has that name, else the only one of the name."""
    number, _colon, name = said[: LONGEST_NAME + 4].partition(":")
    at = int(number) if number.isascii() and number.isdigit() else len(rows)
    if at < len(rows) and rows[at][NAME] == name:
        return at
    same = [place for place, row in enumerate(rows) if name and row[NAME] == name]
    return same[0] if len(same) == 1 else None
