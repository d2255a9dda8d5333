"""The table of door tokens: what another program shows to come in by one door, into one organisation."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, String
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope

KEPT: Final = "with its organisation"


class DoorToken(Base):
    """One token of one organisation for one door; only its hash is kept.

    `made_by`: the administrator who made it, None from the shell. `last_used_at`: to within five minutes.
    `revoked_at`: from when on it opens nothing.
    """

    __tablename__ = "door_token"
    __table_args__ = (Index("ix_door_token_listed", "organisation_id", "door"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    door: Mapped[str] = column(String(10))
    token_hash: Mapped[str] = column(String(64), unique=True, privacy="secret", retention=KEPT, erase="keep")
    made_at: Mapped[datetime] = column(Instant)
    made_by: Mapped[UUID | None] = column(
        ForeignKey("person.id"), index=True, privacy="personal", retention=KEPT, erase="null"
    )
    ends_at: Mapped[datetime | None] = column(Instant)
    last_used_at: Mapped[datetime | None] = column(Instant)
    revoked_at: Mapped[datetime | None] = column(Instant)


@scope(DoorToken)
def door_token_scope(actor: Actor) -> ColumnElement[bool]:
    """Administrators see their organisation's; nobody else any."""
    return (DoorToken.organisation_id == actor.organisation_id) & (Role.ADMIN in actor.roles)
