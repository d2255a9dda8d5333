"""The table of packs on their way in: a zip between its preview and the trainer's word."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, scope

KEPT = "until it is imported, at most a day"


class PackUpload(Base):
    """A zip that somebody is looking at before anything of it is taken; one a person."""

    __tablename__ = "pack_upload"

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(
        ForeignKey("person.id"), unique=True, privacy="personal", retention=KEPT, export=False
    )
    name: Mapped[str] = column(String(120))
    content: Mapped[bytes] = column(LargeBinary)
    at: Mapped[datetime] = column(Instant)


@scope(PackUpload)
def pack_upload_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return PackUpload.person_id == actor.person_id
