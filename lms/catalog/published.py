"""News that a version of a module was published: rooms above hear of it in the transaction that stored it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from lms.catalog.models import ModuleVersion

Listener = Callable[[Session, ModuleVersion, datetime], None]
_listeners: list[Listener] = []


def on_published(listener: Listener) -> Listener:
    """Declare a function that hears of each published version; it only writes down what is to be done."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def announce(session: Session, version: ModuleVersion, now: datetime) -> None:
    """Tell everybody who listens."""
    for listener in _listeners:
        listener(session, version, now)
