"""The table of figures an organisation stands by: the organisation's own, about nobody, offered to its managers."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Float, ForeignKey, Index, String
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, scope

KEPT = "while the organisation is a customer"


class ApprovedFact(Base):
    """One figure as the organisation approved it; a new figure is a new row, and an earlier one stays as it was.

    Per cent are fractions. `source`: where the figure comes from, in words. `valid_on`: the day it is of. Who entered
    it stands in the audit list.
    """

    __tablename__ = "approved_fact"
    __table_args__ = (Index("ix_approved_fact_organisation_name", "organisation_id", "name", "created_at"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    name: Mapped[str] = column(String(40), retention=KEPT)
    likely: Mapped[float] = column(Float, retention=KEPT)
    low: Mapped[float | None] = column(Float, retention=KEPT)
    high: Mapped[float | None] = column(Float, retention=KEPT)
    source: Mapped[str] = column(String(120), retention=KEPT)
    valid_on: Mapped[date] = column(Date, retention=KEPT)
    created_at: Mapped[datetime] = column(Instant, retention=KEPT)
    withdrawn_at: Mapped[datetime | None] = column(Instant, retention=KEPT)


@scope(ApprovedFact)
def approved_fact_scope(actor: Actor) -> ColumnElement[bool]:
    """Everybody in the organisation may use its figures; nobody else knows of them."""
    return ApprovedFact.organisation_id == actor.organisation_id
