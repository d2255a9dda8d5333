"""The room that an organisation's drafts have for pictures and clips: how much is taken, and who may take more now."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.people.models import Organisation
from lms.studio.drafts.models import DraftFile


def hold_room(session: Session, organisation_id: UUID) -> None:
    """Let nobody else of the organisation take room until the end of the transaction, so that what is counted stays so.

    PostgreSQL holds the organisation's row; SQLite lets only one transaction write at a time anyway.
    """
    session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update(key_share=True))


def room_taken(session: Session, organisation_id: UUID) -> int:
    """Return how many bytes the pictures and clips of an organisation's drafts take; the same file counts once."""
    media = select(DraftFile.digest, func.max(DraftFile.size).label("size")).where(
        DraftFile.organisation_id == organisation_id, DraftFile.path.like("%/media/%")
    )
    once = media.group_by(DraftFile.digest).subquery()
    return int(session.scalar(select(func.sum(once.c.size))) or 0)
