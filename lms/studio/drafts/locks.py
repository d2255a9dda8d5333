"""Who has which part in hand. A lock lasts two minutes and is renewed while one works; anybody may take it over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.kernel import audit
from lms.kernel.permissions import Actor
from lms.studio.drafts import held
from lms.studio.drafts.models import Draft, DraftLock

LASTS: Final = timedelta(minutes=2)
MOST: Final = 50
"""Parts one person may have in hand in a draft."""


@dataclass(frozen=True, slots=True)
class Held:
    """A part in somebody's hands until a moment."""

    path: str
    part: str
    person_id: UUID
    until: datetime


def take(
    session: Session, draft: Draft, actor: Actor, path: str, part: str, now: datetime, *, over: bool = False
) -> Held:
    """Take a part in hand, or keep it; return who has it now, who may be another unless it is taken over."""
    held.hold(session, draft)
    found = session.get(DraftLock, (draft.id, path, part), populate_existing=True)
    if found is None:
        _let_go_oldest(session, draft, actor)
        found = DraftLock(
            draft_id=draft.id, path=path, part=part, organisation_id=draft.organisation_id,
            person_id=actor.person_id, until=now + LASTS,
        )  # fmt: skip
        session.add(found)
    elif over or found.person_id == actor.person_id or found.until <= now:
        found.person_id, found.until = actor.person_id, now + LASTS
    session.flush()
    return Held(path, part, found.person_id, found.until)


def let_go(session: Session, draft: Draft, actor: Actor, path: str, part: str) -> None:
    """Put a part down; somebody else's stays with them."""
    audit.noted_elsewhere(session)
    session.execute(
        delete(DraftLock).where(
            DraftLock.draft_id == draft.id,
            DraftLock.path == path,
            DraftLock.part == part,
            DraftLock.person_id == actor.person_id,
        )
    )


def in_hand(session: Session, draft: Draft, now: datetime) -> Sequence[Held]:
    """Return every part that somebody has in hand."""
    rows = session.scalars(
        select(DraftLock)
        .where(DraftLock.draft_id == draft.id, DraftLock.until > now)
        .order_by(DraftLock.path, DraftLock.part)
    )
    return [Held(row.path, row.part, row.person_id, row.until) for row in rows]


def locked_parts(session: Session, draft: Draft, actor: Actor, path: str, now: datetime) -> dict[str, UUID]:
    """Return the parts of a file that others have in hand, and who."""
    rows = session.execute(
        select(DraftLock.part, DraftLock.person_id).where(
            DraftLock.draft_id == draft.id,
            DraftLock.path == path,
            DraftLock.until > now,
            DraftLock.person_id != actor.person_id,
        )
    )
    return {row.part: row.person_id for row in rows}


def _let_go_oldest(session: Session, draft: Draft, actor: Actor) -> None:
    """Keep one person from holding more than `MOST` parts."""
    mine = session.scalars(
        select(DraftLock)
        .where(DraftLock.draft_id == draft.id, DraftLock.person_id == actor.person_id)
        .order_by(DraftLock.until.desc())
        .offset(MOST - 1)
    )
    for row in mine:
        session.delete(row)
