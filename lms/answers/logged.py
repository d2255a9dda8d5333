"""Reading the log of several people at once: for jobs that count answers, never for a page."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, tuple_
from sqlalchemy.orm import Session

from lms.answers.models import Answer


@dataclass(frozen=True, slots=True)
class Logged:
    """One row of the log: what was saved in which field, when by the server's clock; `revision` None: never current."""

    item: str
    value: Any
    revision: int | None
    at: datetime


_LOG = (
    select(Answer.context, Answer.item, Answer.value, Answer.revision, Answer.received_at)
    .where(tuple_(Answer.person_id, Answer.context).in_(bindparam("whose", expanding=True)), Answer.sealed.is_(None))
    .order_by(Answer.number)
)


def logged(session: Session, whose: Collection[tuple[UUID, str]]) -> dict[str, list[Logged]]:
    """Return {context: its rows in the order they came} of (person, context) pairs; what is sealed stays unread."""
    found: dict[str, list[Logged]] = {context: [] for _person, context in whose}
    if whose:
        for row in session.execute(_LOG, {"whose": list(whose)}):
            found[row.context].append(Logged(row.item, json.loads(row.value), row.revision, row.received_at))
    return found


def current_of(log: Collection[Logged]) -> Mapping[str, Any]:
    """Return {item: its current value} of one context's log."""
    newest: dict[str, Logged] = {}
    for row in log:
        if row.revision is not None and (row.item not in newest or row.revision > (newest[row.item].revision or 0)):
            newest[row.item] = row
    return {item: row.value for item, row in newest.items()}
