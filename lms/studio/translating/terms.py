"""The glossary of an organisation: the shared terms and its own, which go before them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.permissions import Actor, NotFound, scope_of
from lms.packs.translating.glossary import Term, shared_terms
from lms.studio.translating.models import GlossaryTerm

MOST = 500
"""Terms of its own that an organisation may have."""


class TooMany(ValueError):
    """The organisation has as many terms as there may be."""


def own_terms(session: Session, actor: Actor) -> list[GlossaryTerm]:
    """Return the organisation's own terms by their English word."""
    return list(
        session.scalars(select(GlossaryTerm).where(scope_of(GlossaryTerm, actor)).order_by(GlossaryTerm.english))
    )


def terms(session: Session, actor: Actor) -> list[Term]:
    """Return every term that counts for the organisation."""
    return [*(Term(each.words, own=True) for each in own_terms(session, actor)), *shared_terms()]


def keep_term(session: Session, actor: Actor, words: dict[str, str], now: datetime) -> GlossaryTerm:
    """Add a term, or change the one of that English word. Raise `TooMany`."""
    kept = own_terms(session, actor)
    row = next((each for each in kept if each.english.casefold() == words["en"].casefold()), None)
    if row is None:
        if len(kept) >= MOST:
            raise TooMany
        row = GlossaryTerm(organisation_id=actor.organisation_id)
        session.add(row)
    row.english, row.words, row.changed_at = words["en"], {key: word for key, word in words.items() if word}, now
    session.flush()
    return row


def remove_term(session: Session, actor: Actor, identity: UUID) -> GlossaryTerm:
    """Take a term out and return it. Raise `NotFound`."""
    row = session.scalar(select(GlossaryTerm).where(scope_of(GlossaryTerm, actor), GlossaryTerm.id == identity))
    if row is None:
        raise NotFound
    session.delete(row)
    session.flush()
    return row
