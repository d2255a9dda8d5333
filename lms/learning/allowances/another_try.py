"""One more try at a quiz for somebody who has used all of theirs without passing.

HR sees who cannot complete a module any more, which is a matter of completion; what was answered and how many points
that gave it never sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.kernel import audit
from lms.kernel.database import insert
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor, NotFound, Role
from lms.learning.allowances.models import AnotherTry
from lms.learning.in_hand import InHand, enrolment_in_hand
from lms.learning.models import Attempt, Enrolment, State
from lms.learning.owner import acting_for
from lms.learning.quizzes import QuizInHand, quizzes_in_hand
from lms.people.models import Person


class NotUsedUp(ValueError):
    """There is a try left, one is open, or the quiz is passed: nothing is to be given."""


@dataclass(frozen=True)
class UsedUp:
    """A quiz of a module that somebody cannot complete any more by themselves."""

    hand: InHand
    enrolment: UUID
    block: str
    quiz: QuizInHand


def grant(session: Session, actor: Actor, person: Person, enrolment: UUID, block: str, now: datetime) -> None:
    """Give a person one more try at the quiz of a block; a double click gives one.

    Raises NotFound for anybody but HR of the person's organisation and for what is not there, NotUsedUp.
    """
    found = next((each for each in _quizzes(session, actor, person, enrolment) if each.block == block), None)
    if found is None:
        raise NotFound
    if not _is_used_up(found.quiz):
        raise NotUsedUp
    row = {
        "id": new_id(),
        "organisation_id": person.organisation_id,
        "person_id": person.id,
        "enrolment_id": enrolment,
        "block": block,
        "number": found.quiz.more + 1,
        "given_at": now,
    }
    written = insert(session, AnotherTry).values(row).on_conflict_do_nothing().returning(AnotherTry.id)
    if session.execute(written).first() is None:
        raise NotUsedUp
    audit.note(session, actor, "quiz.another-try", now, subject=person.id, detail=found.hand.slug)


def used_up(session: Session, actor: Actor, person: Person) -> list[UsedUp]:
    """Return the quizzes that keep a person from completing a module because every try is used. NotFound as `grant`."""
    return [each for each in _quizzes(session, actor, person) if _is_used_up(each.quiz)]


def _is_used_up(quiz: QuizInHand) -> bool:
    return quiz.left == 0 and not quiz.is_open and not quiz.is_passed


def _quizzes(session: Session, actor: Actor, person: Person, enrolment: UUID | None = None) -> Iterator[UsedUp]:
    """Yield the quizzes of the modules that a person has begun to answer questions of and not completed."""
    if Role.HR not in actor.roles or person.organisation_id != actor.organisation_id:
        raise NotFound
    begun = select(Attempt.id).where(Attempt.enrolment_id == Enrolment.id).exists()
    query = (
        select(Enrolment.id)
        .where(Enrolment.person_id == person.id, Enrolment.state != State.COMPLETED, begun)
        .order_by(Enrolment.created_at, Enrolment.id)
    )
    owner = acting_for(person)
    for found in session.scalars(query if enrolment is None else query.where(Enrolment.id == enrolment)).all():
        try:
            hand = enrolment_in_hand(session, owner, found)
        except NotFound:
            continue  # the module has left this person's shelf
        uses = _uses(session, owner, hand)
        for block, quiz in quizzes_in_hand(session, owner, hand.version.id, uses, hand.enrolment).items():
            yield UsedUp(hand, found, block, quiz)


def _uses(session: Session, owner: Actor, hand: InHand) -> dict[str, str]:
    """Return {block: quiz} of all pages of a module; what it reads is kept in the process."""
    pages = [shelf.page(session, owner, hand.version.id, each.name, "en") for each in hand.contents]
    blocks = [block for page in pages if page is not None for block in page.document["blocks"]]
    return {block["id"]: block["data"]["use"] for block in blocks if block["kind"] == "quiz"}
