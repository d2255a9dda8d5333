"""Whoever opens a list of people, or one person's page, leaves a trace that those concerned can read at /me/looked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select

from lms.kernel import audit
from lms.kernel.audit import SOME, AuditEntry, Reach
from lms.kernel.database import Database
from lms.kernel.permissions import Actor

LIST: Final = "list.people"
TAKEN: Final = "list.taken"
PERSON: Final = "person.opened"
MAIL: Final = "mail.opened"
LOG: Final = "audit.searched"
LOOKS: Final = (PERSON, MAIL, LOG)
"""Looks at one person."""
ONE_LOOK: Final = timedelta(hours=1)


def note_look(
    database: Database,
    actor: Actor,
    words: str,
    now: datetime,
    reach: Reach = SOME,
    *,
    taken: bool = False,
    capacity: str = "",
) -> None:
    """Note that `actor` opened the list or report called `words`, or with `taken` has it as a file.

    `reach`: of whom it was. Turning its pages within the hour is the same look; each file is one of its own.
    """
    action = TAKEN if taken else LIST
    if taken or not _is_same(database, actor, action, now, reach=reach, detail=words[:200]):
        _write(database, actor, action, now, reach=reach, detail=words[:200], capacity=capacity)


def note_opened(
    database: Database, actor: Actor, person_id: UUID, now: datetime, *, action: str = PERSON, capacity: str = ""
) -> None:
    """Note that `actor` opened somebody else's page; opening it again within the hour is the same look."""
    if person_id != actor.person_id and not _is_same(database, actor, action, now, subject=person_id):
        _write(database, actor, action, now, subject=person_id, capacity=capacity)


def _is_same(
    database: Database,
    actor: Actor,
    action: str,
    now: datetime,
    *,
    subject: UUID | None = None,
    reach: Reach = SOME,
    detail: str = "",
) -> bool:
    same = (
        AuditEntry.organisation_id == actor.organisation_id,
        AuditEntry.actor_id == actor.person_id,
        AuditEntry.action == action,
        AuditEntry.detail == detail,
        AuditEntry.subject_id == subject if subject else AuditEntry.subject_id.is_(None),
        AuditEntry.about == reach.kind,
        AuditEntry.about_id == reach.id if reach.id else AuditEntry.about_id.is_(None),
        AuditEntry.narrowed.is_(reach.narrowed),
        AuditEntry.at > now - ONE_LOOK,
    )
    with database.reading() as session:
        return session.scalar(select(AuditEntry.id).where(*same).limit(1)) is not None


def _write(
    database: Database,
    actor: Actor,
    action: str,
    now: datetime,
    *,
    subject: UUID | None = None,
    reach: Reach = SOME,
    detail: str = "",
    capacity: str = "",
) -> None:
    """Write it in a short transaction of its own, because the page that shows it only reads."""
    with database.writing() as session:
        audit.note(session, actor, action, now, subject=subject, detail=detail, reach=reach, capacity=capacity)
