"""When a question comes back: about 2, 7, 21 and 60 days for who is right, sooner for who is not; no chance in it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.learning.recall.at_hand import A_DAY, Question, Recalled
from lms.learning.recall.models import RecallCard
from lms.learning.recall.spacing import LONGEST, Grade, Memory, grade_of, learnt, reviewed
from lms.questions.kinds import Score

DAY = date(2026, 3, 27)
R, S, W = Grade.RIGHT, Grade.SHAKY, Grade.WRONG
grades = st.lists(st.sampled_from(list(Grade)), max_size=12)


def gaps(*given_grades: Grade, start: date = DAY) -> list[int]:
    """Return the days between one answer and the next, each given on its day."""
    memory, due = learnt(start)
    found = [(due - start).days]
    for grade in given_grades:
        day = due
        memory, due = reviewed(memory, grade, day)
        found.append((due - day).days)
    return found


@pytest.mark.parametrize(
    ("answers", "days"),
    [
        ((R, R, R, R, R), [2, 7, 24, 71, 180, 180]),
        ((W, W, W), [2, 1, 1, 1]),
        ((W, R, R, R, R), [2, 1, 2, 4, 8, 16]),
        ((R, R, W, R, R), [2, 7, 24, 2, 4, 8]),
        ((S, S, S, S), [2, 5, 10, 17, 25]),
    ],
)
def test_the_days_between(answers: tuple[Grade, ...], days: list[int]) -> None:
    assert gaps(*answers) == days


def test_who_comes_late_and_still_knows_it_has_learnt_more() -> None:
    memory, due = learnt(DAY)
    in_time, late = due, due + timedelta(days=40)
    assert (reviewed(memory, R, late)[1] - late).days > (reviewed(memory, R, in_time)[1] - in_time).days


@pytest.mark.parametrize("zone", ["Europe/Copenhagen", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"])
@pytest.mark.parametrize(
    "start",
    [
        date(2026, 3, 27),
        date(2026, 3, 28),
        date(2026, 10, 23),
        date(2026, 10, 24),
        date(2028, 2, 27),
        date(2028, 2, 28),
    ],
)
def test_days_are_days_whether_the_clock_moves_or_the_year_leaps(zone: str, start: date) -> None:
    """A day is a page of the calendar: 23 hours, 25, or a 29 February between two make no difference."""
    evening = datetime(start.year, start.month, start.day, 23, 30, tzinfo=ZoneInfo(zone))
    assert gaps(R, R, R, start=evening.date()) == [2, 7, 24, 71]
    _memory, due = learnt(evening.date())
    assert due == (evening + timedelta(days=2)).date()


@given(grades)
def test_it_never_comes_back_the_same_day_nor_after_more_than_half_a_year(answers: list[Grade]) -> None:
    assert all(1 <= gap <= LONGEST for gap in gaps(*answers))


@given(grades)
def test_the_same_answers_give_the_same_days(answers: list[Grade]) -> None:
    assert gaps(*answers) == gaps(*answers)


@given(grades)
def test_the_better_the_answer_the_later_it_comes_back(answers: list[Grade]) -> None:
    after = [gaps(*answers, last)[-1] for last in (W, S, R)]
    assert after == sorted(after)


@given(grades, st.integers(1, 400))
def test_what_is_kept_stays_within_what_fsrs_knows(answers: list[Grade], late: int) -> None:
    memory, due = learnt(DAY)
    for grade in answers:
        day = due + timedelta(days=late)
        memory, due = reviewed(memory, grade, day)
        assert memory.last == day < due
    assert memory.stability > 0
    assert 1 <= memory.difficulty <= 10
    assert (memory.reviews, memory.lapses) == (len(answers), answers.count(W))


def recalled(cards: list[RecallCard], today: date) -> Recalled:
    """Return the cards as they are at hand on a day; what is asked of them does not matter here."""
    nothing = cast(Any, None)
    ordered = sorted(cards, key=lambda card: (card.due, card.item))
    return Recalled([Question(card, nothing, nothing, nothing, nothing) for card in ordered], today)


@given(st.integers(1, 20), st.lists(st.tuples(st.integers(1, 40), st.sampled_from(list(Grade))), max_size=40))
def test_never_more_than_three_a_day_however_long_one_was_away(number: int, visits: list[tuple[int, Grade]]) -> None:
    memory, due = learnt(DAY)
    cards = [RecallCard(item=f"q{each}", due=due, stopped=False) for each in range(number)]
    memories, today = dict.fromkeys((card.item for card in cards), memory), DAY
    for gap, grade in visits:
        today += timedelta(days=gap)
        were_due = sum(card.due <= today for card in cards)
        asked = 0
        while waiting := recalled(cards, today).waiting:
            card = waiting[0].card
            memories[card.item], card.due = reviewed(memories[card.item], grade, today)
            card.answered_on, asked = today, asked + 1
        assert asked == min(were_due, A_DAY)
        following = recalled(cards, today).next_day
        assert following is not None
        assert today < following <= today + timedelta(days=LONGEST)


def test_a_second_answer_on_the_same_day_is_refused() -> None:
    with pytest.raises(ValueError, match="once a day"):
        reviewed(Memory(2.0, 5.0, DAY), R, DAY)


@pytest.mark.parametrize(
    ("points", "correct", "sureness", "grade"),
    [
        (1.0, True, "sure", R),
        (1.0, True, "fairly", R),
        (1.0, True, None, R),
        (1.0, True, "guess", S),
        (0.5, False, "sure", S),
        (0.49, False, "sure", W),
        (0.0, False, None, W),
        (0.0, False, "guess", W),
    ],
)
def test_right_partly_wrong_and_how_sure(points: float, correct: bool, sureness: str | None, grade: Grade) -> None:
    assert grade_of(Score(points, correct, "a", "a"), sureness) is grade
