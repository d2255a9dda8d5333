"""The table of who somebody is at the application we stand in."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, scope

DOOR: Final = "host"
KEPT: Final = "while employed"


class HostIdentity(Base):
    """Who a person of an organisation is at the host: its own word for them, for ever."""

    __tablename__ = "host_identity"
    __table_args__ = (UniqueConstraint("organisation_id", "subject"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=KEPT)
    subject: Mapped[str] = column(String(255), privacy="personal", retention=KEPT)
    linked_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)


@scope(HostIdentity)
def identity_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return HostIdentity.person_id == actor.person_id
