"""Whoever opens a list of people leaves a trace that the people on it can read on their own page."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from lms.kernel import audit
from lms.kernel.audit import AuditEntry
from lms.kernel.database import Database
from lms.kernel.permissions import Actor, scope_of

LIST = "list.people"
ONE_LOOK = timedelta(hours=1)


def note_look(database: Database, actor: Actor, module: str, now: datetime) -> None:
    """Note that `actor` opened the list of people on `module`; turning its pages within the hour is the same look.

    It has a short transaction of its own, because the page that shows the list only reads.
    """
    same = (AuditEntry.actor_id == actor.person_id, AuditEntry.action == LIST, AuditEntry.detail == module)
    recent = select(AuditEntry.id).where(scope_of(AuditEntry, actor), *same, AuditEntry.at > now - ONE_LOOK)
    with database.reading() as session:
        if session.scalar(recent.limit(1)) is not None:
            return
    with database.writing() as session:
        audit.note(session, actor, LIST, now, detail=module)
