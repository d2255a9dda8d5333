"""Whoever opens a list of people, or one person's page, leaves a trace that those concerned can read at /me."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from lms.kernel import audit
from lms.kernel.audit import AuditEntry
from lms.kernel.database import Database
from lms.kernel.permissions import Actor

LIST = "list.people"
PERSON = "person.opened"
ONE_LOOK = timedelta(hours=1)


def note_look(database: Database, actor: Actor, module: str, now: datetime) -> None:
    """Note that `actor` opened the list of people on `module`; turning its pages within the hour is the same look."""
    _note(database, actor, LIST, now, detail=module)


def note_opened(database: Database, actor: Actor, person_id: UUID, now: datetime) -> None:
    """Note that `actor` opened somebody else's page; opening it again within the hour is the same look."""
    if person_id != actor.person_id:
        _note(database, actor, PERSON, now, subject=person_id)


def _note(
    database: Database, actor: Actor, action: str, now: datetime, *, subject: UUID | None = None, detail: str = ""
) -> None:
    """Write it in a short transaction of its own, because the page that shows it only reads."""
    same = (
        AuditEntry.organisation_id == actor.organisation_id,
        AuditEntry.actor_id == actor.person_id,
        AuditEntry.action == action,
        AuditEntry.detail == detail,
        AuditEntry.subject_id == subject if subject else AuditEntry.subject_id.is_(None),
        AuditEntry.at > now - ONE_LOOK,
    )
    with database.reading() as session:
        if session.scalar(select(AuditEntry.id).where(*same).limit(1)) is not None:
            return
    with database.writing() as session:
        audit.note(session, actor, action, now, subject=subject, detail=detail)
