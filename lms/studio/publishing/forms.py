"""The forms of publishing: by which step, with which note, now or when; and which two versions to compare."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, RadioField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from lms.questions.text import LANGUAGES, Text
from lms.studio.publishing.numbering import Step
from lms.studio.publishing.ordering import Wish
from lms.web.forms import Form

LONGEST_NOTE: Final = 600
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
NOW, LATER = "now", "later"


def _note(label: Any) -> TextAreaField:
    return TextAreaField(label, [Optional(), Length(max=LONGEST_NOTE, message=_l("At most 600 characters."))])


class PublishForm(Form):
    """What is to be published, and when. `seen`: the number that was published when the page was shown."""

    seen = HiddenField(validators=[Length(max=20)])
    step = RadioField(
        _l("What kind of change is it?"),
        choices=[SelectChoice("minor", ""), SelectChoice("major", "")],
        default="minor",
        validate_choice=False,
    )
    note_en = _note(_l("What is new, in English"))
    note_da = _note(_l("What is new, in Danish"))
    note_sv = _note(_l("What is new, in Swedish"))
    when = RadioField(
        _l("When?"),
        choices=[SelectChoice(NOW, _l("Now")), SelectChoice(LATER, _l("At a time"))],
        default=NOW,
        validate_choice=False,
    )
    on = DateField(_l("Day"), [Optional()])
    at = TimeField(_l("Time"), [Optional()])

    @property
    def wish(self) -> Wish:
        """Return what is wanted; anything but "major" is taken for the lesser step, which the guard then judges."""
        step: Step = "major" if self.step.data == "major" else "minor"
        return Wish(step, self._text(), self.seen.data or "")

    @property
    def is_later(self) -> bool:
        """Return whether it is to be published at a time."""
        return bool(self.when.data == LATER)

    def due(self, zone: tzinfo) -> datetime | None:
        """Return the moment that was chosen; None, with an error at the field, where none can be told."""
        day, time = self.on.data, self.at.data
        if day is None or not EARLIEST <= day <= LATEST:
            self.on.errors = [_l("Choose a day.")]
            return None
        if time is None:
            self.at.errors = [_l("Write the time as 9:30.")]
            return None
        return datetime.combine(day, time, zone).astimezone(UTC)

    def note(self, language: str) -> Any:
        """Return the field of the note in a language."""
        return getattr(self, f"note_{language}")

    def _text(self) -> Text:
        found = {each: " ".join((self.note(each).data or "").split()) for each in LANGUAGES}
        return {language: text for language, text in found.items() if text}
