"""A question answered: once a day, whatever clicks and tabs coincide, and never a mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.answers.keys import known_seal, seal_of
from lms.kernel.permissions import Actor
from lms.learning.paper import asks_how_sure
from lms.learning.recall.at_hand import Question
from lms.learning.recall.memory import Kept, opened, sealed
from lms.learning.recall.models import RecallCard
from lms.learning.recall.spacing import grade_of, reviewed
from lms.questions.confidence import sureness, sureness_of
from lms.questions.kinds import Item, Score, kind_of
from lms.questions.scoring import score_item
from lms.questions.text import Json


@dataclass(frozen=True)
class Said:
    """What was answered today: the response (None: "I do not know"), how sure one was, how it did.

    `teaching` is the score of the right answer, for what it says to who did not know.
    """

    response: Json
    sureness: Json
    score: Score
    teaching: Score


def arranged(question: Question, today: date) -> Item:
    """Return the item as it is shown today: its options in an order of the card's and the day's own."""
    seed = f"{question.card.id}/{today}" if question.quiz.settings.shuffle else ""
    item: Item = kind_of(question.item.kind).arranged(question.item, seed)
    return item


def answer(
    session: Session,
    actor: Actor,
    question: Question,
    response: Json,
    sure: Json,
    secret: bytes,
    now: datetime,
    today: date,
) -> bool:
    """Keep how it went and when it comes back; False when that is settled already, by another tab for instance.

    `response` None says "I do not know". Raises BadResponse for what is no response to the item.
    """
    item = question.item
    kept_response = kind_of(item.kind).response(item, response)
    kept_sureness = sureness(sureness_of(item.id), sure) if sure and asks_how_sure(question.quiz, item) else None
    card = _held(session, question.card)
    if card.due > today or card.stopped:
        return False
    seal = seal_of(session, actor.person_id, secret, now)
    score = score_item(item, kept_response, partial=question.quiz.settings.partial_credit)
    memory, due = reviewed(opened(card, seal).memory, grade_of(score, kept_sureness), today)
    card.sealed = sealed(Kept(memory, kept_response, kept_sureness), card, seal)
    card.due, card.answered_on = due, today
    session.flush()
    return True


def said(session: Session, actor: Actor, question: Question, secret: bytes) -> Said:
    """Return what was answered the last time, against today's key."""
    kept = opened(question.card, known_seal(session, actor.person_id, secret))
    score = score_item(question.item, kept.response, partial=question.quiz.settings.partial_credit)
    return Said(kept.response, kept.sureness, score, score_item(question.item, score.key))


def _held(session: Session, card: RecallCard) -> RecallCard:
    """Hold the card's row until the commit and read it again."""
    held = select(RecallCard).where(RecallCard.id == card.id).with_for_update()
    return session.scalars(held.execution_options(populate_existing=True)).one()
