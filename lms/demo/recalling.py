"""The questions that came back to the manager two years in: most were answered on their days, three wait today."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final

from sqlalchemy.orm import Session

from lms.answers.keys import known_seal
from lms.demo.answering import right_response
from lms.demo.days import ZONE, today_in
from lms.kernel.permissions import Actor
from lms.learning.in_hand import InHand
from lms.learning.recall import asking
from lms.learning.recall.at_hand import A_DAY, Question, all_recalled
from lms.learning.recall.memory import opened
from lms.learning.recall.spacing import Grade, reviewed

FORGOTTEN: Final = 4
"""Every so many questions one was not known the first time it came back."""
HOUR: Final = time(12, 20)


def remember(session: Session, actor: Actor, hand: InHand, secret: bytes, now: datetime) -> None:
    """Answer what came back of a completed module, each question on its day; leave A_DAY of them for today."""
    today = today_in(now)
    for number, question in enumerate(all_recalled(session, actor, [hand], today).questions):
        waits = number < A_DAY
        while _is_over(session, actor, question, secret, today, waits=waits):
            _answer(session, actor, question, secret, known=number % FORGOTTEN > 0 or question.card.sealed is not None)


def _is_over(session: Session, actor: Actor, question: Question, secret: bytes, today: date, *, waits: bool) -> bool:
    """Return whether the next answer lies behind: of one that waits today only if it still comes back by then."""
    card = question.card
    if card.due >= today or not waits:
        return card.due < today
    memory = opened(card, known_seal(session, actor.person_id, secret)).memory
    return reviewed(memory, Grade.RIGHT, card.due)[1] <= today


def _answer(session: Session, actor: Actor, question: Question, secret: bytes, *, known: bool) -> None:
    day = question.card.due
    at = datetime.combine(day, HOUR, ZONE)
    asking.answer(session, actor, question, right_response(question.item) if known else None, None, secret, at, day)
