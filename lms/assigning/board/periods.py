"""The periods of measures in words, and when the one after can be entered."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import format_date
from flask_babel import gettext as _

from lms.assigning.board.models import OwnMeasure

MONTHS = 12


def period_words(measure: OwnMeasure) -> str:
    """Return a period as short as it can be said: a year, or from day to day."""
    begins, ends = measure.begins, measure.ends
    if (begins.month, begins.day, ends.month, ends.day, ends.year) == (1, 1, 12, 31, begins.year):
        return str(begins.year)
    return str(_("%(begins)s to %(ends)s", begins=format_date(begins, "long"), ends=format_date(ends, "long")))


def period_after(measure: OwnMeasure) -> date:
    """Return the first day on which the next period, as long as this one, is over and can be entered.

    Whole months are followed by as many whole months, anything else by as many days.
    """
    begins, after = measure.begins, measure.ends + timedelta(days=1)
    if begins.day == 1 and after.day == 1:
        months = MONTHS * (after.year - begins.year) + after.month - begins.month
        year, month = divmod(MONTHS * after.year + after.month - 1 + months, MONTHS)
        return date(year, month + 1, 1)
    return after + (after - begins)
