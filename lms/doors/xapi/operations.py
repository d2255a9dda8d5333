"""A connection's life: set up, changed, switched on and off, removed. What waits follows at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms.doors.partners import deliveries
from lms.doors.partners.models import WAITING, Delivery
from lms.doors.xapi.models import XapiConnection
from lms.doors.xapi.sending import PURPOSE
from lms.kernel.ids import new_id
from lms.kernel.sealing import seal


@dataclass(frozen=True, slots=True)
class Asked:
    """What an administrator asks of a connection; `secret` is None where the kept one stays."""

    name: str
    endpoint: str
    sign_in: str
    key: str
    secret: str | None
    kinds: Sequence[str]
    since: date
    scores: bool
    by_mail: bool


def connect(session: Session, organisation: UUID, asked: Asked, secret: bytes, now: datetime) -> XapiConnection:
    """Set up a connection; it is off until somebody switches it on."""
    made = XapiConnection(id=new_id(), organisation_id=organisation, active=False, marks={}, created_at=now)
    _write(made, asked, secret)
    session.add(made)
    session.flush()
    return made


def change(session: Session, connection: XapiConnection, asked: Asked, secret: bytes) -> None:
    """Change a connection. What waits of a kind that is no longer told goes; an earlier first day is read again."""
    if asked.since != connection.since:
        connection.marks = {}
    _write(connection, asked, secret)
    connection.marks = {kind: mark for kind, mark in connection.marks.items() if kind in asked.kinds}
    _drop(session, connection, keep=asked.kinds)


def switch(session: Session, connection: XapiConnection, *, on: bool) -> None:
    """Switch a connection on or off. Off, nothing waits; on again, what was not told meanwhile is told.

    Whoever was just letting go of something because the connection was off loses it to the outbox: it waits again.
    """
    connection.active = on
    connection.marks = {}
    if on:
        deliveries.take_back(session, connection.id)
    else:
        _drop(session, connection, keep=())


def remove(session: Session, connection: XapiConnection) -> None:
    """Remove a connection and what waits for it; what it was told stays where it is."""
    deliveries.forget_partner(session, connection.id)
    session.delete(connection)


def answers(session: Session, connection: XapiConnection, now: datetime) -> None:
    """Note that an LRS answers, and have what waits for it sent now."""
    deliveries.mark_answering(session, connection.id, connection.organisation_id, "xapi", now)
    deliveries.have_delivered(session, now)


def _write(connection: XapiConnection, asked: Asked, secret: bytes) -> None:
    connection.name, connection.endpoint, connection.sign_in = asked.name, asked.endpoint, asked.sign_in
    connection.key, connection.kinds, connection.since = asked.key, list(asked.kinds), asked.since
    connection.scores, connection.by_mail = asked.scores, asked.by_mail
    if asked.secret is not None:
        connection.secret = seal(secret, PURPOSE, asked.secret)


def _drop(session: Session, connection: XapiConnection, *, keep: Sequence[str]) -> None:
    """Take out of the outbox what waits and is not told after all; what is just on its way goes."""
    waits = Delivery.partner_id == connection.id, Delivery.state == WAITING, Delivery.kind.not_in(keep)
    session.execute(delete(Delivery).where(*waits).execution_options(synchronize_session=False))
