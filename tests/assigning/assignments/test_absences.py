"""Days away move a due date: counted once, kept once lived through, against a day-by-day oracle."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lms.assigning.assignments.absences import Absence, Paused, absence_of, moved

DAY = timedelta(days=1)
GIVEN = date(2026, 11, 22)
OFFSETS = st.integers(-20, 60)


def _oracle(base: date, given_on: date, absence: Absence) -> date:
    """Walk through the days: each day away that lies on or before the date as it stands moves it by one."""
    due, day = base, max(absence.first, given_on)
    while day <= absence.last:
        if day <= due:
            due += DAY
        day += DAY
    return due


@given(OFFSETS, OFFSETS, st.integers(0, 40), OFFSETS)
def test_each_day_away_before_the_date_moves_it_by_one(base: int, first: int, length: int, today: int) -> None:
    absence = Absence(GIVEN + first * DAY, GIVEN + (first + length) * DAY)
    due = GIVEN + abs(base) * DAY
    assert moved(due, GIVEN, GIVEN + today * DAY, absence, Paused()).due == _oracle(due, GIVEN, absence)


@given(st.integers(0, 60), OFFSETS, st.integers(0, 40), st.lists(st.integers(0, 100), max_size=6))
def test_looking_each_night_or_once_comes_to_the_same_day(
    base: int, first: int, length: int, nights: list[int]
) -> None:
    absence = Absence(GIVEN + first * DAY, GIVEN + (first + length) * DAY)
    due, paused = GIVEN + base * DAY, Paused()
    for night in sorted(nights):
        seen = moved(due, GIVEN, GIVEN + night * DAY, absence, paused)
        assert seen.due == _oracle(due, GIVEN, absence)
        paused = seen.paused
    after = absence.last + DAY
    assert moved(due, GIVEN, max(after, GIVEN + max(nights, default=0) * DAY), absence, paused).due == _oracle(
        due, GIVEN, absence
    )


def test_days_lived_through_stay_counted_when_the_absence_is_forgotten() -> None:
    absence = Absence(GIVEN + DAY, GIVEN + 10 * DAY)
    lived = moved(GIVEN + 30 * DAY, GIVEN, GIVEN + 5 * DAY, absence, Paused()).paused
    assert lived == Paused(4, GIVEN + 4 * DAY)
    assert moved(GIVEN + 30 * DAY, GIVEN, GIVEN + 5 * DAY, None, lived).due == GIVEN + 34 * DAY


def test_a_second_absence_adds_to_the_first() -> None:
    first = moved(GIVEN + 30 * DAY, GIVEN, GIVEN + 20 * DAY, Absence(GIVEN, GIVEN + 4 * DAY), Paused())
    second = Absence(GIVEN + 21 * DAY, GIVEN + 25 * DAY)
    assert moved(GIVEN + 30 * DAY, GIVEN, GIVEN + 20 * DAY, second, first.paused).due == GIVEN + 40 * DAY


def test_an_absence_is_two_days_or_none() -> None:
    assert absence_of(None, None) is None
    assert absence_of(GIVEN, GIVEN - DAY) is None
    assert absence_of(GIVEN, GIVEN) == Absence(GIVEN, GIVEN)
