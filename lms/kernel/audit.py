"""Who looked at whom, and who changed what: a list that is only added to, and that the person concerned can read.

The database itself refuses to change an entry, save that erasing takes a person out of it, and to delete one, save
those older than the moment declared in `audit_horizon`, which only ever moves forward (migration 0031).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, ForeignKey, Index, Integer, String, false, insert
from sqlalchemy.orm import Mapped, Session

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope, unscoped

KEPT: Final = "365 days"
NOTED: Final = "noted"
"""What a session's `info` holds once something was noted in it."""
MANAGER: Final = "manager"
"""The capacity of a line manager, who needs no role to look at own reports."""
LISTS: Final = "list."
"""How the actions of opening or taking along a list begin."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Of whom a list was: a kind that a room knows (or EVERYBODY), which one, and whether only a part was asked for.

    `id` is that of a department, group, cohort, assignment or curriculum, never a person's. A list that was narrowed
    by words, progress or anything else shows a part of whom it reaches, and nobody keeps which part.
    """

    kind: str = ""
    id: UUID | None = None
    narrowed: bool = False


SOME: Final = Reach()
"""Some people, of whom nobody keeps who they were: what a search found, who waits for a date."""
EVERYBODY: Final = Reach("everybody")


class AuditEntry(Base):
    """One act: who did what, to whom, when. `subject_id` is empty for acts on no person or on a whole list.

    capacity: the roles the actor had then, or "manager". about, about_id, narrowed: of whom a list was, see `Reach`.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_organisation_at", "organisation_id", "at", "id"),
        Index("ix_audit_entry_organisation_action", "organisation_id", "action", "at"),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    actor_id: Mapped[UUID | None] = column(
        ForeignKey("person.id"), index=True, privacy="personal", retention=KEPT, erase="null"
    )
    subject_id: Mapped[UUID | None] = column(
        ForeignKey("person.id"), index=True, privacy="personal", retention=KEPT, erase="null"
    )
    action: Mapped[str] = column(String(80))
    detail: Mapped[str] = column(String(200), default="")
    at: Mapped[datetime] = column(Instant)
    capacity: Mapped[str] = column(String(40), default="", server_default="")
    about: Mapped[str] = column(String(20), default="", server_default="")
    about_id: Mapped[UUID | None] = column(default=None)
    narrowed: Mapped[bool] = column(Boolean, default=False, server_default=false())


class AuditHorizon(Base):
    """One row: entries before this moment may be deleted. Moving it declares that they have been kept long enough."""

    __tablename__ = "audit_horizon"

    id: Mapped[int] = column(Integer, primary_key=True, autoincrement=False)
    before: Mapped[datetime] = column(Instant)


unscoped(AuditHorizon, reason="a moment of the whole installation, moved by the nightly job alone")


@scope(AuditEntry)
def audit_scope(actor: Actor) -> ColumnElement[bool]:
    """Administrators see the organisation's entries; everyone else those about themselves, and the lists of people."""
    own = AuditEntry.organisation_id == actor.organisation_id
    if Role.ADMIN in actor.roles:
        return own
    return own & ((AuditEntry.subject_id == actor.person_id) | AuditEntry.action.startswith(LISTS))


def note(
    session: Session,
    actor: Actor,
    action: str,
    at: datetime,
    *,
    subject: UUID | None = None,
    detail: str = "",
    capacity: str = "",
    reach: Reach = SOME,
) -> None:
    """Write one entry in the caller's transaction. `capacity`: in which they act, where their roles do not say it."""
    session.add(
        AuditEntry(
            organisation_id=actor.organisation_id,
            actor_id=actor.person_id,
            subject_id=subject,
            action=action,
            detail=detail,
            at=at,
            capacity=capacity or capacity_of(actor),
            about=reach.kind,
            about_id=reach.id,
            narrowed=reach.narrowed,
        )
    )
    session.info[NOTED] = True


def noted_elsewhere(session: Session) -> None:
    """Say that what the session writes stands under its writer's name in a record of its own, and needs no entry."""
    session.info[NOTED] = True


def note_many(
    session: Session, actor: Actor, action: str, at: datetime, subjects: Iterable[UUID], *, detail: str = ""
) -> None:
    """Write one entry for each of these people, in one statement."""
    shared: dict[str, Any] = {"organisation_id": actor.organisation_id, "actor_id": actor.person_id, "at": at}
    shared |= {"action": action, "detail": detail, "capacity": capacity_of(actor)}
    rows = [{"id": new_id(), "subject_id": each, **shared} for each in subjects]
    if rows:
        session.execute(insert(AuditEntry), rows)
        session.info[NOTED] = True


def capacity_of(actor: Actor) -> str:
    """Return the roles in which an actor acts on others: all they have but a learner's, separated by a space.

    An actor who is nobody in person says it in a `capacity` of its own.
    """
    return getattr(actor, "capacity", "") or " ".join(sorted(actor.roles - {Role.LEARNER, Role.EVERYONE}))
