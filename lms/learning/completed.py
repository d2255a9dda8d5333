"""News that somebody has completed a module: rooms above hear of it in the transaction that completed it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from lms.learning.models import Enrolment

Listener = Callable[[Session, Enrolment, datetime], None]
_listeners: list[Listener] = []


def on_completed(listener: Listener) -> Listener:
    """Declare a function that hears of each completed enrolment; it runs inside a learner's save, so it does little."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def announce(session: Session, enrolment: Enrolment, now: datetime) -> None:
    """Tell everybody who listens."""
    for listener in _listeners:
        listener(session, enrolment, now)
