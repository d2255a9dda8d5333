"""When a mail may go: quiet hours where the clock is put forward or back, and days on which offices are shut."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.assigning.reminding.calendars import Calendar, Rule, calendar_of, countries, country_of_zone
from lms.kernel.zones import zone_of

ZONES = ("Europe/Copenhagen", "Pacific/Apia", "Asia/Kathmandu", "America/St_Johns", "Australia/Lord_Howe")


def at(zone: str, text: str, **rule: object) -> tuple[Calendar, datetime]:
    """Return a calendar without holidays in a zone, and a moment there."""
    everyday: dict[str, object] = {"working_days": frozenset(range(7))}
    calendar = Calendar(zone_of(zone), "", Rule(**(everyday | rule)))  # type: ignore[arg-type]
    return calendar, datetime.fromisoformat(text).replace(tzinfo=zone_of(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "there", "goes"),
    [
        (
            "Europe/Copenhagen",
            "2026-03-28 21:30",
            "2026-03-29 05:00",
        ),  # the night the clock is put forward: seven is +2
        ("Europe/Copenhagen", "2026-10-24 21:30", "2026-10-25 06:00"),  # and back: seven is +1
        ("Europe/Copenhagen", "2026-11-23 06:59", "2026-11-23 06:00"),
        ("Europe/Copenhagen", "2026-11-23 07:00", "2026-11-23 06:00"),
        ("Europe/Copenhagen", "2026-11-23 19:59", "2026-11-23 18:59"),
        ("Europe/Copenhagen", "2026-11-23 20:00", "2026-11-24 06:00"),
        ("Asia/Kathmandu", "2026-11-23 21:00", "2026-11-24 01:15"),  # +05:45
        ("Pacific/Apia", "2026-11-23 21:00", "2026-11-23 18:00"),  # +13: their Tuesday is our Monday
        ("Pacific/Apia", "2011-12-29 21:00", "2011-12-30 17:00"),  # there was no 30th; it goes on the 31st at seven
        ("America/St_Johns", "2026-11-23 05:00", "2026-11-23 10:30"),  # -03:30
    ],
)
def test_a_mail_at_night_goes_at_seven_where_its_reader_lives(zone: str, there: str, goes: str) -> None:
    calendar, moment = at(zone, there)
    assert calendar.next_allowed(moment) == datetime.fromisoformat(goes).replace(tzinfo=UTC)


def test_an_hour_that_the_clock_leaves_out_is_the_one_after_it() -> None:
    calendar, moment = at("Europe/Copenhagen", "2026-03-29 00:30", quiet_from=22, quiet_until=2)
    assert calendar.next_allowed(moment) == datetime(2026, 3, 29, 1, tzinfo=UTC), "two is three that night"


def test_an_hour_that_comes_twice_counts_once_it_has_begun() -> None:
    calendar, _moment = at("Europe/Copenhagen", "2026-10-25 00:30", quiet_from=22, quiet_until=2)
    assert calendar.next_allowed(datetime(2026, 10, 24, 23, 30, tzinfo=UTC)) == datetime(2026, 10, 25, tzinfo=UTC)
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert calendar.next_allowed(second) == second


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2028-01-01")),
    st.integers(0, 23),
    st.integers(0, 23),
    st.frozensets(st.integers(0, 6), min_size=1),
)
def test_it_never_goes_when_it_is_quiet_nor_later_than_it_must(
    zone: str, moment: datetime, begins: int, ends: int, days: frozenset[int]
) -> None:
    """Against a walk through the quarters of an hour that asks the clock on the wall."""
    rule = Rule(begins, ends, days)
    calendar = Calendar(zone_of(zone), "", rule)
    goes = calendar.next_allowed(moment.replace(tzinfo=UTC))

    def loud(when: datetime) -> bool:
        there = when.astimezone(zone_of(zone))
        quiet = begins <= there.hour < ends if begins <= ends else there.hour >= begins or there.hour < ends
        return not quiet and there.weekday() in days

    assert loud(goes)
    walk = moment.replace(tzinfo=UTC)
    step = timedelta(minutes=15)
    first = walk.replace(minute=walk.minute // 15 * 15, second=0, microsecond=0) + step
    while walk < goes:
        assert not loud(walk), (walk, goes)
        walk, first = first, first + step


def day_off(country: str, day: date) -> bool:
    """Return whether offices are shut in a country on a working day of the week."""
    return not Calendar(UTC, country, Rule(working_days=frozenset(range(7)))).is_working(day)


@pytest.mark.parametrize(
    ("country", "day", "off"),
    [
        ("DK", date(2023, 5, 5), True),  # the day of prayer, for the last time
        ("DK", date(2024, 4, 26), False),  # and no longer
        ("DK", date(2026, 6, 5), True),  # Constitution Day, by custom
        ("DK", date(2026, 12, 24), True),
        ("SE", date(2026, 6, 19), True),  # Midsummer Eve, by custom
        ("SE", date(2026, 6, 6), True),
        ("SE", date(2026, 6, 5), False),
        ("NO", date(2026, 5, 17), True),
        ("NO", date(2026, 12, 24), True),
        ("NO", date(2026, 12, 23), False),
        ("DE", date(2026, 10, 3), True),
        ("US", date(2026, 11, 26), True),
        ("", date(2026, 12, 25), False),
        ("XX", date(2026, 12, 25), False),
    ],
)
def test_days_off_by_law_and_by_custom(country: str, day: date, off: bool) -> None:
    assert day_off(country, day) is off


def test_a_day_off_has_a_name_in_its_countrys_language() -> None:
    calendar = calendar_of(Rule(), "Europe/Stockholm", "Europe/Copenhagen", "DK")
    assert calendar.holiday(date(2026, 6, 19)) == "Midsommarafton"
    assert calendar.holiday(date(2026, 6, 5)) == ""


def test_the_country_is_ones_own_zones_else_what_the_organisation_says_else_its_zones() -> None:
    assert calendar_of(Rule(), "Europe/Oslo", "Europe/Copenhagen", "DK").country == "NO"
    assert calendar_of(Rule(), None, "Europe/Copenhagen", "SE").country == "SE"
    assert calendar_of(Rule(), None, "Europe/Copenhagen", None).country == "DK"
    assert country_of_zone("UTC") == ""
    assert {"DK", "SE", "NO", "FI", "DE", "GB", "US"} <= countries()


def test_over_christmas_it_waits_for_the_first_working_day() -> None:
    calendar = calendar_of(Rule(), None, "Europe/Copenhagen", None)
    wednesday = datetime(2026, 12, 23, 20, 30, tzinfo=UTC)
    assert calendar.next_allowed(wednesday) == datetime(2026, 12, 28, 6, tzinfo=UTC)
    closed = Rule(closed=frozenset({date(2026, 12, 28), date(2026, 12, 29)}))
    assert calendar_of(closed, None, "Europe/Copenhagen", None).next_allowed(wednesday).day == 30
