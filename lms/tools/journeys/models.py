"""The table of pictures of touchpoints. Which touchpoint shows one stands in the rows of the way, a sealed answer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Integer, LargeBinary
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, scope

KEPT = "until a day after no way shows it, or the person is erased"


class JourneyPicture(Base):
    """One picture: a JPEG drawn anew and what it shows in words, both sealed with the person's key.

    A scenario that was copied shows the same picture as the first one. `removed_at`: since then no way shows it.
    """

    __tablename__ = "journey_picture"

    id: Mapped[UUID] = column(primary_key=True, default=new_id, privacy="personal", retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=KEPT)
    width: Mapped[int] = column(Integer, privacy="personal", retention=KEPT)
    height: Mapped[int] = column(Integer, privacy="personal", retention=KEPT)
    sealed: Mapped[bytes] = column(LargeBinary, deferred=True, privacy="sensitive", retention=KEPT, export=False)
    sealed_words: Mapped[bytes] = column(LargeBinary, privacy="sensitive", retention=KEPT, export=False)
    added_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)
    removed_at: Mapped[datetime | None] = column(Instant, index=True, privacy="personal", retention=KEPT)


@scope(JourneyPicture)
def picture_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own, nobody else's; one on a shared way is reached through its share."""
    return JourneyPicture.person_id == actor.person_id
