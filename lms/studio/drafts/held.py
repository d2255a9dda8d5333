"""Drafts and their files as they stand: for whoever reads them, and for whoever is about to change them."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel import audit
from lms.kernel.permissions import NotFound
from lms.studio.drafts.models import Draft, DraftFile
from lms.web.context import my


def draft_or_404(draft_id: UUID, *, trashed: bool = False) -> Draft:
    """Return a draft of the visitor's organisation that is not thrown away (or is, where `trashed`)."""
    there = Draft.trashed_at.is_not(None) if trashed else Draft.trashed_at.is_(None)
    return my(Draft).where(Draft.id == draft_id, there).one_or_404()


def files_of(session: Session, draft: Draft) -> dict[str, bytes]:
    """Return every file of a draft by its path, sorted."""
    rows = session.execute(
        select(DraftFile.path, DraftFile.content).where(DraftFile.draft_id == draft.id).order_by(DraftFile.path)
    )
    return {row.path: row.content for row in rows}


def paths_of(session: Session, draft: Draft) -> dict[str, str]:
    """Return the digest (SHA-256, hex) of every file of a draft by its path, sorted; reads no content."""
    rows = session.execute(
        select(DraftFile.path, DraftFile.digest).where(DraftFile.draft_id == draft.id).order_by(DraftFile.path)
    )
    return {row.path: row.digest for row in rows}


def content_of(session: Session, draft: Draft, path: str) -> bytes | None:
    """Return one file; None where there is none."""
    return session.scalar(select(DraftFile.content).where(DraftFile.draft_id == draft.id, DraftFile.path == path))


def text_of(session: Session, draft: Draft, path: str) -> str:
    """Return one text file; NotFound where there is none. What is not UTF-8 is shown by marks."""
    content = content_of(session, draft, path)
    if content is None:
        raise NotFound
    return content.decode("utf-8", "replace")


def hold(session: Session, draft: Draft) -> None:
    """Let nobody else change the draft until the end of the transaction, and read anew what stands in its row."""
    audit.noted_elsewhere(session)  # in the draft's history, which keeps more than the log and for longer
    found = session.scalar(
        select(Draft)
        .where(Draft.id == draft.id, Draft.trashed_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound


def store(session: Session, draft: Draft, path: str, content: bytes | None) -> None:
    """Write, replace or remove one file, without a word in the history: acts do that."""
    row = session.get(DraftFile, (draft.id, path), populate_existing=True)
    if content is None:
        if row is not None:
            session.delete(row)
        return
    if row is None:
        row = DraftFile(draft_id=draft.id, path=path, organisation_id=draft.organisation_id)
        session.add(row)
    row.content, row.digest, row.size = content, sha256(content).hexdigest(), len(content)


def touched(draft: Draft, person_id: UUID, now: datetime) -> None:
    """Note who changed the draft last."""
    draft.changed_at, draft.changed_by_id = now, person_id
