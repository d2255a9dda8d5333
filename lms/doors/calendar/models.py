"""The tables of calendars: a person's private feed, and what their calendar has been told of each date."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, Date, ForeignKey, Integer, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, scope

KEPT: Final = "while employed"
UNTIL_PAST: Final = "90 days after its date"


class CalendarFeed(Base):
    """The private address from which one person's calendars read: at most one each, only its hash is kept.

    `read_at`: when a calendar last asked, to within a quarter of an hour.
    """

    __tablename__ = "calendar_feed"

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), unique=True, privacy="personal", retention=KEPT)
    token_hash: Mapped[str] = column(String(64), unique=True, privacy="secret", retention=KEPT)
    made_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)
    read_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)


class CalendarEntry(Base):
    """What somebody's calendars were last told of one date, so that they notice when it moves (RFC 5545, SEQUENCE).

    `kind` and `source`: what it is about, see `dates.py`. `day` of a whole day, else `begins_at` and `minutes`.
    `told`: the hash of all that counts as a change. `cancelled`: it no longer takes place.
    """

    __tablename__ = "calendar_entry"
    __table_args__ = (UniqueConstraint("person_id", "kind", "source"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), privacy="personal", retention=UNTIL_PAST)
    kind: Mapped[str] = column(String(10), privacy="personal", retention=UNTIL_PAST)
    source: Mapped[UUID] = column(privacy="personal", retention=UNTIL_PAST)
    day: Mapped[date | None] = column(Date, privacy="personal", retention=UNTIL_PAST)
    begins_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=UNTIL_PAST)
    minutes: Mapped[int] = column(Integer, default=0, privacy="personal", retention=UNTIL_PAST)
    told: Mapped[str] = column(String(64), privacy="personal", retention=UNTIL_PAST, export=False)
    sequence: Mapped[int] = column(Integer, default=0, privacy="personal", retention=UNTIL_PAST)
    cancelled: Mapped[bool] = column(
        Boolean, default=False, server_default=false(), privacy="personal", retention=UNTIL_PAST
    )
    changed_at: Mapped[datetime] = column(Instant, privacy="personal", retention=UNTIL_PAST)


@scope(CalendarFeed)
def feed_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return CalendarFeed.person_id == actor.person_id


@scope(CalendarEntry)
def entry_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return CalendarEntry.person_id == actor.person_id
