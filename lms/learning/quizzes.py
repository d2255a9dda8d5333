"""The quizzes of a page as a learner has them in hand: the latest attempt, the ones before it, and what is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.catalog.models import QuizVersion
from lms.kernel.permissions import Actor, NotFound
from lms.learning.counting import counting, left
from lms.learning.models import Attempt, AttemptState, Enrolment
from lms.packs.model import Quiz
from lms.packs.quiz_settings import Review


@dataclass(frozen=True)
class QuizInHand:
    """The quiz of one block, the learner's latest attempt at it, and the earlier ones, oldest first.

    `quiz` is that of the latest attempt, `following` the one the next attempt would ask.
    """

    row: QuizVersion
    quiz: Quiz
    following: Quiz
    attempt: Attempt | None
    earlier: tuple[Attempt, ...] = ()

    @property
    def context(self) -> str:
        """Return the key under which its answers are saved."""
        return f"attempt:{self.attempt.id}" if self.attempt else ""

    @property
    def is_open(self) -> bool:
        """Return whether there is an attempt that still takes answers."""
        return self.attempt is not None and self.attempt.state is AttemptState.OPEN

    @property
    def tries(self) -> tuple[Attempt, ...]:
        """Return every attempt, oldest first."""
        return self.earlier if self.attempt is None else (*self.earlier, self.attempt)

    @cached_property
    def counting(self) -> Attempt | None:
        """Return the submitted attempt that decides result and passing."""
        return counting(self.tries, self.following.settings.counts)

    @property
    def left(self) -> int | None:
        """Return how many attempts may still be begun; None for as many as one likes."""
        return left(self.following.settings, self.attempt.number if self.attempt else 0)

    @property
    def is_passed(self) -> bool:
        """Return whether the attempt that counts has passed."""
        return self.counting is not None and bool(self.counting.passed)

    @property
    def review(self) -> Review:
        """Return how much a submitted attempt shows now."""
        settings = self.quiz.settings
        opened = {
            "submitted": True,
            "passed": self.is_passed or self.left == 0,
            "last": self.left == 0 and not self.is_open,
        }
        return settings.review if opened[settings.review_from] else "score"


def quizzes_in_hand(
    session: Session, actor: Actor, version: UUID, uses: Mapping[str, str], enrolment: Enrolment | None
) -> dict[str, QuizInHand]:
    """Return {block: quiz} of `uses`, {block: name of a quiz of the version}, each as the learner left it; one query.

    An attempt keeps the quiz it began with.
    """
    tries = _tries(session, enrolment, list(uses)) if enrolment and uses else {}
    return {block: _in_hand(session, actor, version, name, tries.get(block, [])) for block, name in uses.items()}


def _in_hand(session: Session, actor: Actor, version: UUID, name: str, tries: list[Attempt]) -> QuizInHand:
    row = shelf.quiz_version(session, actor, version, name)
    if row is None:
        raise NotFound
    latest = tries[-1] if tries else None
    following = shelf.quiz(session, row.id)
    quiz = shelf.quiz(session, latest.quiz_version_id) if latest else following
    return QuizInHand(row, quiz, following, latest, tuple(tries[:-1]))


_TRIES = (
    select(Attempt)
    .where(Attempt.enrolment_id == bindparam("enrolment"), Attempt.block.in_(bindparam("blocks", expanding=True)))
    .order_by(Attempt.number)
)


def _tries(session: Session, enrolment: Enrolment, blocks: list[str]) -> dict[str, list[Attempt]]:
    tries: dict[str, list[Attempt]] = {}
    for attempt in session.scalars(_TRIES, {"enrolment": enrolment.id, "blocks": blocks}):
        tries.setdefault(attempt.block, []).append(attempt)
    return tries
