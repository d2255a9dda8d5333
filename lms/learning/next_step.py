"""The one next step of a learner, and why it is that one: a home page that asks for nothing but one thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from lms.learning.in_hand import Contents, InHand
from lms.learning.models import State

AWAY = timedelta(days=21)
"""Who has not been here for so long is told where they were, and not only offered a button."""


class Why(StrEnum):
    """The reason a step is the next one, strongest first."""

    AWAY = "away"
    QUESTIONS = "questions"
    LATE = "late"
    DUE = "due"
    BEGUN = "begun"
    NEW = "new"


@dataclass(frozen=True)
class NextStep:
    """A module to go on with: why it is next, and how many weeks the learner was away from it."""

    hand: InHand
    why: Why
    weeks_away: int = 0

    @property
    def page(self) -> Contents:
        """Return the page to open."""
        return self.hand.contents[self.hand.position(self.hand.next_page)]

    @property
    def number(self) -> int:
        """Return that page's number, from 1."""
        return self.hand.position(self.hand.next_page) + 1

    @property
    def is_begun(self) -> bool:
        """Return whether the learner has opened the module before."""
        return self.hand.enrolment is not None and self.hand.enrolment.state is State.UNDER_WAY

    @property
    def place(self) -> str | None:
        """Return the block they were at, where that is on the page to open."""
        enrolment = self.hand.enrolment
        here = enrolment is not None and enrolment.place_page == self.hand.next_page
        return enrolment.place_block if enrolment is not None and here else None


def next_step(shelf: Sequence[InHand], today: date, now: datetime) -> NextStep | None:
    """Return what to go on with, or None when all is done: due before not due, earliest first, then what is begun."""
    open_ones = [one for one in shelf if one.enrolment is None or one.enrolment.state is not State.COMPLETED]
    if not open_ones:
        return None
    hand = min(open_ones, key=_urgency)
    why, weeks = _why(hand, today, now)
    return NextStep(hand, why, weeks)


def _urgency(one: InHand) -> tuple[Any, ...]:
    enrolment = one.enrolment
    if enrolment is None:
        return True, True, date.max, 2
    return False, enrolment.due is None, enrolment.due or date.max, 0 if enrolment.state is State.UNDER_WAY else 1


def _why(hand: InHand, today: date, now: datetime) -> tuple[Why, int]:
    enrolment = hand.enrolment
    begun = enrolment is not None and enrolment.state is State.UNDER_WAY
    away = now - enrolment.place_at if enrolment is not None and begun and enrolment.place_at else timedelta()
    if begun and not hand.minutes_left:
        why = Why.QUESTIONS
    elif away >= AWAY:
        why = Why.AWAY
    elif enrolment is not None and enrolment.due is not None:
        why = Why.LATE if enrolment.due < today else Why.DUE
    else:
        why = Why.BEGUN if begun else Why.NEW
    return why, away.days // 7
