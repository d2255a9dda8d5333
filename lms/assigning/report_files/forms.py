"""The forms of kept reports: a name and who may open it, and when it is mailed to whom."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length

from lms.assigning.report_files.kept import MOST_NAMED, Refused
from lms.assigning.report_files.models import HR, MINE, NAMED
from lms.assigning.report_files.rhythm import MONTH, WEEK, Rhythm, read_time
from lms.web.forms import Form

LONGEST: Final = MOST_NAMED * 256
WEEKDAYS: Final = (
    _l("Monday"), _l("Tuesday"), _l("Wednesday"), _l("Thursday"), _l("Friday"), _l("Saturday"), _l("Sunday"),
)  # fmt: skip
REFUSED: Final = {
    "unknown": _l("Nobody here has the address %(typed)s. Write the address they sign in with."),
    "may-not": _l("%(typed)s may not see this report: it takes HR, or leading the cohort it is about."),
    "many": _l("At most %(most)s colleagues by name. Share it with all of HR instead."),
}
_NAME = [
    DataRequired(_l("Give the report a name.")),
    Length(max=80, message=_l("At most 80 characters.")),
]


class KeepForm(Form):
    """The name under which a report is kept."""

    name = StringField(_l("Name of the report"), _NAME)


class _WithColleagues(Form):
    def refuse(self, field: Any, refused: Refused) -> None:
        """Say at the field which colleague cannot be named."""
        said = str(REFUSED[refused.why]) % {"typed": refused.typed, "most": MOST_NAMED}
        field.errors = [said]


class ShareForm(_WithColleagues):
    """The name, and who else may open it."""

    name = StringField(_l("Name of the report"), _NAME)
    shared = SelectField(
        _l("Who may open it"),
        choices=[
            SelectChoice(MINE, _l("Only you")),
            SelectChoice(HR, _l("All of HR")),
            SelectChoice(NAMED, _l("You, and colleagues by name")),
        ],
    )
    colleagues = TextAreaField(_l("Their e-mail addresses"), [Length(max=LONGEST)])


class MailForm(_WithColleagues):
    """When it is mailed, and to whom besides oneself."""

    every = SelectField(
        _l("How often"),
        choices=[SelectChoice(WEEK, _l("Every week")), SelectChoice(MONTH, _l("Every month, the first such day"))],
    )
    weekday = SelectField(_l("On"), choices=[SelectChoice(str(number), word) for number, word in enumerate(WEEKDAYS)])
    at = StringField(_l("At"), [Length(max=5)])
    to = TextAreaField(_l("Also to"), [Length(max=LONGEST)])

    def rhythm(self) -> Rhythm | None:
        """Return when it is mailed; None where the time is none, which its field then says."""
        at = read_time(str(self.at.data or ""))
        if at is None:
            self.at.errors = [str(_l("Write a time from 0:00 to 23:59, as in 7:30."))]
            return None
        return Rhythm(str(self.every.data), int(self.weekday.data), at)
