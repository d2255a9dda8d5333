"""Remarks on a draft: on a block or on the whole, answered, resolved, and counted for whoever is to read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.kernel import audit
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor, NotFound, scope_of
from lms.studio.drafts.models import Draft, DraftComment, ReviewLink

LONGEST: Final = 4_000
LONGEST_NAME: Final = 80
MOST: Final = 2_000
"""Remarks a draft may have."""


class Unfit(ValueError):
    """A remark that cannot be taken: "empty", "long" or "many"."""


@dataclass(frozen=True)
class Remark:
    """One remark with its answers; `row.link_id` says that it came from outside, under the name `row.name`."""

    row: DraftComment
    replies: list[DraftComment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OpenComments:
    """A draft with how many of its remarks wait for somebody, and when the latest came."""

    draft: Draft
    count: int
    latest: datetime


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes a remark: somebody of the organisation, or somebody from outside by a link, under a name they type."""

    person_id: UUID | None = None
    link_id: UUID | None = None
    name: str = ""


def add(
    session: Session,
    draft: Draft,
    writer: Writer,
    text: str,
    now: datetime,
    *,
    place: tuple[str, str] = ("", ""),
    parent: UUID | None = None,
) -> DraftComment:
    """Write a remark, or an answer to `parent`.

    `place`: (path, part), both empty for the draft as a whole. Raise `Unfit`, NotFound for an unknown `parent`.
    """
    audit.noted_elsewhere(session)  # it stands under its writer's name
    said = text.replace("\r\n", "\n").strip()
    if not said or len(said) > LONGEST:
        raise Unfit("long" if said else "empty")
    if (session.scalar(select(func.count()).where(DraftComment.draft_id == draft.id)) or 0) >= MOST:
        raise Unfit("many")
    if parent is not None:
        first = one(session, draft, parent)
        parent, place = first.parent_id or first.id, (first.path, first.part)
    row = DraftComment(
        id=new_id(), organisation_id=draft.organisation_id, draft_id=draft.id, parent_id=parent, path=place[0],
        part=place[1], text=said, name=writer.name[:LONGEST_NAME], at=now, person_id=writer.person_id,
        link_id=writer.link_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def one(session: Session, draft: Draft, identity: UUID) -> DraftComment:
    """Return a remark of a draft; NotFound where there is none."""
    found = session.scalar(select(DraftComment).where(DraftComment.draft_id == draft.id, DraftComment.id == identity))
    if found is None:
        raise NotFound
    return found


def resolve(session: Session, draft: Draft, actor: Actor, identity: UUID, resolved: bool, now: datetime) -> None:
    """Say that a remark is dealt with, or open it again."""
    audit.noted_elsewhere(session)
    found = one(session, draft, identity)
    if found.parent_id is not None:
        found = one(session, draft, found.parent_id)
    if resolved != (found.resolved_at is not None):
        found.resolved_at = now if resolved else None
        found.resolved_by_id = actor.person_id if resolved else None


def remarks(session: Session, draft: Draft, *, path: str | None = None, link: ReviewLink | None = None) -> list[Remark]:
    """Return the remarks of a draft in the order they were made, open ones first; of one file, or of one link."""
    query = select(DraftComment).where(DraftComment.draft_id == draft.id)
    if path is not None:
        query = query.where(DraftComment.path == path)
    rows = list(session.scalars(query.order_by(DraftComment.at, DraftComment.id)))
    found = {row.id: Remark(row) for row in rows if row.parent_id is None}
    for row in rows:
        if row.parent_id in found:
            found[row.parent_id].replies.append(row)
    listed = [each for each in found.values() if link is None or each.row.link_id == link.id]
    return sorted(listed, key=lambda each: each.row.resolved_at is not None)


def open_comments(session: Session, actor: Actor) -> Sequence[OpenComments]:
    """Return the drafts of the actor's organisation on which remarks wait, the latest first; one query."""
    waiting = (DraftComment.parent_id.is_(None), DraftComment.resolved_at.is_(None), Draft.trashed_at.is_(None))
    latest = func.max(DraftComment.at)
    rows = session.execute(
        select(Draft, func.count(), latest)
        .join(DraftComment, DraftComment.draft_id == Draft.id)
        .where(scope_of(Draft, actor), *waiting)
        .group_by(Draft.id)
        .order_by(latest.desc())
    ).all()
    return [OpenComments(draft, count, at) for draft, count, at in rows]
