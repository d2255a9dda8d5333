"""Reading answers back: what is current in some contexts, in one query."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.answers.models import Answer, AnswerHead, PersonKey
from lms.answers.sealing import PersonSeal, Unreadable, unwrap
from lms.kernel.permissions import Actor


@dataclass(frozen=True)
class Current:
    """The current answer of one field, and when it came."""

    value: Any
    revision: int
    at: datetime


_CURRENT = (
    select(
        Answer.context,
        Answer.block,
        Answer.item,
        Answer.revision,
        Answer.value,
        Answer.sealed,
        Answer.received_at,
        PersonKey.wrapped,
    )
    .join(AnswerHead, AnswerHead.answer == Answer.number)
    .outerjoin(PersonKey, PersonKey.person_id == Answer.person_id)
    .where(AnswerHead.person_id == bindparam("person"), AnswerHead.context.in_(bindparam("contexts", expanding=True)))
)
CurrentAnswers = dict[tuple[str, str, str], Current]


def current(session: Session, actor: Actor, contexts: Collection[str], secret: bytes) -> CurrentAnswers:
    """Return {(context, block, item): current answer} of the actor's own fields in `contexts`; one query."""
    if not contexts:
        return {}
    rows = session.execute(_CURRENT, {"person": actor.person_id, "contexts": list(contexts)}).all()
    seal = next((unwrap(secret, actor.person_id, row.wrapped) for row in rows if row.wrapped and row.sealed), None)
    return {
        (row.context, row.block, row.item): Current(_value(row, seal), row.revision or 0, row.received_at)
        for row in rows
    }


def opened(answer: Answer, seal: PersonSeal | None) -> Any:
    """Return the value of one row, unsealed when it is private."""
    return _value(answer, seal)


def _value(row: Any, seal: PersonSeal | None) -> Any:
    if row.sealed is None:
        return json.loads(row.value)
    if seal is None:
        raise Unreadable("a private answer has lost its person's key")
    return json.loads(seal.open(row.sealed, f"{row.context}/{row.block}/{row.item}"))
