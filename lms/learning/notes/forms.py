"""The forms of notes, for a browser without JavaScript and for the page of one note.

How long a note may be, and that it says something, is judged where every note is (see `contents`).
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from lms.learning.notes.contents import LONGEST_NOTE
from lms.web.fields import WholeNumberField
from lms.web.forms import Form

LARGEST_REVISION = 2**31 - 1


class NoteText(Form):
    """What a note says."""

    text = TextAreaField(_l("Your note"), render_kw={"rows": 4, "maxlength": LONGEST_NOTE})


class NewNote(NoteText):
    """A note on a page: the block it stands on, and the id that makes the same form sent twice one note."""

    place = HiddenField()
    note = HiddenField()


class ChangedNote(NoteText):
    """A note that was there when the page was made: `revision` is the one that was read."""

    revision = WholeNumberField(validators=[InputRequired(), NumberRange(0, LARGEST_REVISION)], widget=HiddenInput())
