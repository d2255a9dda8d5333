"""Which step has come: against a slow reckoning of its own, day by day, and what a ladder refuses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.assigning.reminding import ladder as ladders
from lms.assigning.reminding.ladder import DEFAULT, BadLadder, Kind, Ladder, Step

DAY = timedelta(days=1)
FIRST = date(2026, 11, 2)
DAYS = st.integers(-30, 60).map(lambda number: FIRST + DAY * number)
WEEKENDS = frozenset({5, 6})


@st.composite
def some_ladder(draw: st.DrawFn) -> Ladder:
    """Draw steps before, on and after the due date."""
    before = draw(st.sets(st.integers(1, 30), max_size=3))
    after = draw(st.sets(st.integers(1, 30), max_size=3))
    steps = [{"kind": "before", "days": days} for days in before] + [{"kind": "after", "days": days} for days in after]
    return ladders.from_json(steps + ([{"kind": "due"}] if draw(st.booleans()) else []))


def _works(off: frozenset[date]) -> ladders.IsWorking:
    return lambda day: day.weekday() not in WEEKENDS and day not in off


class Wall:
    """The same question, asked of a calendar on the wall: go through the days, note what is written on each."""

    def __init__(self, ladder: Ladder, due: date, off: frozenset[date]) -> None:
        """Write each step on the day it is for."""
        self.due, self.notes = due, list(self._notes(ladder, due, off))

    @staticmethod
    def _notes(ladder: Ladder, due: date, off: frozenset[date]) -> Iterator[tuple[date, int, Step]]:
        for step in ladder.steps:
            ahead = step.kind in (Kind.BEFORE, Kind.DUE)
            offset = -step.days if step.kind is Kind.BEFORE else step.days
            day = due + timedelta(days=offset)
            moved = day
            for _try in range(11):
                if moved.weekday() < 5 and moved not in off:
                    break
                moved += -DAY if ahead else DAY
            else:
                moved = day
            yield moved, offset, step

    def speaks(self, given_on: date, today: date) -> Step | None:
        """Return what the newest note up to today says, where somebody can still say it."""
        notes = [note for note in self.notes if note[0] <= today]
        notes = [note for note in notes if not (note[2].kind is Kind.BEFORE and today >= self.due)]
        if not notes:
            return None
        newest = sorted(notes, key=lambda note: (note[0], note[1]))[-1]
        is_old = (today - newest[0]).days > 7
        return None if is_old or newest[0] <= given_on else newest[2]


@settings(max_examples=300, deadline=None)
@given(some_ladder(), DAYS, DAYS, DAYS, st.frozensets(DAYS, max_size=12))
def test_the_step_is_the_one_on_the_wall(
    ladder: Ladder, due: date, given_on: date, today: date, off: frozenset[date]
) -> None:
    come = ladders.come(ladder, due, given_on, today, _works(off))
    assert (come.step if come else None) == Wall(ladder, due, off).speaks(given_on, today)


@settings(max_examples=100, deadline=None)
@given(some_ladder(), DAYS, st.lists(st.integers(0, 60), min_size=1, max_size=30), st.frozensets(DAYS, max_size=12))
def test_however_the_clock_jumps_nothing_is_said_twice_and_each_look_says_one_thing_at_most(
    ladder: Ladder, due: date, jumps: list[int], off: frozenset[date]
) -> None:
    said: dict[str, date] = {}
    today = due - timedelta(days=60)
    for jump in jumps:
        today += timedelta(days=jump)
        come = ladders.come(ladder, due, due - timedelta(days=90), today, _works(off))
        last = max(said.values(), default=date.min)
        if come is not None and last < come.moment:
            assert come.step.name not in said
            said[come.step.name] = today


@settings(max_examples=100, deadline=None)
@given(some_ladder(), DAYS, st.frozensets(DAYS, max_size=6))
def test_looked_at_every_day_every_step_of_its_own_day_is_said(ladder: Ladder, due: date, off: frozenset[date]) -> None:
    """Steps that days off move to one day share one mail, the later one's; no other is left out."""
    moments: dict[date, Step] = {}
    for moment, _offset, step in sorted(Wall(ladder, due, off).notes, key=lambda note: note[:2]):
        moments[moment] = step
    said = []
    for number in range(-80, 81):
        today = due + DAY * number
        come = ladders.come(ladder, due, date.min, today, _works(off))
        if come is not None and come.moment == today:
            said.append(come.step)
    assert said == [moments[day] for day in sorted(moments)]


def test_the_usual_ladder_for_a_date_in_the_middle_of_a_week() -> None:
    due = date(2026, 12, 9)
    days = {}
    for number in range(-20, 21):
        today = due + DAY * number
        come = ladders.come(DEFAULT, due, due - DAY * 60, today, _works(frozenset()))
        if come is not None and come.moment == today:
            days[come.step.name] = number
    assert days == {"before-14": -14, "before-3": -5, "due": 0, "after-3": 5, "after-10": 12}, "over weekends both ways"


def test_what_had_come_when_it_was_given_is_left_to_the_invitation() -> None:
    due = date(2026, 12, 9)
    assert ladders.come(DEFAULT, due, due - DAY * 5, due - DAY * 4, _works(frozenset())) is None
    come = ladders.come(DEFAULT, due, due - DAY * 5, due, _works(frozenset()))
    assert come is not None
    assert come.step.kind is Kind.DUE


def test_the_line_manager_is_told_two_weeks_after_the_last_day_in_time() -> None:
    last = date(2026, 12, 9)
    told = [
        last + DAY * number
        for number in range(30)
        if ladders.come_to_manager(DEFAULT, last, last + DAY * number, _works(frozenset()))
    ]
    assert (told[0], len(told)) == (date(2026, 12, 23), ladders.CAUGHT_UP + 1)


def test_without_a_due_date_it_is_said_every_four_weeks_and_three_times() -> None:
    begun = date(2026, 9, 1)
    rounds = [ladders.come_round(DEFAULT, begun, begun + DAY * number, _works(frozenset())) for number in range(400)]
    firsts = list(dict.fromkeys(come.occasion for come in rounds if come))
    assert firsts == ["round 1", "round 2", "round 3"]
    assert begun + DAY * rounds.index(next(come for come in rounds if come)) == date(2026, 9, 29)


@pytest.mark.parametrize(
    ("kept", "place", "why"),
    [
        ("x", None, ladders.SHAPE),
        ([1], 0, ladders.SHAPE),
        ([{"kind": "sometimes", "days": 3}], 0, ladders.KIND),
        ([{"kind": "before", "days": 0}], 0, ladders.DAYS),
        ([{"kind": "before", "days": 366}], 0, ladders.DAYS),
        ([{"kind": "before", "days": True}], 0, ladders.DAYS),
        ([{"kind": "before", "days": "3"}], 0, ladders.DAYS),
        ([{"kind": "due", "days": 1}], 0, ladders.DAYS),
        ([{"kind": "round", "days": 10, "most": 2}], 0, ladders.DAYS),
        ([{"kind": "round", "days": 14}], 0, ladders.ROUNDS),
        ([{"kind": "after", "days": 2, "most": 2}], 0, ladders.ROUNDS),
        ([{"kind": "after", "days": 2}, {"kind": "after", "days": 2}], 1, ladders.TWICE),
        ([{"kind": "escalation", "days": 2}, {"kind": "escalation", "days": 9}], 1, ladders.TWICE),
        ([{"kind": "after", "days": day} for day in range(1, 14)], None, ladders.TOO_MANY),
    ],
)
def test_a_ladder_that_cannot_be_kept_says_which_step_and_why(kept: object, place: int | None, why: str) -> None:
    with pytest.raises(BadLadder) as refused:
        ladders.from_json(kept)
    assert (refused.value.place, refused.value.why) == (place, why)


@settings(max_examples=50, deadline=None)
@given(some_ladder())
def test_a_ladder_is_the_same_after_it_was_stored(ladder: Ladder) -> None:
    assert ladders.from_json(ladders.to_json(ladder)) == ladder


def test_the_usual_ladder_can_be_stored() -> None:
    assert ladders.from_json(ladders.to_json(DEFAULT)) == DEFAULT
