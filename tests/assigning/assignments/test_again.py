"""How long a completion holds: month ends, 29 February, the window, and one day a year for everybody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assigning.assignments import again as recertification
from lms.assigning.assignments.again import Again, counted_from, expires, opens
from lms.assigning.assignments.refusals import Refused
from lms.kernel.months import months_later

YEAR = Again(months=12, window_days=60, grace_days=30)
MARCH = Again(None, "03-31", 60, 30)
DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))
RULES = st.one_of(
    st.builds(Again, months=st.integers(1, 60), window_days=st.integers(0, 28), grace_days=st.integers(0, 60)),
    st.builds(
        Again,
        months=st.none(),
        yearly=st.sampled_from(["01-01", "02-29", "03-31", "12-31"]),
        window_days=st.integers(0, 180),
    ),
)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 2, 28), 12, date(2026, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 10, 31), 13, date(2027, 11, 30)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -12, date(2025, 1, 15)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


def test_the_next_cycle_opens_in_the_window_before_the_completion_expires() -> None:
    assert expires(YEAR, date(2026, 3, 10)) == date(2027, 3, 10)
    assert opens(YEAR, date(2026, 3, 10)) == date(2027, 1, 9)


@pytest.mark.parametrize(
    ("completed", "expiry"),
    [
        (date(2025, 6, 1), date(2026, 3, 31)),  # long before the window
        (date(2026, 1, 29), date(2026, 3, 31)),  # the day before it opens
        (date(2026, 1, 30), date(2027, 3, 31)),  # the day it opens: counts for the coming year
        (date(2026, 3, 31), date(2027, 3, 31)),  # the day itself
        (date(2026, 4, 20), date(2027, 3, 31)),  # in the grace after it
    ],
)
def test_with_one_day_a_year_who_finished_in_the_window_is_not_asked_again_at_once(
    completed: date, expiry: date
) -> None:
    assert expires(MARCH, completed) == expiry


@given(RULES, DAYS)
def test_a_window_opens_after_the_completion_and_before_it_expires(rule: Again, completed: date) -> None:
    assert completed < opens(rule, completed) <= max(expires(rule, completed), completed + timedelta(days=1))
    assert expires(rule, completed) > completed


@given(RULES, DAYS, st.integers(0, 1200))
def test_what_counts_for_a_first_cycle_has_not_expired_on_the_day_it_is_given(
    rule: Again, given_on: date, ago: int
) -> None:
    since = counted_from(rule, given_on)
    completed = given_on - timedelta(days=ago)
    assert since is not None
    if completed >= since:
        assert expires(rule, completed) >= given_on


@pytest.mark.parametrize("rule", [None, YEAR, MARCH, Again(None, "02-29", 0, 0)])
def test_what_is_stored_is_read_back(rule: Again | None) -> None:
    assert recertification.from_json(recertification.to_json(rule)) == rule


@pytest.mark.parametrize(
    ("stored", "field"),
    [
        ({}, "again_months"),
        ({"months": 0}, "again_months"),
        ({"months": 121}, "again_months"),
        ({"yearly": "13-01"}, "again_yearly"),
        ({"yearly": "2026-03-31"}, "again_yearly"),
        ({"months": 12, "window_days": 181}, "window_days"),
        ({"months": 1, "window_days": 60}, "window_days"),
        ({"months": 12, "grace_days": -1}, "grace_days"),
    ],
)
def test_what_cannot_be_is_refused_with_the_field_that_is_wrong(stored: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        recertification.from_json(stored)
    assert refused.value.field == field
