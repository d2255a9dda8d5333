"""When a question comes back: FSRS-6 (`fsrs`), asked in whole days and without chance.

Who is right each time meets it after 2, 7, 24, 71 days and so on; who is not, sooner (docs/decisions/0014).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

from lms.questions.kinds import Score
from lms.questions.text import Json

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

RETENTION: Final = 0.925
"""The chance of still knowing it at which a question comes back."""
LONGEST: Final = 180
"""Days, however well it is known."""
HALF: Final = 0.5


class Grade(StrEnum):
    """How an answer went."""

    WRONG = "wrong"
    SHAKY = "shaky"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Memory:
    """What FSRS keeps of one question: stability in days, difficulty (1 to 10), the day of the latest answer.

    `reviews` and `lapses`: how often it was answered after the module, and how often wrongly.
    """

    stability: float
    difficulty: float
    last: date
    reviews: int = 0
    lapses: int = 0


def grade_of(score: Score, sureness: Json = None) -> Grade:
    """Return how an answer went: a right guess and half a point or more are shaky, less than half a point is wrong."""
    if score.correct:
        grade = Grade.SHAKY if sureness == "guess" else Grade.RIGHT
    else:
        grade = Grade.SHAKY if score.points >= HALF else Grade.WRONG
    return grade


def learnt(day: date) -> tuple[Memory, date]:
    """Return the memory of a question whose module was completed on `day`, and the day it first comes back."""
    card = _reviewed(None, Grade.RIGHT, day)
    return _memory(card, day, 0, 0), card.due.date()


def reviewed(memory: Memory, grade: Grade, day: date) -> tuple[Memory, date]:
    """Return the memory after an answer on `day`, a later one than the latest, and the day it comes back."""
    if day <= memory.last:
        raise ValueError("a question is answered once a day")
    card = _reviewed(memory, grade, day)
    lapses = memory.lapses + (grade is Grade.WRONG)
    return _memory(card, day, memory.reviews + 1, lapses), card.due.date()


def _reviewed(memory: Memory | None, grade: Grade, day: date) -> Card:
    from fsrs import Rating  # only where a question is scheduled: nothing else waits for it

    rating = {Grade.WRONG: Rating.Again, Grade.SHAKY: Rating.Hard, Grade.RIGHT: Rating.Good}[grade]
    card, _log = _scheduler().review_card(_card(memory), rating, _midnight(day))
    return card


def _card(memory: Memory | None) -> Card:
    from fsrs import Card, State

    if memory is None:
        return Card(card_id=0)  # without a number of its own it would wait a millisecond for one
    return Card(
        card_id=0,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        last_review=_midnight(memory.last),
    )


@cache
def _scheduler() -> Scheduler:
    from fsrs import Scheduler

    return Scheduler(
        desired_retention=RETENTION,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST,
        enable_fuzzing=False,
    )


def _midnight(day: date) -> datetime:
    """Return the day as FSRS counts: in UTC every day has 24 hours."""
    return datetime.combine(day, time(), UTC)


def _memory(card: Card, day: date, reviews: int, lapses: int) -> Memory:
    if card.stability is None or card.difficulty is None:
        raise ValueError("a reviewed question has a stability and a difficulty")
    return Memory(card.stability, card.difficulty, day, reviews, lapses)
