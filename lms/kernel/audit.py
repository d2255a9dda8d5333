"""Who looked at whom, and who changed what: an append-only list the person concerned can read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String
from sqlalchemy.orm import Mapped, Session

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope


class AuditEntry(Base):
    """One act: who did what, to whom, when. `subject_id` is empty for acts on no person or on a whole list."""

    __tablename__ = "audit_entry"

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), index=True)
    actor_id: Mapped[UUID | None] = column(
        ForeignKey("person.id"), privacy="personal", retention="365 days", erase="null"
    )
    subject_id: Mapped[UUID | None] = column(
        ForeignKey("person.id"), index=True, privacy="personal", retention="365 days", erase="null"
    )
    action: Mapped[str] = column(String(80))
    detail: Mapped[str] = column(String(200), default="")
    at: Mapped[datetime] = column(Instant)


@scope(AuditEntry)
def audit_scope(actor: Actor) -> ColumnElement[bool]:
    """Administrators see the organisation's entries; everyone else those about themselves and the lists of all."""
    own = AuditEntry.organisation_id == actor.organisation_id
    if Role.ADMIN in actor.roles:
        return own
    return own & ((AuditEntry.subject_id == actor.person_id) | AuditEntry.subject_id.is_(None))


def note(
    session: Session, actor: Actor, action: str, at: datetime, *, subject: UUID | None = None, detail: str = ""
) -> None:
    """Write one entry in the caller's transaction."""
    session.add(
        AuditEntry(
            organisation_id=actor.organisation_id,
            actor_id=actor.person_id,
            subject_id=subject,
            action=action,
            detail=detail,
            at=at,
        )
    )
