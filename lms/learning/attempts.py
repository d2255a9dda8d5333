"""A quiz attempt's life: opened, answered, perhaps checked question by question, submitted exactly once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.answers import reading, saving
from lms.answers.sent import SentAnswer
from lms.catalog import shelf
from lms.catalog.models import QuizVersion
from lms.kernel.database import insert
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor, NotFound
from lms.learning import timing
from lms.learning.allowances import extra_time
from lms.learning.counting import left
from lms.learning.models import Attempt, AttemptState, Enrolment
from lms.learning.moving.moves import begun_before
from lms.learning.paper import asked, fields_of, order_of
from lms.learning.quizzes import more_tries
from lms.learning.regrading.checked import with_the_better
from lms.learning.regrading.mends import newest_key
from lms.packs.model import Quiz
from lms.questions.absent.kind import AbsentItem
from lms.questions.confidence import sureness_of
from lms.questions.scoring import QuizScore, score_quiz


class NoneLeft(Exception):
    """Every attempt that the quiz allows has been begun."""


class KindMissing(Exception):
    """The quiz asks a question whose kind is not installed: it is neither begun nor handed in until it is."""


class NothingToCheck(Exception):
    """The question is not answered yet: there is nothing its feedback could be about."""


def open_attempt(session: Session, enrolment: Enrolment, quiz: QuizVersion, block: str, now: datetime) -> None:
    """Open the next attempt, unless one is open already: a double click opens one. NoneLeft when there is no next one.

    KindMissing where a question of it cannot be asked. Which questions it asks, and in which order, is decided now, by
    the attempt's id, and stays what it is.
    """
    mine = select(Attempt).where(Attempt.enrolment_id == enrolment.id, Attempt.block == block)
    latest = session.scalars(mine.order_by(Attempt.number.desc()).limit(1)).one_or_none()
    before = begun_before(enrolment, block)
    is_here = latest is not None and latest.number > before
    if latest is not None and is_here and latest.state is AttemptState.OPEN:
        return
    identity = new_id()
    asked_now = shelf.quiz(session, quiz.id)
    if asked_now.missing_kinds:
        raise KindMissing
    number = latest.number + 1 if latest else 1
    begun = latest.number - before if latest is not None and is_here else 0
    if left(asked_now.settings, begun) == 0:
        more = more_tries(session, enrolment.id, [block]).get(block, 0)
        if left(asked_now.settings, begun, more) == 0:
            raise NoneLeft
    met = {item.id for item in asked(shelf.quiz(session, latest.quiz_version_id), latest)} if latest else ()
    row = {
        "id": identity,
        "organisation_id": enrolment.organisation_id,
        "person_id": enrolment.person_id,
        "enrolment_id": enrolment.id,
        "quiz_version_id": quiz.id,
        "block": block,
        "number": number,
        "drawn": order_of(asked_now, str(identity), met),
        "started_at": now,
        "deadline_at": _deadline(session, enrolment, asked_now, now),
    }
    session.execute(insert(session, Attempt).values(row).on_conflict_do_nothing())


def _deadline(session: Session, enrolment: Enrolment, quiz: Quiz, now: datetime) -> datetime | None:
    if quiz.settings.time_limit is None:
        return None
    return timing.deadline(quiz.settings, now, extra_time.percent_of(session, enrolment.person_id))


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

    Whatever clicks and tabs coincide, one of them holds the row while it is open and the others find it submitted. What
    is shown after the deadline and its grace comes too late: what was saved counts. Where a key was mended since the
    attempt began, the newest one counts; for a question that was checked by then, the better of both. KindMissing where
    a question cannot be scored.
    """
    if not _held_open(session, attempt):
        return None
    quiz = shelf.quiz(session, attempt.quiz_version_id)
    if quiz.missing_kinds:
        raise KindMissing
    in_time = {} if timing.is_overdue(attempt, now) else shown
    responses = _settle(session, actor, attempt, quiz, in_time, secret, now)
    own = quiz
    attempt.quiz_version_id, quiz = newest_key(session, attempt)
    score = score_quiz(asked(quiz, attempt), responses, quiz.pass_mark, partial=quiz.settings.partial_credit)
    score = with_the_better(score, own, quiz, attempt, responses)
    attempt.ended_by = "time" if timing.is_up(attempt, now) else "person"
    attempt.state, attempt.submitted_at = AttemptState.SUBMITTED, now
    attempt.score, attempt.passed, attempt.scores = score.share, score.passed, score.by_item
    session.flush()
    return score


def may_change_passing(session: Session, attempt: Attempt) -> bool:
    """Return whether a submitted attempt can change what is passed: by passing, or where the latest counts."""
    return bool(attempt.passed) or shelf.quiz(session, attempt.quiz_version_id).settings.counts == "latest"


def keep(
    session: Session, actor: Actor, attempt: Attempt, shown: Mapping[str, Any], secret: bytes, now: datetime
) -> dict[str, Any] | None:
    """Save what the form showed and return the responses as they stand; None when the attempt takes none any more."""
    if not _held_open(session, attempt) or timing.is_overdue(attempt, now):
        return None
    return _settle(session, actor, attempt, shelf.quiz(session, attempt.quiz_version_id), shown, secret, now)


def check(
    session: Session, actor: Actor, attempt: Attempt, item: str, shown: Mapping[str, Any], secret: bytes, now: datetime
) -> None:
    """Settle the answer to one question, so that its feedback may be shown, after saving what the form showed.

    A question that is checked already, or an attempt that has ended, stays as it is. NotFound when the quiz gives its
    feedback at the end or does not ask the item; NothingToCheck when it is not answered.
    """
    quiz = shelf.quiz(session, attempt.quiz_version_id)
    if quiz.settings.feedback != "immediate" or item not in {each.id for each in asked(quiz, attempt)}:
        raise NotFound
    responses = keep(session, actor, attempt, shown, secret, now)
    if responses is None or item in attempt.checked:
        return
    if responses.get(item) is None or isinstance(quiz.item(item), AbsentItem):
        raise NothingToCheck
    attempt.checked = [*attempt.checked, item]
    session.flush()


def is_settled(attempt: Attempt, field: str) -> bool:
    """Return whether a field, an item's or how sure one is of it, takes no other answer: its feedback was shown."""
    return any(field in (item, sureness_of(item)) for item in attempt.checked)


def _held_open(session: Session, attempt: Attempt) -> bool:
    """Hold the attempt's row until the commit, read it again, and return whether it is open."""
    held = select(Attempt).where(Attempt.id == attempt.id).with_for_update()
    session.scalars(held.execution_options(populate_existing=True)).one()
    return attempt.state is AttemptState.OPEN


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
        if field in shown and shown[field] != responses.get(field) and not is_settled(attempt, field)
    ]
    if differing:
        saving.save(session, actor, differing, secret, now)
    return responses | {answer.item: answer.value for answer in differing}


def _revision(saved: reading.CurrentAnswers, *field: str) -> int:
    found = saved.get((field[0], field[1], field[2]))
    return found.revision if found else 0
