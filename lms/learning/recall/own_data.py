"""What a person's own export adds: how their answers to the questions that come back went, opened."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.answers.keys import known_seal
from lms.kernel.permissions import Actor, scope_of
from lms.learning.recall.memory import opened
from lms.learning.recall.models import RecallCard
from lms.people.export import opens
from lms.web.context import secret


@opens
def recalled(session: Session, actor: Actor) -> dict[str, Any]:
    """Return {"recalled": [...]}: of every question that was answered since its module, how it went."""
    seal = known_seal(session, actor.person_id, secret())
    answered = select(RecallCard).where(scope_of(RecallCard, actor), RecallCard.sealed.is_not(None))
    cards = session.scalars(answered.order_by(RecallCard.id))
    return {"recalled": [{"id": str(card.id), **opened(card, seal).document()} for card in cards]}
