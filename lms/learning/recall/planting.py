"""What comes back of a module is written down with its completion, in the same transaction, once for each person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.catalog.models import QuizVersion
from lms.kernel.database import insert
from lms.kernel.ids import new_id
from lms.kernel.zones import zone_of
from lms.learning.in_hand import InHand
from lms.learning.models import Enrolment
from lms.learning.recall.choosing import returning
from lms.learning.recall.models import RecallCard
from lms.learning.recall.spacing import learnt
from lms.packs.identity import version_numbers
from lms.packs.model import Quiz
from lms.people.models import Organisation


def plant(session: Session, hand: InHand, enrolment: Enrolment, now: datetime) -> None:
    """Write down what comes back to whoever has just completed a module.

    Completed again, a question that is known already keeps its days; those of an earlier major of the quiz are let go.
    A person who wants nothing more of the module is left in peace.
    """
    chosen = returning(_quizzes(session, hand))
    majors = {UUID(quiz.uuid): _major(quiz) for quiz, _item in chosen}
    mine = RecallCard.person_id == enrolment.person_id, RecallCard.module_id == enrolment.module_id
    earlier = list(session.scalars(select(RecallCard).where(*mine)))
    outdated = [card.id for card in earlier if majors.get(card.quiz_id, card.major) != card.major]
    if outdated:
        session.execute(delete(RecallCard).where(RecallCard.id.in_(outdated)))
    day = _day(session, enrolment, now)
    stopped = any(card.stopped for card in earlier)
    rows = [_row(enrolment, quiz, item.id, day, now) | {"stopped": stopped} for quiz, item in chosen]
    if rows:
        session.execute(insert(session, RecallCard).values(rows).on_conflict_do_nothing())


def _quizzes(session: Session, hand: InHand) -> Sequence[Quiz]:
    """Return the quizzes of the version in hand, in its order."""
    names = list(hand.document["quizzes"])
    wanted = QuizVersion.version_id == hand.version.id, QuizVersion.name.in_(names)
    rows = session.execute(select(QuizVersion.name, QuizVersion.id).where(*wanted)).all()
    found = {row.name: row.id for row in rows}
    return [shelf.quiz(session, found[name]) for name in names if name in found]


def _row(enrolment: Enrolment, quiz: Quiz, item: str, day: date, now: datetime) -> dict[str, Any]:
    _memory, due = learnt(day)
    return {
        "id": new_id(),
        "organisation_id": enrolment.organisation_id,
        "person_id": enrolment.person_id,
        "module_id": enrolment.module_id,
        "quiz_id": UUID(quiz.uuid),
        "major": _major(quiz),
        "item": item,
        "learnt_on": day,
        "due": due,
        "created_at": now,
    }


def _day(session: Session, enrolment: Enrolment, now: datetime) -> date:
    """Return the day it is on the wall of the person's organisation."""
    zone = session.scalars(select(Organisation.time_zone).where(Organisation.id == enrolment.organisation_id)).one()
    return now.astimezone(zone_of(zone)).date()


def _major(quiz: Quiz) -> int:
    return (version_numbers(quiz.version) or (0, 0))[0]
