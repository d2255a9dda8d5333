"""The table of certificates: one a completed enrolment, frozen as it was on the day it was asked for."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, scope

KEPT = "while employed"


class Certificate(Base):
    """What one may show of a completed module: frozen, but for what its holder chose to show and its withdrawal."""

    __tablename__ = "certificate"

    id: Mapped[UUID] = column(primary_key=True, default=new_id, privacy="personal", retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=KEPT)
    enrolment_id: Mapped[UUID] = column(ForeignKey("enrolment.id"), unique=True, privacy="personal", retention=KEPT)
    version_id: Mapped[UUID] = column(ForeignKey("module_version.id"), privacy="personal", retention=KEPT)
    number: Mapped[str] = column(String(20), unique=True, privacy="personal", retention=KEPT)
    name: Mapped[str] = column(String(200), privacy="personal", retention=KEPT)
    organisation: Mapped[str] = column(String(120), privacy="personal", retention=KEPT)
    title: Mapped[dict[str, str]] = column(JSON, privacy="personal", retention=KEPT)
    objectives: Mapped[list[dict[str, str]]] = column(JSON, privacy="personal", retention=KEPT)
    version: Mapped[str] = column(String(20), privacy="personal", retention=KEPT)
    minutes: Mapped[int] = column(Integer, privacy="personal", retention=KEPT)
    language: Mapped[str] = column(String(2), privacy="personal", retention=KEPT)
    practised: Mapped[list[dict[str, str]]] = column(JSON, default=list, privacy="personal", retention=KEPT)
    completed_on: Mapped[date] = column(Date, privacy="personal", retention=KEPT)
    issued_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)
    withdrawn_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)


@scope(Certificate)
def certificate_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own. Others are shown it by its holder, or check its number at the door that everybody may knock on."""
    return Certificate.person_id == actor.person_id
