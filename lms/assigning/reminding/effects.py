"""What settings of reminders do, in words and real days: the steps as they are called, the next days off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from flask_babel import format_date

from lms.assigning.assignment_pages.saying import gettext as _
from lms.assigning.assignment_pages.saying import ngettext
from lms.assigning.reminding.calendars import Calendar
from lms.assigning.reminding.ladder import WEEK, Kind, Step
from lms.assigning.reminding.models import Reminder

SHOWN: Final = 4
LOOKED_THROUGH: Final = 366
"""Days that are looked through for days off."""


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day on which nothing goes, though it is one of the working days of the week; `name`: empty for one's own."""

    on: date
    name: str


def days_off(calendar: Calendar, today: date) -> Sequence[DayOff]:
    """Return the next few days off from `today` on."""
    days = (today + timedelta(days=number) for number in range(LOOKED_THROUGH))
    off = (day for day in days if day.weekday() in calendar.rule.working_days and not calendar.is_working(day))
    return [DayOff(day, calendar.holiday(day)) for day, _number in zip(off, range(SHOWN), strict=False)]


def step_words(step: Step) -> str:
    """Return what a step is called: "14 days before"."""
    if step.kind is Kind.BEFORE:
        return ngettext("%(num)d day before", "%(num)d days before", step.days)
    if step.kind is Kind.DUE:
        return _("on the day")
    if step.kind is Kind.ESCALATION:
        return ngettext("line manager, %(num)d day after", "line manager, %(num)d days after", step.days)
    if step.kind is Kind.ROUND:
        return ngettext("every week", "every %(num)d weeks", step.days // WEEK)
    return ngettext("%(num)d day after", "%(num)d days after", step.days)


def said_step_words(reminder: Reminder) -> str:
    """Return which step a reminder said, with the due date it was about: "due 15 December, 3 days before"."""
    due = format_date(reminder.due, "d MMMM") if reminder.due else ""
    if not due:
        return _("it has no due date, and you are asked now and then")
    if reminder.step == Kind.DUE:
        return _("due %(day)s, on the day", day=due)
    if reminder.step.startswith(Kind.BEFORE):
        return ngettext("due %(day)s, %(num)d day before", "due %(day)s, %(num)d days before", reminder.days, day=due)
    if reminder.step.startswith(Kind.AFTER):
        return ngettext("due %(day)s, %(num)d day after", "due %(day)s, %(num)d days after", reminder.days, day=due)
    return _("due %(day)s, sent by HR", day=due)
