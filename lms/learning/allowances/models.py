"""The tables of allowances. They are kept apart from the roster: a line manager may read a person's row, not these."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope
from lms.learning.models import EMPLOYED, KEPT


class ExtraTime(Base):
    """How much longer than others a person has at quizzes with a time limit: `percent` of the limit, above 100.

    Whoever has as long as everybody has no row. Why somebody has longer is never asked and never stored.
    """

    __tablename__ = "extra_time"

    person_id: Mapped[UUID] = column(
        ForeignKey("person.id"), primary_key=True, privacy="personal", retention=EMPLOYED
    )  # fmt: skip
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    percent: Mapped[int] = column(Integer, privacy="personal", retention=EMPLOYED)
    set_at: Mapped[datetime] = column(Instant, privacy="personal", retention=EMPLOYED)


class AnotherTry(Base):
    """One more try at the quiz of a block, given to somebody who had used all of theirs; `number` counts from 1."""

    __tablename__ = "another_try"
    __table_args__ = (UniqueConstraint("enrolment_id", "block", "number"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id, privacy="personal", retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=KEPT)
    enrolment_id: Mapped[UUID] = column(ForeignKey("enrolment.id"), privacy="personal", retention=KEPT)
    block: Mapped[str] = column(String(80), privacy="personal", retention=KEPT)
    number: Mapped[int] = column(Integer, privacy="personal", retention=KEPT)
    given_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)


@scope(ExtraTime)
def extra_time_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own, and HR the organisation's; no manager's."""
    own = ExtraTime.organisation_id == actor.organisation_id
    return own if Role.HR in actor.roles else own & (ExtraTime.person_id == actor.person_id)


@scope(AnotherTry)
def another_try_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own, and HR the organisation's."""
    own = AnotherTry.organisation_id == actor.organisation_id
    return own if Role.HR in actor.roles else own & (AnotherTry.person_id == actor.person_id)
