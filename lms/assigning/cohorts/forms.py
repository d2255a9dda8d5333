"""The forms of cohorts: what a cohort is, who comes in, when it meets."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from lms.assigning.cohorts.operations import About, Meeting
from lms.kernel.ids import read_id
from lms.web.fields import WholeNumberField
from lms.web.forms import Form

LONGEST_LIST = 20_000
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


class CohortForm(Form):
    """What a cohort is."""

    name = StringField(
        _l("Name"),
        [DataRequired(_l("Give the cohort a name.")), Length(max=120, message=_l("At most 120 characters."))],
        filters=[lambda text: " ".join(text.split()) if text else text],
    )
    facilitator = SelectField(_l("Who leads it"), [Optional()], choices=[])
    curriculum = SelectField(_l("Curriculum"), [Optional()], choices=[])
    revision = HiddenField(validators=[Length(max=10)])

    def about(self) -> About:
        """Return what was filled in."""
        return About(str(self.name.data), _id(self.facilitator.data), _id(self.curriculum.data))


class MembersForm(Form):
    """Who comes in: addresses, one a line or separated by commas."""

    people = TextAreaField(
        _l("E-mail addresses"),
        [
            DataRequired(_l("Write at least one address.")),
            Length(max=LONGEST_LIST, message=_l("That is too much at once. Add them in portions.")),
        ],
    )

    def addresses(self) -> list[str]:
        """Return the addresses as they were written."""
        return str(self.people.data).replace(",", " ").replace(";", " ").split()


class MeetingForm(Form):
    """When a cohort meets, and what comes before."""

    title = StringField(
        _l("What it is about"),
        [DataRequired(_l("Say what it is about.")), Length(max=160, message=_l("At most 160 characters."))],
    )
    on = DateField(_l("Day"), [InputRequired(_l("Choose a day."))])
    at = TimeField(_l("Begins at"), [InputRequired(_l("Write the time as 9:30."))])
    minutes = WholeNumberField(
        _l("Minutes"),
        [InputRequired(_l("Write how many minutes.")), NumberRange(10, 960, _l("Between 10 and 960 minutes."))],
        default=90,
    )
    place = StringField(_l("Place or link"), [Length(max=200, message=_l("At most 200 characters."))])
    prework = SelectMultipleField(
        _l("To have completed before"),
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def validate_on(self, field: DateField) -> None:
        """Refuse a day of another age."""
        if field.data is not None and not EARLIEST <= field.data <= LATEST:
            raise ValidationError(_l("Choose a day."))

    def meeting(self, zone: tzinfo) -> Meeting:
        """Return the meeting; day and time are those of the organisation's clock."""
        begins = datetime.combine(self.on.data, self.at.data, zone)
        return Meeting(str(self.title.data), begins, int(self.minutes.data), self.place.data or "", self.prework.data)


class Asked(Form):
    """One yes or no, sent by a button."""

    wanted = BooleanField()


def _id(text: str | None) -> UUID | None:
    return read_id(text or "")
