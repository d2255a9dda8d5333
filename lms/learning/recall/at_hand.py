"""The questions that come back to one learner: in their newest wording, which wait today, and when others do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.catalog.models import QuizVersion
from lms.kernel.permissions import Actor, scope_of
from lms.kernel.prepared import Prepared
from lms.learning.in_hand import InHand
from lms.learning.models import State
from lms.learning.recall.models import RecallCard, RecallRest
from lms.packs.identity import version_numbers
from lms.packs.model import Quiz
from lms.questions.kinds import Item
from lms.questions.text import Text

A_DAY: Final = 3
"""Questions on one day, however many are due."""
SECONDS_EACH: Final = 40
_MINUTE: Final = 60


@dataclass(frozen=True)
class Question:
    """A question that comes back: its card, the module it belongs to, and the item as it is worded today."""

    card: RecallCard
    hand: InHand
    row: QuizVersion
    quiz: Quiz
    item: Item


@dataclass(frozen=True)
class Invitation:
    """What a learner is invited to: how many questions, and of which modules: (id, title) of each."""

    number: int
    modules: tuple[tuple[UUID, Text], ...]

    @property
    def minutes(self) -> int:
        """Return about how many minutes it takes."""
        return -(-self.number * SECONDS_EACH // _MINUTE)


@dataclass(frozen=True)
class Recalled:
    """Cards of one learner, the longest due first, with the day that is today and the day their rest ends, if any."""

    questions: Sequence[Question]
    today: date
    rest_until: date | None = None

    @property
    def is_resting(self) -> bool:
        """Return whether nothing comes back today because the learner wants it so."""
        return self.rest_until is not None and self.rest_until > self.today

    @property
    def answered(self) -> int:
        """Return how many were answered today."""
        return sum(each.card.answered_on == self.today for each in self.questions)

    @property
    def waiting(self) -> Sequence[Question]:
        """Return what is still asked today: A_DAY a day at most, nothing in a rest."""
        if self.is_resting:
            return ()
        due = [each for each in self.questions if not each.card.stopped and each.card.due <= self.today]
        return due[: max(0, A_DAY - self.answered)]

    @property
    def invitation(self) -> Invitation | None:
        """Return what to invite to today; None where nothing waits. Home says it, and so may any other messenger."""
        if not self.waiting:
            return None
        titles = {each.hand.module.id: each.hand.document["title"] for each in self.waiting}
        return Invitation(len(self.waiting), tuple(titles.items()))

    @property
    def next_day(self) -> date | None:
        """Return the day after today on which something comes back; None where nothing is left to come."""
        due = [each.card.due for each in self.questions if not each.card.stopped]
        if not due:
            return None
        return max(min(due), self.today + timedelta(days=1), self.rest_until or self.today)

    def find(self, card: UUID) -> Question | None:
        """Return the question of a card, or None."""
        return next((each for each in self.questions if each.card.id == card), None)


def all_recalled(session: Session, actor: Actor, hands: Iterable[InHand], today: date) -> Recalled:
    """Return everything that comes back to the actor, of the modules they have in hand; one query."""
    return _recalled(session, actor, hands, today, _ALL.run(session, actor).all())


def recalled_today(session: Session, actor: Actor, hands: Sequence[InHand], today: date) -> Recalled:
    """Return what is due today, and what was answered today; one query, none for who has completed no module."""
    if not any(map(_was_completed, hands)):
        return Recalled((), today)
    return _recalled(session, actor, hands, today, _TODAY.run(session, actor, today=today).all())


def _was_completed(hand: InHand) -> bool:
    enrolment = hand.enrolment
    return enrolment is not None and (enrolment.state is State.COMPLETED or enrolment.cycle > 1)


def _recalled(session: Session, actor: Actor, hands: Iterable[InHand], today: date, rows: Sequence[Any]) -> Recalled:
    by_module = {hand.module.id: hand for hand in hands}
    questions = [
        question
        for card, _until in rows
        if card.module_id in by_module
        for question in _asked(session, actor, card, by_module[card.module_id])
    ]
    return Recalled(questions, today, rows[0][1] if rows else None)


def _asked(session: Session, actor: Actor, card: RecallCard, hand: InHand) -> Iterator[Question]:
    """Yield the card's question as the version in hand words it; nothing where it was withdrawn."""
    for name in hand.document["quizzes"]:
        row = shelf.quiz_version(session, actor, hand.version.id, name)
        if row is None or row.quiz_id != card.quiz_id:
            continue
        quiz = shelf.quiz(session, row.id)
        item = quiz.item(card.item)
        same_meaning = (version_numbers(row.number) or (0, 0))[0] == card.major
        if same_meaning and item is not None and quiz.recall.may(item):
            yield Question(card, hand, row, quiz, item)
            return


def _cards(actor: Actor) -> Any:
    return (
        select(RecallCard, RecallRest.until)
        .outerjoin(RecallRest, RecallRest.person_id == RecallCard.person_id)
        .where(scope_of(RecallCard, actor))
        .order_by(RecallCard.due, RecallCard.id)
    )


_ALL = Prepared(_cards)
_TODAY = Prepared(
    lambda actor: _cards(actor).where(
        or_(RecallCard.due <= bindparam("today"), RecallCard.answered_on == bindparam("today"))
    )
)
