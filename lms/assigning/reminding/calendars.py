"""When a mail may go: by the hours of the reader's own clock, on their working days. Pure: no database, no clock.

Public holidays come from the library `holidays`, by the country of the reader's time zone, else the organisation's.
Where offices are shut by custom and not by law, no reminder goes either: Denmark's optional days (1 May, Constitution
Day, Christmas Eve, New Year's Eve; the day of prayer is none since 2024), Sweden's eves (Midsummer, Christmas, New
Year), Norway's two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Final

import holidays
from babel.core import get_global

from lms.kernel.zones import zone_of

MONDAY: Final = 0
AT_ONCE: Final = -1
"""The digest day of who wants each mail when it is due."""
HOURS: Final = 24
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
HORIZON: Final = 120
"""Days that are looked through for one on which a mail may go; where all of them are off, it is asked again then."""
BY_CUSTOM: Final[Mapping[str, tuple[str, ...]]] = {"DK": ("public", "optional"), "SE": ("public", "de_facto")}
"""Categories of the library that count in a country, beside "public", the only one elsewhere."""
EVES: Final[Mapping[str, Mapping[tuple[int, int], str]]] = {"NO": {(12, 24): "Julaften", (12, 31): "Nyttårsaften"}}
"""Days by month and day on which offices are shut and which the library does not know."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When an organisation's mails may go; the columns of `models.MailRule`, checked by `settings.save_rule`."""

    quiet_from: int = 20
    quiet_until: int = 7
    working_days: frozenset[int] = frozenset(range(5))
    closed: frozenset[date] = frozenset()
    most_a_week: int = 3
    digest_day: int = MONDAY

    def is_quiet(self, hour: int) -> bool:
        """Return whether nothing goes in this hour of the day; where both ends are equal no hour is quiet."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= hour < self.quiet_until
        return hour >= self.quiet_from or hour < self.quiet_until


@dataclass(frozen=True, slots=True)
class Calendar:
    """The hours and days of one reader. `country`: ISO 3166, or "" where none is known: then no holiday is."""

    zone: tzinfo
    country: str
    rule: Rule

    def today(self, now: datetime) -> date:
        """Return the day it is where the reader lives."""
        return now.astimezone(self.zone).date()

    def holiday(self, day: date) -> str:
        """Return the name of the public holiday, in the country's language; empty where it is none."""
        return _holidays(self.country, day.year).get(day, "")

    def is_working(self, day: date) -> bool:
        """Return whether people work on this day."""
        return day.weekday() in self.rule.working_days and day not in self.rule.closed and not self.holiday(day)

    def next_working(self, day: date) -> date:
        """Return this day or the first working day after it."""
        days = (day + DAY * number for number in range(HORIZON))
        return next(filter(self.is_working, days), day)

    def is_allowed(self, moment: datetime) -> bool:
        """Return whether a mail may go now."""
        there = moment.astimezone(self.zone)
        return not self.rule.is_quiet(there.hour) and self.is_working(there.date())

    def next_allowed(self, moment: datetime) -> datetime:
        """Return this moment or the first after it at which a mail may go, in UTC; HORIZON later where none is near."""
        if self.is_allowed(moment):
            return moment.astimezone(UTC)
        first = moment.astimezone(self.zone).date()
        for number in range(HORIZON):
            for begins in self._hours(first + DAY * number):
                if begins >= moment and self.is_allowed(begins):
                    return begins
        return moment.astimezone(UTC) + HORIZON * DAY

    def opens(self, day: date) -> datetime:
        """Return the first moment from the beginning of a day at which a mail may go, in UTC."""
        return self.next_allowed(datetime.combine(day, time(), self.zone))

    def _hours(self, day: date) -> list[datetime]:
        """Return when the hours of a day begin that are not quiet, in UTC; what a clock change leaves out is later."""
        if not self.is_working(day):
            return []
        loud = (hour for hour in range(HOURS) if not self.rule.is_quiet(hour))
        return [datetime.combine(day, time(hour), self.zone).astimezone(UTC) for hour in loud]


def calendar_of(rule: Rule, zone: str | None, organisation_zone: str, organisation_country: str | None) -> Calendar:
    """Return the calendar of a reader. `zone`: their own time zone, where they have one."""
    country = country_of_zone(zone) if zone else organisation_country or country_of_zone(organisation_zone)
    return Calendar(zone_of(zone, organisation_zone), country, rule)


def country_of_zone(zone: str) -> str:
    """Return the country of a time zone, ISO 3166, or "" where it has none."""
    found = get_global("zone_territories").get(zone, "")
    return found if len(found) == len("DK") and found.isalpha() else ""


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """Return the countries whose public holidays are known, ISO 3166."""
    return frozenset(holidays.list_supported_countries(include_aliases=False))


@lru_cache(maxsize=1024)
def _holidays(country: str, year: int) -> Mapping[date, str]:
    if country not in countries():
        return {}
    categories = BY_CUSTOM.get(country, ("public",))
    spoken = holidays.country_holidays(country).default_language  # else the machine's own language decides
    known = holidays.country_holidays(country, years=year, categories=categories, language=spoken)
    eves = {date(year, *day): name for day, name in EVES.get(country, {}).items()}
    return eves | {day: name for day, name in known.items() if day.year == year}
