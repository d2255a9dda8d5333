"""The table of reminders sent by hand: who asked for them, about what, when they go, whether they were taken back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped

from lms.assigning.assignments.models import KEPT
from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope


class Sending(Base):
    """One act of reminding whoever is late. `curriculum_id`: with which one, None for any.

    `everybody`: also those who had a reminder since they are late. `planned`: people, when it was pressed; `said`:
    reminders written since. `mails_at`: when they are written; until then taking it back leaves no trace.
    """

    __tablename__ = "sending"
    __table_args__ = (Index("ix_sending_organisation_id", "organisation_id", "created_at"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    curriculum_id: Mapped[UUID | None] = column(ForeignKey("curriculum.id"))
    everybody: Mapped[bool] = column(Boolean, default=False)
    planned: Mapped[int] = column(Integer, default=0)
    said: Mapped[int] = column(Integer, default=0)
    by_id: Mapped[UUID | None] = column(ForeignKey("person.id"), privacy="personal", retention=KEPT, erase="null")
    created_at: Mapped[datetime] = column(Instant)
    mails_at: Mapped[datetime] = column(Instant)
    written_at: Mapped[datetime | None] = column(Instant)
    undone_at: Mapped[datetime | None] = column(Instant)


@scope(Sending)
def sending_scope(actor: Actor) -> ColumnElement[bool]:
    """HR the organisation's."""
    return (Sending.organisation_id == actor.organisation_id) & (Role.HR in actor.roles)
