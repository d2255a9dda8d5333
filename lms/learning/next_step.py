"""The one next step of a learner, and why it is that one: a home page that asks for nothing but one thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from lms.learning.in_hand import Contents, InHand
from lms.learning.models import State
from lms.learning.standing import Standing, Standings

AWAY = timedelta(days=21)
"""Who has not been here for so long is told where they were, and not only offered a button."""


class Why(StrEnum):
    """The reason a step is the next one, strongest first."""

    AWAY = "away"
    AGAIN = "again"
    QUESTIONS = "questions"
    LATE = "late"
    DUE = "due"
    BEGUN = "begun"
    PLANNED = "planned"
    NEW = "new"


@dataclass(frozen=True)
class NextStep:
    """A module to go on with: why it is next, by what curriculum, and how many weeks the learner was away from it."""

    hand: InHand
    why: Why
    weeks_away: int = 0
    standing: Standing | None = None

    @property
    def due(self) -> date | None:
        """Return the day it has to be done by."""
        return self.standing.due if self.standing is not None else None

    @property
    def curriculum(self) -> dict[str, str] | None:
        """Return the title of the curriculum it is next in, by language."""
        first = self.standing.first if self.standing is not None else None
        return first.curriculum if first is not None else None

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


def next_step(shelf: Sequence[InHand], standings: Standings, now: datetime) -> NextStep | None:
    """Return what to go on with, or None when all is done.

    What is due comes first, earliest first, then what a curriculum asks for in its rhythm, then what is begun, then the
    rest of the shelf. What is not open yet is never the next step.
    """
    left = [hand for hand in shelf if _is_left(standings[hand.module.id])]
    if not left:
        return None
    hand = min(left, key=lambda one: _urgency(standings[one.module.id]))
    why, weeks = _why(hand, standings[hand.module.id], now)
    return NextStep(hand, why, weeks, standings[hand.module.id])


def _is_left(standing: Standing) -> bool:
    return (not standing.is_completed or standing.is_again) and not standing.is_shut


def _urgency(standing: Standing) -> tuple[Any, ...]:
    first, begun = standing.first, standing.is_begun and not standing.is_again
    if standing.due is not None or standing.required:
        rank = 0
    else:
        rank = 1 if first is not None or standing.enrolment is not None else 2
    wanted = not standing.required and first is not None  # optional: after what the same curriculum requires
    suggested = first.suggested if first is not None else None
    return rank, standing.due or date.max, wanted, not begun, suggested or date.max


def _why(hand: InHand, standing: Standing, now: datetime) -> tuple[Why, int]:
    enrolment = hand.enrolment
    begun = enrolment is not None and enrolment.state is State.UNDER_WAY
    away = now - enrolment.place_at if enrolment is not None and begun and enrolment.place_at else timedelta()
    if begun and not hand.minutes_left:
        why = Why.QUESTIONS
    elif away >= AWAY:
        why = Why.AWAY
    elif standing.is_again:
        why = Why.AGAIN
    elif standing.deadline is not None:
        why = Why.LATE if standing.deadline.is_late(standing.today) else Why.DUE
    elif begun:
        why = Why.BEGUN
    else:
        why = Why.PLANNED if standing.first is not None else Why.NEW
    return why, away.days // 7
