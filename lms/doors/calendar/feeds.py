"""A person's private feed: made, renewed, removed, and found again by the one who holds its address.

The address holds 192 bits of chance and is shown once; the database holds its hash, from which nobody gets it back.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.doors.calendar.models import CalendarFeed
from lms.kernel.database import insert
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor, Rows
from lms.people.models import Account, Organisation, Person

BYTES: Final = 24
NOTED: Final = timedelta(minutes=15)
"""How exactly it is noted when a calendar last asked."""
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)


def feed_of(session: Session, actor: Actor) -> CalendarFeed | None:
    """Return the actor's feed, None where they have none."""
    return Rows(session, actor, CalendarFeed).first()


def make(session: Session, actor: Actor, now: datetime) -> str:
    """Make the actor's feed, or give it a new address that the old one ends with; return its token."""
    token = token_urlsafe(BYTES)
    values = {"token_hash": _hash(token), "made_at": now, "read_at": None}
    row = {"id": new_id(), "organisation_id": actor.organisation_id, "person_id": actor.person_id, **values}
    statement = insert(session, CalendarFeed).values(row)
    session.execute(statement.on_conflict_do_update(index_elements=[CalendarFeed.person_id], set_=values))
    return token


def remove(session: Session, actor: Actor) -> None:
    """Remove the actor's feed; its address finds nothing from now on."""
    session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == actor.person_id))


def found(session: Session, token: str) -> tuple[CalendarFeed, Person, Organisation, str] | None:
    """Return the feed at an address, whose it is and their language; None where it is none, or they have left."""
    if not can_be(token):
        return None
    row = session.execute(
        select(CalendarFeed, Person, Organisation, Account.language)
        .join(Person, Person.id == CalendarFeed.person_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Account, Account.id == Person.account_id)
        .where(CalendarFeed.token_hash == _hash(token), Person.active)
    ).first()
    if row is None:
        return None
    feed, person, organisation, spoken = row
    return feed, person, organisation, spoken or person.language or organisation.language


def can_be(token: str) -> bool:
    """Return whether a text has the form of a token; what has not is looked up nowhere and is nobody's guess."""
    return _TOKEN.fullmatch(token) is not None


def note_read(session: Session, feed: UUID, now: datetime) -> None:
    """Note that a calendar has asked."""
    session.execute(update(CalendarFeed).where(CalendarFeed.id == feed).values(read_at=now))


def is_noted(feed: CalendarFeed, now: datetime) -> bool:
    """Return whether a calendar's asking was noted a moment ago."""
    return feed.read_at is not None and feed.read_at > now - NOTED


def _hash(token: str) -> str:
    return sha256(token.encode("ascii")).hexdigest()
