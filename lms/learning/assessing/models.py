"""The table of sittings: one person, one instrument, one occasion."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, ColumnElement, Enum, ForeignKey, Index, Integer, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, scope

KEPT = "until the person is erased: then and now needs both"
UNFOLDED = text("NOT folded AND state = 'closed'")
"""The sittings that the tallies have not counted yet, in the words of the index that finds them."""


class SittingState(StrEnum):
    """Where a sitting stands; only `open` changes."""

    OPEN = "open"
    CLOSED = "closed"
    DISCARDED = "discarded"


class Sitting(Base):
    """One sitting, on the version it was begun with. `instrument_id` is the lasting identity: the uuid in its file.

    `result` is computed once, when it is closed (`lms.learning.assessing.scoring.Result`), and never again: neither a
    new version nor a better formula changes what somebody has read about themselves. `folded`: whether the tallies of
    its statements have counted it.
    """

    __tablename__ = "sitting"
    __table_args__ = (
        UniqueConstraint("person_id", "instrument_id", "number"),
        Index("ix_sitting_closed", "organisation_id", "closed_at"),
        Index("ix_sitting_unfolded", "closed_at", sqlite_where=UNFOLDED, postgresql_where=UNFOLDED),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id, privacy="personal", retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), privacy="personal", retention=KEPT)
    instrument_id: Mapped[UUID] = column(privacy="personal", retention=KEPT)
    quiz_version_id: Mapped[UUID] = column(ForeignKey("quiz_version.id"), privacy="personal", retention=KEPT)
    number: Mapped[int] = column(Integer, privacy="personal", retention=KEPT)
    state: Mapped[SittingState] = column(
        Enum(
            SittingState,
            native_enum=False,
            length=20,
            values_callable=lambda kind: [each.value for each in kind],
            create_constraint=False,
        ),
        default=SittingState.OPEN,
        privacy="personal",
        retention=KEPT,
    )
    result: Mapped[dict[str, Any] | None] = column(JSON(none_as_null=True), privacy="sensitive", retention=KEPT)
    started_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)
    closed_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)
    folded: Mapped[bool] = column(Boolean, default=False, server_default=false(), retention=KEPT)

    @property
    def context(self) -> str:
        """Return the key under which its answers are saved."""
        return f"sitting:{self.id}"


@scope(Sitting)
def sitting_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own, nobody else's, whatever the role."""
    return Sitting.person_id == actor.person_id
