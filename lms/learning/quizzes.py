"""The quizzes of a page as a learner has them in hand: the latest attempt, the ones before it, and what is left."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.catalog.models import QuizVersion
from lms.kernel.permissions import Actor, NotFound
from lms.learning.allowances.models import AnotherTry
from lms.learning.counting import counting, left
from lms.learning.models import Attempt, AttemptState, Enrolment
from lms.learning.moving.moves import begun_before
from lms.packs.model import Quiz
from lms.packs.quiz_settings import Review


@dataclass(frozen=True)
class QuizInHand:
    """The quiz of one block, the learner's latest attempt at it, and the earlier ones, oldest first.

    `quiz` is that of the latest attempt, `following` the one the next attempt would ask. `more`: how many tries one was
    given beyond what the quiz allows; `before`: how many they began in an edition of the module they have left.
    """

    row: QuizVersion
    quiz: Quiz
    following: Quiz
    attempt: Attempt | None
    earlier: tuple[Attempt, ...] = ()
    more: int = 0
    before: int = 0

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
        return left(self.following.settings, self.attempt.number - self.before if self.attempt else 0, self.more)

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

    An attempt keeps the quiz it began with. One query more where every try that a quiz allows has been used.
    """
    tries = _tries(session, enrolment, list(uses)) if enrolment and uses else {}
    before = {block: begun_before(enrolment, block) for block in tries} if enrolment else {}
    found = {
        block: _in_hand(session, actor, version, name, tries.get(block, []), before.get(block, 0))
        for block, name in uses.items()
    }
    spent = [block for block, quiz in found.items() if quiz.left == 0]
    more = more_tries(session, enrolment.id, spent) if enrolment and spent else {}
    return found | {block: replace(found[block], more=number) for block, number in more.items()}


def _in_hand(session: Session, actor: Actor, version: UUID, name: str, tries: list[Attempt], before: int) -> QuizInHand:
    row = shelf.quiz_version(session, actor, version, name)
    if row is None:
        raise NotFound
    latest = tries[-1] if tries else None
    following = shelf.quiz(session, row.id)
    quiz = shelf.quiz(session, latest.quiz_version_id) if latest else following
    return QuizInHand(row, quiz, following, latest, tuple(tries[:-1]), before=before)


def more_tries(session: Session, enrolment: UUID, blocks: Collection[str]) -> dict[str, int]:
    """Return {block: how many tries one was given beyond what its quiz allows}; one query."""
    counted = (
        select(AnotherTry.block, func.count().label("number"))
        .where(AnotherTry.enrolment_id == enrolment, AnotherTry.block.in_(blocks))
        .group_by(AnotherTry.block)
    )
    return {row.block: row.number for row in session.execute(counted)}


_TRIES = (
    select(Attempt)
    .where(Attempt.enrolment_id == bindparam("enrolment"), Attempt.block.in_(bindparam("blocks", expanding=True)))
    .order_by(Attempt.number)
)


def _tries(session: Session, enrolment: Enrolment, blocks: list[str]) -> dict[str, list[Attempt]]:
    tries: dict[str, list[Attempt]] = {}
    for attempt in session.scalars(_TRIES, {"enrolment": enrolment.id, "blocks": blocks}):
        if attempt.number > begun_before(enrolment, attempt.block):
            tries.setdefault(attempt.block, []).append(attempt)
    return tries
