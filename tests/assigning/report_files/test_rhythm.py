"""When a report is mailed: weeks, months, and clocks that are put forward and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from lms.assigning.report_files.rhythm import MONTH, WEEK, Rhythm, moment_of, read_time

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
HALF_PAST_TWO = time(2, 30)


def _utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


def test_what_falls_into_the_gap_comes_at_the_first_minute_behind_it() -> None:
    spring = date(2026, 3, 29)
    assert moment_of(spring, HALF_PAST_TWO, COPENHAGEN) == _utc(2026, 3, 29, 1, 0)
    assert moment_of(spring, time(2, 0), COPENHAGEN) == _utc(2026, 3, 29, 1, 0)
    assert moment_of(spring, time(1, 59), COPENHAGEN) == _utc(2026, 3, 29, 0, 59)
    half_an_hour = ZoneInfo("Australia/Lord_Howe")
    assert moment_of(date(2026, 10, 4), time(2, 15), half_an_hour) == _utc(2026, 10, 3, 15, 30)
    a_whole_day = ZoneInfo("Pacific/Apia")
    assert moment_of(date(2011, 12, 30), time(7, 30), a_whole_day).astimezone(a_whole_day).day == 31


def test_an_hour_that_comes_twice_is_due_the_first_time_and_once() -> None:
    weekly = Rhythm(WEEK, 6, HALF_PAST_TWO)
    first = weekly.next_after(_utc(2026, 10, 20), COPENHAGEN)
    assert first == _utc(2026, 10, 25, 0, 30)
    assert weekly.next_after(first, COPENHAGEN) == _utc(2026, 11, 1, 1, 30), "not the same half past two again"


def test_the_hour_on_the_owners_wall_stays_through_the_year() -> None:
    weekly, moment = Rhythm(WEEK, 0, time(7, 30)), _utc(2026, 1, 1)
    for _week in range(52):
        moment = weekly.next_after(moment, COPENHAGEN)
        here = moment.astimezone(COPENHAGEN)
        assert (here.weekday(), here.hour, here.minute) == (0, 7, 30)
    assert moment.astimezone(COPENHAGEN).date() == date(2026, 12, 28)


def test_a_month_means_its_first_such_weekday() -> None:
    monthly = Rhythm(MONTH, 4, time(8))
    days, moment = [], _utc(2026, 1, 2, 8)
    for _month in range(3):
        moment = monthly.next_after(moment, COPENHAGEN)
        days.append(moment.date().isoformat())
    assert days == ["2026-02-06", "2026-03-06", "2026-04-03"]


@pytest.mark.parametrize(
    ("typed", "found"), [("7:30", time(7, 30)), ("07.05", time(7, 5)), ("9", time(9)), ("24:00", None), ("7:5", None),
                         ("", None), ("half", None), ("7:", None), ("٧", None)],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(typed: str, found: time | None) -> None:
    assert read_time(typed) == found
