"""Review links: an address under which somebody without an account reads a draft, until a day or until it is ended."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.kernel import audit
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor, NotFound
from lms.studio.drafts.models import Draft, DraftComment, ReviewLink

DAYS: Final = 7
MOST_DAYS: Final = 60
MOST_LINKS: Final = 30
"""Links of a draft that are open at a time."""
HOUR: Final = timedelta(hours=1)
MOST_AN_HOUR: Final = 20
"""Remarks that one link takes in an hour."""
_BYTES: Final = 32
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")


class TooMany(Exception):
    """There are as many open links, or remarks in an hour, as there may be."""


def make(session: Session, draft: Draft, actor: Actor, days: int, now: datetime) -> tuple[ReviewLink, str]:
    """Make a link that lasts so many days (1 to 60); return it and the token, which is shown once and not kept."""
    if len(open_links(session, draft, now)) >= MOST_LINKS:
        raise TooMany
    token = token_urlsafe(_BYTES)
    lasts = timedelta(days=min(max(days, 1), MOST_DAYS))
    link = ReviewLink(
        id=new_id(), organisation_id=draft.organisation_id, draft_id=draft.id, token_hash=_hash(token),
        person_id=actor.person_id, made_at=now, until=now + lasts,
    )  # fmt: skip
    session.add(link)
    audit.note(session, actor, "review.linked", now, detail=str(draft.id))
    session.flush()
    return link, token


def revoke(session: Session, draft: Draft, actor: Actor, identity: UUID, now: datetime) -> None:
    """End a link; NotFound where the draft has no such one."""
    link = session.scalar(select(ReviewLink).where(ReviewLink.draft_id == draft.id, ReviewLink.id == identity))
    if link is None:
        raise NotFound
    if link.revoked_at is None:
        link.revoked_at = now
        audit.note(session, actor, "review.revoked", now, detail=str(draft.id))


def open_links(session: Session, draft: Draft, now: datetime) -> list[ReviewLink]:
    """Return the links under which a draft can be read now, the latest first."""
    here = (ReviewLink.draft_id == draft.id, ReviewLink.revoked_at.is_(None), ReviewLink.until > now)
    return list(session.scalars(select(ReviewLink).where(*here).order_by(ReviewLink.made_at.desc())))


def found(session: Session, token: str, now: datetime) -> tuple[ReviewLink, Draft] | None:
    """Return the link and the draft that a token opens now; None for a wrong, ended or old one, or a draft thrown away.

    The token itself is the right to read: nobody has signed in.
    """
    if not can_be(token):
        return None
    row = session.execute(
        select(ReviewLink, Draft)
        .join(Draft, Draft.id == ReviewLink.draft_id)
        .where(
            ReviewLink.token_hash == _hash(token), ReviewLink.revoked_at.is_(None), ReviewLink.until > now,
            Draft.trashed_at.is_(None),
        )
    ).first()  # fmt: skip
    return (row[0], row[1]) if row is not None else None


def can_be(token: str) -> bool:
    """Return whether a text has the form of a token."""
    return _TOKEN.fullmatch(token) is not None


def check_pace(session: Session, link: ReviewLink, now: datetime) -> None:
    """Raise `TooMany` where a link has taken as many remarks in an hour as it may."""
    lately = (DraftComment.link_id == link.id, DraftComment.at > now - HOUR)
    if (session.scalar(select(func.count()).where(*lately)) or 0) >= MOST_AN_HOUR:
        raise TooMany


def _hash(token: str) -> str:
    return sha256(token.encode("ascii")).hexdigest()
