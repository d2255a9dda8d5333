"""Taking a pack in: modules published at once or put down as drafts, all that were chosen or none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from lms.catalog.models import ModuleVersion
from lms.catalog.publishing import Refused, publish_release
from lms.kernel.permissions import Actor
from lms.sentences import say, sentences
from lms.studio.drafts.making import MEGABYTE, AlreadyOpen, TooLarge, TooMany, take_in
from lms.studio.drafts.models import Draft
from lms.studio.packs.planning import Incoming, State


def publish_all(
    session: Session, chosen: Sequence[Incoming], organisation_id: UUID, now: datetime
) -> list[ModuleVersion]:
    """Publish what is new or changed, tool shelves first; raise `Refused` with every reason, and change nothing."""
    reasons = [sentences(f"{each.slug}:", reason) for each in chosen for reason in each.reasons]
    if reasons:
        raise Refused(*reasons)
    with session.begin_nested():
        return [
            publish_release(session, each.release, each.files, organisation_id=organisation_id, now=now)
            for each in sorted(chosen, key=lambda each: not each.is_shelf)
            if each.state in (State.NEW, State.CHANGED)
        ]


def draft_all(
    session: Session, actor: Actor, chosen: Sequence[Incoming], now: datetime, *, megabytes: int
) -> list[Draft]:
    """Put the modules down as drafts, all or none; `megabytes`: what the organisation's drafts may hold of media.

    Raise `Refused` where one is in hand already or does not fit, and change nothing.
    """
    shelf = say("A tool shelf is published; it is never a draft.")
    in_hand = say("A draft of it is open. Publish or discard that first.")
    shelves = [sentences(f"{each.slug}:", shelf) for each in chosen if each.is_shelf]
    open_ones = [sentences(f"{each.slug}:", in_hand) for each in chosen if each.in_hand]
    if shelves or open_ones:
        raise Refused(*shelves, *open_ones)
    try:
        with session.begin_nested():
            return [_taken_in(session, actor, each, now, megabytes * MEGABYTE) for each in chosen]
    except AlreadyOpen:
        raise Refused(say("Somebody has just begun a draft of one of these modules. Look again.")) from None
    except TooMany:
        raise Refused(say("There are as many drafts as there may be. Discard some first.")) from None


def _taken_in(session: Session, actor: Actor, each: Incoming, now: datetime, room: int) -> Draft:
    try:
        return take_in(session, actor, each.files, now, room=room)
    except TooLarge as large:
        raise Refused(sentences(f"{each.slug}:", large.reason)) from None
