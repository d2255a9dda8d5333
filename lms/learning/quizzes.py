"""The quizzes of a page as a learner has them in hand: the latest attempt, and the ones before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.catalog.models import QuizVersion
from lms.kernel.permissions import Actor, NotFound
from lms.learning.models import Attempt, AttemptState, Enrolment
from lms.packs.model import Quiz


@dataclass(frozen=True)
class QuizInHand:
    """The quiz of one block, the learner's latest attempt at it, and the earlier ones, oldest first."""

    row: QuizVersion
    quiz: Quiz
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
    quiz = shelf.quiz(session, latest.quiz_version_id if latest else row.id)
    return QuizInHand(row, quiz, latest, tuple(tries[:-1]))


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
