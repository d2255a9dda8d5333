"""What a person's own export adds: their private answers, opened with their key."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.answers.keys import known_seal
from lms.answers.models import Answer
from lms.answers.reading import opened
from lms.kernel.permissions import Actor, scope_of
from lms.people.export import opens
from lms.web.context import secret

NAMES = ("id", "context", "block", "item", "base", "revision", "version")


@opens
def private_answers(session: Session, actor: Actor) -> dict[str, Any]:
    """Return {"private_answers": [...]}: every sealed answer with its value readable, in the order they came."""
    seal = known_seal(session, actor.person_id, secret())
    mine = select(Answer).where(scope_of(Answer, actor), Answer.sealed.is_not(None)).order_by(Answer.number)
    return {
        "private_answers": [_readable(answer) | {"value": opened(answer, seal)} for answer in session.scalars(mine)]
    }


def _readable(answer: Answer) -> dict[str, Any]:
    return {name: getattr(answer, name) for name in NAMES} | {"received_at": str(answer.received_at)}
