"""The table of the organisation's own measures: counts of its customers' behaviour, entered by HR."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, Date, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope

IN_FORCE = text("replaced_at IS NULL")


class OwnMeasure(Base):
    """One measure over one period: a kind of `lms.assigning.board.kinds`, its counts in the order of its fields.

    Never changed: a correction is another row, and the first is `replaced_at` that moment; so is one that is removed.
    """

    __tablename__ = "own_measure"
    __table_args__ = (
        Index("ix_own_measure_organisation", "organisation_id", "kind", "begins"),
        Index(
            "uq_own_measure_in_force",
            "organisation_id",
            "kind",
            "begins",
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        ),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    kind: Mapped[str] = column(String(20))
    begins: Mapped[date] = column(Date)
    ends: Mapped[date] = column(Date)
    counts: Mapped[list[int]] = column(JSON)
    source: Mapped[str] = column(String(200))
    entered_by: Mapped[UUID | None] = column(
        ForeignKey("person.id"), index=True, privacy="personal", retention="until the person is erased", erase="null"
    )
    entered_at: Mapped[datetime] = column(Instant)
    replaced_at: Mapped[datetime | None] = column(Instant)


@scope(OwnMeasure)
def measure_scope(actor: Actor) -> ColumnElement[bool]:
    """The organisation's, for HR."""
    return OwnMeasure.organisation_id == actor.organisation_id if Role.HR in actor.roles else false()
