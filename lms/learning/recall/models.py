"""The tables of recall: one question of one person, when it comes back next, and until when they rest from it all."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, Date, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, scope

KEPT = "until the person is erased"


class RecallCard(Base):
    """One question that comes back to one person: an item of a major of a quiz, whatever its wording is by then.

    `quiz_id` is the lasting identity of the quiz, the uuid in its file; `major` is the quiz's. `learnt_on` is the day
    its module was completed, `due` the day it comes back, `answered_on` the day it was answered last; days are those of
    the organisation's time zone. `sealed` is how the answers went (`lms.learning.recall.memory`), encrypted with the
    person's key; None until the first. `stopped`: the person wants nothing more of this module.
    """

    __tablename__ = "recall_card"
    __table_args__ = (
        UniqueConstraint("person_id", "quiz_id", "major", "item"),
        Index("ix_recall_card_due", "person_id", "due"),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id, privacy="personal", retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), privacy="personal", retention=KEPT)
    module_id: Mapped[UUID] = column(ForeignKey("module.id"), privacy="personal", retention=KEPT)
    quiz_id: Mapped[UUID] = column(privacy="personal", retention=KEPT)
    major: Mapped[int] = column(Integer, privacy="personal", retention=KEPT)
    item: Mapped[str] = column(String(80), privacy="personal", retention=KEPT)
    learnt_on: Mapped[date] = column(Date, privacy="personal", retention=KEPT)
    due: Mapped[date] = column(Date, privacy="personal", retention=KEPT)
    answered_on: Mapped[date | None] = column(Date, privacy="personal", retention=KEPT)
    stopped: Mapped[bool] = column(Boolean, default=False, privacy="personal", retention=KEPT)
    sealed: Mapped[bytes | None] = column(LargeBinary, privacy="sensitive", retention=KEPT, export=False)
    created_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)


class RecallRest(Base):
    """A person's rest from all questions that come back: what falls due meanwhile waits until the day it ends."""

    __tablename__ = "recall_rest"

    person_id: Mapped[UUID] = column(ForeignKey("person.id"), primary_key=True, privacy="personal", retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    until: Mapped[date] = column(Date, privacy="personal", retention=KEPT)


@scope(RecallCard)
def card_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own, nobody else's, whatever the role."""
    return RecallCard.person_id == actor.person_id


@scope(RecallRest)
def rest_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return RecallRest.person_id == actor.person_id
