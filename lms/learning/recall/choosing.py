"""Which questions of a module come back: those its author names, else one of each topic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from lms.packs.model import Quiz
from lms.questions.kinds import Item

MOST: Final = 8
"""Questions of one module that are chosen where its author names none."""


def returning(quizzes: Sequence[Quiz]) -> list[tuple[Quiz, Item]]:
    """Return what comes back of a module's quizzes, in their order.

    Of a quiz whose author names items all of these; of the others one of each topic, MOST in all. Items without a topic
    count as topics of their own.
    """
    chosen: list[tuple[Quiz, Item]] = []
    left = MOST
    for quiz in quizzes:
        found = [item for item in quiz.items if quiz.recall.may(item)]
        if not quiz.recall.named:
            found = list(_one_each(quiz, found))[:left]
            left -= len(found)
        chosen += [(quiz, item) for item in found]
    return chosen


def _one_each(quiz: Quiz, items: Sequence[Item]) -> Iterator[Item]:
    """Yield the first item of each topic, and every item that has none."""
    met: set[str] = set()
    for item in items:
        topic = quiz.pool.topic(item.id)
        if topic not in met:
            yield item
        met |= {topic} - {""}
