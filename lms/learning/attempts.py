"""A quiz attempt's life: opened, answered, submitted exactly once, and the next one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import bindparam, select
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
from lms.learning.paper import asked, fields_of
from lms.packs.model import Quiz
from lms.questions.confidence import sureness
from lms.questions.kinds import BadResponse, kind_of
from lms.questions.scoring import QuizScore, score_quiz


def open_attempt(session: Session, enrolment: Enrolment, quiz: QuizVersion, block: str, now: datetime) -> None:
    """Open the next attempt, unless one is open already: a double click opens one.

    Where the quiz has a pool, its questions are drawn now, by the attempt's id, and stay what they are.
    """
    mine = select(Attempt).where(Attempt.enrolment_id == enrolment.id, Attempt.block == block)
    latest = session.scalars(mine.order_by(Attempt.number.desc()).limit(1)).one_or_none()
    if latest is not None and latest.state is AttemptState.OPEN:
        return
    identity = new_id()
    asked_now = shelf.quiz(session, quiz.id)
    met = {item.id for item in asked(shelf.quiz(session, latest.quiz_version_id), latest)} if latest else ()
    row = {
        "id": identity,
        "organisation_id": enrolment.organisation_id,
        "person_id": enrolment.person_id,
        "enrolment_id": enrolment.id,
        "quiz_version_id": quiz.id,
        "block": block,
        "number": latest.number + 1 if latest else 1,
        "drawn": asked_now.pool.drawn(asked_now.items, str(identity), met),
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
    score = score_quiz(asked(quiz, attempt), responses, quiz.pass_mark)
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
        SentAnswer(new_id(), key, attempt.block, field, _revision(saved, key, attempt.block, field), shown[field])
        for field in fields_of(quiz, attempt)
        if field in shown and shown[field] != responses.get(field)
    ]
    if differing:
        saving.save(session, actor, differing, secret, now)
    return responses | {answer.item: answer.value for answer in differing}


def _revision(saved: reading.CurrentAnswers, *field: str) -> int:
    found = saved.get((field[0], field[1], field[2]))
    return found.revision if found else 0


class AttemptContext:
    """Where a quiz's answers go, in the block it stands in, until it is submitted: one field for each item asked."""

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
        """Return the normal form of a response to `item`, or of how sure one is of it; Refusal when it is none."""
        if block != self._attempt.block:
            raise Refusal("block", _("This quiz stands in another block."))
        if item not in self._fields:
            raise Refusal("item", _("There is no such question in this quiz."))
        try:
            found = self._quiz.item(item)
            return sureness(item, value) if found is None else kind_of(found.kind).response(found, value)
        except BadResponse as bad:
            field = "value" if bad.field in ("", "value") else f"value.{bad.field}"
            raise Refusal(field, f"{_(bad.reason)} {_(bad.remedy)}") from bad

    @cached_property
    def _fields(self) -> frozenset[str]:
        return frozenset(fields_of(self._quiz, self._attempt))


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
