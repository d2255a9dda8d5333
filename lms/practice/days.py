"""Days as people say them: today, tomorrow, Friday, last Friday, Friday 27 November. No day is ever "late"."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import format_date, get_locale
from flask_babel import gettext as _

WEEK = 7
TUESDAY, THURSDAY, FRIDAY = 1, 3, 4
FURTHEST = 366
"""How far ahead, in days, something can be planned or promised."""
_FULL = {"da": "EEEE 'den' d. MMMM", "sv": "EEEE d MMMM"}


def full(day: date) -> str:
    """Return the day with its weekday: "Friday 27 November", "fredag den 27. november"."""
    return str(format_date(day, _FULL.get(get_locale().language, "EEEE d MMMM")))


def weekday(day: date) -> str:
    """Return the weekday: "Friday", "fredag"."""
    return str(format_date(day, "EEEE"))


def planned_words(day: date, today: date) -> str:
    """Return what is said of something planned for `day`."""
    ahead = (day - today).days
    if ahead == 0:
        words = _("planned for today")
    elif ahead == 1:
        words = _("planned for tomorrow")
    elif 0 < ahead < WEEK:
        words = _("planned for %(weekday)s", weekday=weekday(day))
    elif -WEEK <= ahead < 0:
        words = _("planned for last %(weekday)s", weekday=weekday(day))
    else:
        words = _("planned for %(day)s", day=full(day))
    return str(words)


def asked_words(day: date, today: date) -> str:
    """Return what is said of a promise that is asked back on `day`."""
    ahead = (day - today).days
    if ahead == 0:
        words = _("asked back today")
    elif ahead == 1:
        words = _("asked back tomorrow")
    elif 0 < ahead < WEEK:
        words = _("asked back on %(weekday)s", weekday=weekday(day))
    elif -WEEK <= ahead < 0:
        words = _("asked back since %(weekday)s", weekday=weekday(day))
    elif ahead < 0:
        words = _("asked back since %(day)s", day=full(day))
    else:
        words = _("asked back on %(day)s", day=full(day))
    return str(words)


def next_weekdays(today: date) -> list[date]:
    """Return the next Tuesday, Thursday and Friday after `today`, the nearest first: days to plan an exercise for."""
    ahead = (today + timedelta(days=step) for step in range(1, WEEK + 1))
    return [day for day in ahead if day.weekday() in (TUESDAY, THURSDAY, FRIDAY)]


def next_fridays(today: date) -> list[date]:
    """Return the coming Friday and those one and three weeks after it: days to promise something by."""
    friday = next(
        day for day in (today + timedelta(days=step) for step in range(1, WEEK + 1)) if day.weekday() == FRIDAY
    )
    return [friday, friday + timedelta(weeks=1), friday + timedelta(weeks=3)]
