"""News of people: rooms above hear of it in the transaction that changed them, and only write down what is to be done.

@on_people_changed
def look_at_rules_again(session: Session, news: PeopleChanged) -> None:
    ledger.enqueue(session, "groups.refresh", …, now=news.at)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class PeopleChanged:
    """Who was changed, in which columns of `Person` (`"new"` for somebody who was taken on).

    `person_ids` is None where they are too many to name: listeners look at the whole organisation then.
    """

    organisation_id: UUID
    person_ids: tuple[UUID, ...] | None
    fields: frozenset[str]
    at: datetime


Listener = Callable[[Session, PeopleChanged], None]
_listeners: list[Listener] = []


def on_people_changed(listener: Listener) -> Listener:
    """Declare a function that hears of every change; it runs in the same transaction, so it does little."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def announce(session: Session, news: PeopleChanged) -> None:
    """Tell everybody who listens; nothing is told where nothing changed."""
    if news.fields:
        for listener in _listeners:
            listener(session, news)
