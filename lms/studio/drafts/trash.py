"""Drafts thrown away: brought back within thirty days, deleted by a nightly job after that."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.catalog.origin_models import DeclinedOffer
from lms.kernel import audit
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.permissions import Actor
from lms.studio.drafts import held
from lms.studio.drafts.making import AlreadyOpen, opened
from lms.studio.drafts.models import Draft, DraftChange, DraftComment, DraftFile, DraftLock, ReviewLink

BACK_FOR: Final = timedelta(days=30)
PARTS: Final = (DraftComment, ReviewLink, DraftLock, DraftChange, DraftFile)
"""What belongs to a draft and goes with it, in this order."""


def throw_away(session: Session, draft: Draft, actor: Actor, now: datetime) -> None:
    """Put a draft in the trash; whatever was published of it stays. What was taken over in it of an offer was not."""
    held.hold(session, draft)
    _untake(session, draft)
    draft.trashed_at = now
    held.touched(draft, actor.person_id, now)
    audit.note(session, actor, "draft.trashed", now, detail=str(draft.id))


def _untake(session: Session, draft: Draft) -> None:
    """Let what had been decided before stand again, for every change of the library that was taken over in a draft."""
    taken = (
        DeclinedOffer.organisation_id == draft.organisation_id,
        DeclinedOffer.module_id == draft.module_id,
        DeclinedOffer.replaced.is_not(None),
        DeclinedOffer.at >= draft.made_at,
    )
    session.execute(delete(DeclinedOffer).where(*taken, DeclinedOffer.earlier_id.is_(None)))
    before = {"version_id": DeclinedOffer.earlier_id, "earlier_id": None, "replaced": None, "base": ""}
    session.execute(update(DeclinedOffer).where(*taken).values(before))


def bring_back(session: Session, draft: Draft, actor: Actor, now: datetime) -> None:
    """Take a draft out of the trash. Raise `AlreadyOpen` where its module has another open draft by now."""
    if opened(session, actor, draft.module_id) is not None:
        raise AlreadyOpen
    draft.trashed_at = None
    held.touched(draft, actor.person_id, now)
    audit.note(session, actor, "draft.restored", now, detail=str(draft.id))


@job("drafts.tidy", every=timedelta(days=1), allowed=JOB, label=_l("Delete drafts that were thrown away"))
def tidy(work: Work) -> None:
    """Delete each draft that has lain in the trash for thirty days, in a transaction of its own, and ended locks."""
    until = work.now() - BACK_FOR
    with work.reading() as session:
        old = list(session.scalars(select(Draft.id).where(Draft.trashed_at < until).order_by(Draft.id)))
    for identity in old:
        with work.writing() as session:
            forget(session, identity, until)
    with work.last() as session:
        session.execute(delete(DraftLock).where(DraftLock.until < work.now()))


def forget(session: Session, identity: UUID, until: datetime) -> bool:
    """Delete a draft thrown away before a moment, with all that belongs to it; return whether it was there."""
    gone = select(Draft.id).where(Draft.id == identity, Draft.trashed_at < until).with_for_update()
    if session.scalar(gone) is None:
        return False
    answers = (DraftComment.draft_id == identity, DraftComment.parent_id.is_not(None))
    session.execute(delete(DraftComment).where(*answers))
    for part in PARTS:
        session.execute(delete(part).where(part.draft_id == identity))
    session.execute(delete(Draft).where(Draft.id == identity))
    return True
