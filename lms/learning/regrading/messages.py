"""What a learner is told when a key was wrong: which question it was, what their result was, and what it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.kernel.permissions import Actor, scope_of
from lms.learning.in_hand import InHand
from lms.learning.models import Attempt, Enrolment
from lms.learning.regrading.models import Regrade
from lms.packs.model import Quiz
from lms.questions.text import Text

MOST = 3
"""Messages on home at a time."""


@dataclass(frozen=True)
class Message:
    """One regrade of one own result: the questions whose key was wrong, and shares of the points from 0 to 1."""

    questions: tuple[Text, ...]
    before: float
    after: float
    passed_before: bool
    passed: bool
    at: datetime

    @property
    def same(self) -> bool:
        """Return whether the result is what it was."""
        return self.before == self.after and self.passed_before == self.passed


@dataclass(frozen=True)
class News:
    """A message with where the result stands: the module, the page and the block on it."""

    message: Message
    quiz: Quiz
    hand: InHand
    page: str
    block: str


def told(session: Session, attempt: Attempt, quiz: Quiz) -> tuple[Message, ...]:
    """Return what happened to an own attempt, the latest first; no query where no key of its quiz was ever mended."""
    if not quiz.mended:
        return ()
    rows = session.scalars(select(Regrade).where(Regrade.attempt_id == attempt.id).order_by(Regrade.number.desc()))
    return tuple(_message(row, quiz) for row in rows)


def news(session: Session, actor: Actor, modules: Iterable[InHand]) -> Sequence[News]:
    """Return changes of own results that have not been put away; no query where no module in hand has a mended key."""
    hands = {each.enrolment.id: each for each in modules if each.enrolment and "mended" in each.document}
    if not hands:
        return ()
    changed = or_(Regrade.new_score != Regrade.score, Regrade.new_passed != Regrade.passed)
    query = (
        select(Regrade, Attempt)
        .join(Attempt, Attempt.id == Regrade.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(scope_of(Regrade, actor), Regrade.seen_at.is_(None), changed, Enrolment.id.in_(hands))
        .order_by(Regrade.at.desc(), Regrade.number.desc())
        .limit(MOST)
    )
    found = []
    for row, attempt in session.execute(query).all():
        hand, quiz = hands[attempt.enrolment_id], shelf.quiz(session, row.to_version_id)
        page = _page_of(session, actor, hand, attempt.block)
        found.append(News(_message(row, quiz), quiz, hand, page, attempt.block))
    return found


def put_away(session: Session, actor: Actor, now: datetime) -> None:
    """Note that the actor has seen what there was to tell."""
    mine = scope_of(Regrade, actor), Regrade.seen_at.is_(None)
    session.execute(update(Regrade).where(*mine).values(seen_at=now).execution_options(synchronize_session=False))


def _message(row: Regrade, quiz: Quiz) -> Message:
    stems = tuple(item.stem for item in quiz.items if item.id in row.items)
    return Message(stems, row.score, row.new_score, row.passed, row.new_passed, row.at)


def _page_of(session: Session, actor: Actor, hand: InHand, block: str) -> str:
    """Return the name of the page a quiz stands on, "" where the newest version has it no more."""
    for each in hand.contents:
        page = shelf.page(session, actor, hand.version.id, each.name, "en")
        if page is not None and any(b["id"] == block and b["kind"] == "quiz" for b in page.document["blocks"]):
            return each.name
    return ""
