"""A quiz attempt's life: opened, answered, submitted exactly once, and the next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from lms.answers import reading, saving
from lms.answers.contexts import Refusal, context_kind
from lms.answers.sent import SentAnswer
from lms.catalog import shelf
from lms.catalog.models import QuizVersion
from lms.kernel.database import insert
from lms.kernel.ids import new_id, read_id
from lms.kernel.permissions import Actor, NotFound
from lms.learning.models import Attempt, AttemptState, Enrolment
from lms.packs.model import Quiz
from lms.questions.kinds import BadResponse, kind_of
from lms.questions.scoring import QuizScore, score_quiz


@dataclass(frozen=True)
class QuizInHand:
    """The quiz of one block, and the learner's latest attempt at it."""

    row: QuizVersion
    quiz: Quiz
    attempt: Attempt | None

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
    latest = _latest(session, enrolment, list(uses)) if enrolment and uses else {}
    return {block: _in_hand(session, actor, version, name, latest.get(block)) for block, name in uses.items()}


def _in_hand(session: Session, actor: Actor, version: UUID, name: str, latest: Attempt | None) -> QuizInHand:
    row = shelf.quiz_version(session, actor, version, name)
    if row is None:
        raise NotFound
    return QuizInHand(row, shelf.quiz(session, latest.quiz_version_id if latest else row.id), latest)


_TRIES = (
    select(Attempt)
    .where(Attempt.enrolment_id == bindparam("enrolment"), Attempt.block.in_(bindparam("blocks", expanding=True)))
    .order_by(Attempt.number)
)


def _latest(session: Session, enrolment: Enrolment, blocks: list[str]) -> dict[str, Attempt]:
    mine = session.scalars(_TRIES, {"enrolment": enrolment.id, "blocks": blocks})
    return {attempt.block: attempt for attempt in mine}


def open_attempt(session: Session, enrolment: Enrolment, quiz: QuizVersion, block: str, now: datetime) -> None:
    """Open the next attempt, unless one is open already: a double click opens one."""
    mine = select(func.max(Attempt.number)).where(Attempt.enrolment_id == enrolment.id, Attempt.block == block)
    still_open = session.scalar(
        select(Attempt.id).where(
            Attempt.enrolment_id == enrolment.id, Attempt.block == block, Attempt.state == AttemptState.OPEN
        )
    )
    if still_open is not None:
        return
    row = {
        "organisation_id": enrolment.organisation_id,
        "person_id": enrolment.person_id,
        "enrolment_id": enrolment.id,
        "quiz_version_id": quiz.id,
        "block": block,
        "number": (session.scalar(mine) or 0) + 1,
        "started_at": now,
    }
    session.execute(insert(session, Attempt).values(row).on_conflict_do_nothing())


def own_attempt(session: Session, actor: Actor, identity: UUID) -> Attempt:
    """Return the actor's own attempt. NotFound when it is not there or not theirs."""
    found = session.scalar(select(Attempt).where(Attempt.id == identity, Attempt.person_id == actor.person_id))
    if found is None:
        raise NotFound
    return found


def submit(
    session: Session, actor: Actor, attempt: Attempt, shown: Mapping[str, Any], secret: bytes, now: datetime
) -> QuizScore | None:
    """Submit the attempt with what the form showed, and score it; None when it was submitted already.

    Whatever clicks and tabs coincide, one of them holds the row while it is open and the others find it submitted.
    """
    locked = session.scalar(select(Attempt.state).where(Attempt.id == attempt.id).with_for_update())
    if locked is not AttemptState.OPEN:
        return None
    quiz = shelf.quiz(session, attempt.quiz_version_id)
    responses = _settle(session, actor, attempt, quiz, shown, secret, now)
    score = score_quiz(quiz.items, responses, quiz.pass_mark)
    attempt.state, attempt.submitted_at = AttemptState.SUBMITTED, now
    attempt.score, attempt.passed = score.share, score.passed
    session.flush()
    return score


def _settle(
    session: Session, actor: Actor, attempt: Attempt, quiz: Quiz, shown: Mapping[str, Any], secret: bytes, now: datetime
) -> dict[str, Any]:
    """Save what the form showed where it differs from what is saved, and return the responses that count."""
    key = f"attempt:{attempt.id}"
    saved = reading.current(session, actor, [key], secret)
    responses = {item: found.value for (_context, _block, item), found in saved.items()}
    differing = [
        SentAnswer(new_id(), key, attempt.block, item.id, _revision(saved, key, attempt.block, item.id), shown[item.id])
        for item in quiz.items
        if item.id in shown and shown[item.id] != responses.get(item.id)
    ]
    if differing:
        saving.save(session, actor, differing, secret, now)
    return responses | {answer.item: answer.value for answer in differing}


def _revision(saved: reading.CurrentAnswers, *field: str) -> int:
    found = saved.get((field[0], field[1], field[2]))
    return found.revision if found else 0


def result_of(quiz: Quiz, attempt: Attempt, answers: reading.CurrentAnswers) -> QuizScore:
    """Return the score of a submitted attempt with its feedback, from the answers that are kept."""
    key = f"attempt:{attempt.id}"
    responses = {item: found.value for (context, _block, item), found in answers.items() if context == key}
    return score_quiz(quiz.items, responses, quiz.pass_mark)


class AttemptContext:
    """Where a quiz's answers go: one field an item, in the block the quiz stands in, until it is submitted."""

    private = False

    def __init__(self, session: Session, attempt: Attempt, number: str) -> None:
        """`number` is the exact quiz version."""
        self._session, self._attempt, self.version = session, attempt, number

    @property
    def closed(self) -> str | None:
        """Return why a late answer is refused."""
        return (
            None
            if self._attempt.state is AttemptState.OPEN
            else _("This attempt is submitted. Start a new one to answer again.")
        )

    @cached_property
    def _quiz(self) -> Quiz:
        return shelf.quiz(self._session, self._attempt.quiz_version_id)

    def value(self, block: str, item: str, value: Any) -> Any:
        """Return the normal form of a response to `item`; Refusal when it is none."""
        found = next((each for each in self._quiz.items if each.id == item), None)
        if block != self._attempt.block:
            raise Refusal("block", _("This quiz stands in another block."))
        if found is None:
            raise Refusal("item", _("There is no such question in this quiz."))
        try:
            return kind_of(found.kind).response(found, value)
        except BadResponse as bad:
            raise Refusal(
                f"value{'.' + bad.field if bad.field not in ('', 'value') else ''}", f"{_(bad.reason)} {_(bad.remedy)}"
            ) from bad


_OWN = (
    select(Attempt, QuizVersion.number)
    .join(QuizVersion, QuizVersion.id == Attempt.quiz_version_id)
    .where(Attempt.id == bindparam("attempt"), Attempt.person_id == bindparam("person"))
    .with_for_update(read=True, of=Attempt)
)


@context_kind("attempt")
def attempt_context(session: Session, actor: Actor, identity: str) -> AttemptContext:
    """Resolve `attempt:<id>` to the actor's own attempt, which nobody submits until the answer is stored or refused."""
    wanted = read_id(identity)
    row = session.execute(_OWN, {"attempt": wanted, "person": actor.person_id}).first()
    if row is None:
        raise Refusal("context", _("there is nothing to answer under this key"), status=404)
    return AttemptContext(session, row[0], row[1])
