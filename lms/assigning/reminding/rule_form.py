"""The form of when mails may go: country, quiet hours, working days, days off, the weekly mail, the most in a week."""

from __future__ import annotations

from typing import Any, Final

from babel import Locale
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from lms.assigning.assignment_pages.fields import WholeField
from lms.assigning.assignment_pages.saying import gettext as _
from lms.assigning.reminding import settings
from lms.assigning.reminding.calendars import AT_ONCE, HOURS, Rule, countries
from lms.assigning.reminding.fields import DatesField
from lms.web.forms import Form

NEAR: Final = ("DK", "SE", "NO", "FI", "IS", "DE", "GB", "US")
"""The countries that stand first."""
MOST_A_WEEK: Final = settings.MOST_A_WEEK[-1]
DAYS: Final = range(7)


class RuleForm(Form):
    """What HR settles for everybody."""

    country = SelectField(_l("Public holidays of"), validate_choice=False)
    quiet_from = SelectField(_l("Nothing goes from"), coerce=int)
    quiet_until = SelectField(_l("until"), coerce=int)
    working_days = SelectMultipleField(_l("Working days"), coerce=int)
    closed = DatesField(_l("Days off of your own"))
    most_a_week = WholeField(_l("At most so many mails a week"), least=1, most=MOST_A_WEEK)
    digest_day = SelectField(_l("The weekly mail comes on"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer countries, hours and days in the reader's language."""
        super().__init__(*args, **kwargs)
        self.country.choices = [SelectChoice("", _("where your time zone lies")), *_countries()]
        self.quiet_from.choices = [SelectChoice(hour, f"{hour:02d}:00") for hour in range(HOURS)]
        self.quiet_until.choices = [SelectChoice(hour, f"{hour:02d}:00") for hour in range(HOURS)]
        self.working_days.choices = [SelectChoice(day, weekday(day)) for day in DAYS]
        at_once = SelectChoice(AT_ONCE, _("no weekly mail: each at once"))
        self.digest_day.choices = [*(SelectChoice(day, weekday(day)) for day in DAYS), at_once]

    def validate_country(self, field: SelectField) -> None:
        """Accept the countries whose holidays are known."""
        if field.data and field.data not in countries():
            raise ValidationError(_("Choose a country of the list."))

    def validate_working_days(self, field: SelectMultipleField) -> None:
        """Refuse a week without a day on which anything could go."""
        if not field.data:
            raise ValidationError(_("Tick at least one day, or nothing would ever go."))

    def validate_most_a_week(self, field: WholeField) -> None:
        """Refuse an empty one."""
        if field.data is None and not field.errors:
            raise ValidationError(_("Write a whole number from %(least)d to %(most)d.", least=1, most=MOST_A_WEEK))

    def rule(self) -> Rule:
        """Return what is typed; `validate` looks first."""
        return Rule(
            quiet_from=self.quiet_from.data,
            quiet_until=self.quiet_until.data,
            working_days=frozenset(self.working_days.data or ()),
            closed=frozenset(self.closed.data or ()),
            most_a_week=self.most_a_week.data or 1,
            digest_day=self.digest_day.data,
        )


def data_of(rule: Rule, country: str | None) -> dict[str, Any]:
    """Return what the form shows of a rule."""
    return {
        "country": country or "",
        "quiet_from": rule.quiet_from,
        "quiet_until": rule.quiet_until,
        "working_days": sorted(rule.working_days),
        "closed": sorted(rule.closed),
        "most_a_week": rule.most_a_week,
        "digest_day": rule.digest_day,
    }


def weekday(day: int) -> str:
    """Return the name of a weekday, 0 is Monday, in the reader's language."""
    return str((get_locale() or Locale("en")).days["stand-alone"]["wide"][day])


def country_name(code: str) -> str:
    """Return the name of a country in the reader's language."""
    return str((get_locale() or Locale("en")).territories.get(code, code))


def _countries() -> list[SelectChoice]:
    named = sorted(((country_name(code), code) for code in countries() if code not in NEAR), key=lambda each: each[0])
    near = [SelectChoice(code, country_name(code)) for code in NEAR if code in countries()]
    return [*near, *(SelectChoice(code, name) for name, code in named)]
