"""The answer log: append-only rows, a head that points at the current one, and each person's wrapped key."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped

from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, scope, unscoped

Number = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows only in an INTEGER primary key
KEPT = "answers to quizzes 24 months after the module was completed, everything else until erased"


class Answer(Base):
    """One thing typed, once, for ever: `id` is made in the browser, `revision` by the server.

    A row whose `base` was not the current revision when it came is stored with revision None: kept, not current.
    `value` is JSON; of the private classes it is empty and `sealed` holds the JSON encrypted with the person's key.
    """

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("person_id", "id"),
        Index("ix_answer_field", "person_id", "context", "block", "item"),
    )

    number: Mapped[int] = column(Number, primary_key=True, autoincrement=True)
    id: Mapped[UUID] = column(privacy="personal", retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), privacy="personal", retention=KEPT)
    context: Mapped[str] = column(String(80), privacy="personal", retention=KEPT)
    block: Mapped[str] = column(String(80), privacy="personal", retention=KEPT)
    item: Mapped[str] = column(String(80), privacy="personal", retention=KEPT)
    base: Mapped[int] = column(Integer, privacy="personal", retention=KEPT)
    revision: Mapped[int | None] = column(Integer, privacy="personal", retention=KEPT)
    version: Mapped[str] = column(String(40), privacy="personal", retention=KEPT)
    value: Mapped[str | None] = column(Text, privacy="sensitive", retention=KEPT)
    sealed: Mapped[bytes | None] = column(LargeBinary, privacy="sensitive", retention=KEPT, export=False)
    received_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)


class AnswerHead(Base):
    """Which row of the log is the current answer of one field: the index that reading goes by."""

    __tablename__ = "answer_head"

    person_id: Mapped[UUID] = column(
        ForeignKey("person.id"), primary_key=True, privacy="personal", retention=KEPT, export=False
    )
    context: Mapped[str] = column(String(80), primary_key=True, privacy="personal", retention=KEPT, export=False)
    block: Mapped[str] = column(String(80), primary_key=True, privacy="personal", retention=KEPT, export=False)
    item: Mapped[str] = column(String(80), primary_key=True, privacy="personal", retention=KEPT, export=False)
    revision: Mapped[int] = column(Integer)
    answer: Mapped[int] = column(Number)


class PersonKey(Base):
    """The key a person's private answers are sealed with, itself sealed with the installation's."""

    __tablename__ = "person_key"

    person_id: Mapped[UUID] = column(
        ForeignKey("person.id"), primary_key=True, privacy="secret", retention="until erased"
    )
    wrapped: Mapped[bytes] = column(LargeBinary, privacy="secret", retention="until erased")
    created_at: Mapped[datetime] = column(Instant)


@scope(Answer)
def answer_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own, nobody else's, whatever the role."""
    return Answer.person_id == actor.person_id


@scope(AnswerHead)
def head_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return AnswerHead.person_id == actor.person_id


unscoped(PersonKey, reason="keys are opened by the answers room alone, never shown")
