"""What an LRS is still to be told: found by reading what happened, twice a minute, and put into the outbox.

Only that something happened is put there; the statement itself is made when it is sent. Whatever is read twice is
wanted once, for the outbox holds each happening of a connection under one key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.doors.partners import deliveries
from lms.doors.partners.deliveries import Wanted
from lms.doors.partners.models import Delivery
from lms.doors.xapi import curricula
from lms.doors.xapi.models import DOOR, XapiConnection
from lms.doors.xapi.statements import CURRICULUM, KINDS, Finished
from lms.kernel.jobs import JOB, Work, job
from lms.learning import happenings
from lms.learning.happenings import Happening, Kind, Place

PORTION: Final = 200
"""Rows of one transaction: with them it stays well within 100 ms."""
FIRST: Final = UUID(int=0)
Found = Sequence[Happening] | Sequence[Finished]
Reader = Callable[[Session, Place], Found]


@dataclass(frozen=True, slots=True)
class Reading:
    """One kind that one connection is told, and up to where it was read."""

    connection: UUID
    organisation: UUID
    kind: str
    place: Place

    @property
    def late(self) -> timedelta:
        """Return how far back rows of the kind may still come."""
        return curricula.LATE if self.kind == CURRICULUM else happenings.LATE

    def read(self, session: Session, after: Place) -> Found:
        """Return the next portion."""
        if self.kind == CURRICULUM:
            return curricula.finished(session, self.organisation, after, PORTION)
        return happenings.happened(session, self.organisation, Kind(self.kind), after, PORTION)


@job("xapi.tell", every=timedelta(seconds=30), allowed=JOB, label=_l("Find what learning record stores are to be told"))
def tell(work: Work) -> None:
    """Put what was begun, completed, passed, done and played since the last look into the outbox."""
    _tell(work, [kind for kind in KINDS if kind != CURRICULUM])


@job(
    "xapi.tell-curricula",
    every=timedelta(minutes=15),
    allowed=JOB,
    label=_l("Find finished curricula that learning record stores are to be told of"),
)
def tell_curricula(work: Work) -> None:
    """Put finished curricula into the outbox: less often, because their rows come late and are looked for far back."""
    _tell(work, [CURRICULUM])


def _tell(work: Work, kinds: Sequence[str]) -> None:
    with work.reading() as session:
        readings = wanted_readings(session, kinds)
    for each in readings:
        _read(work, each)


def wanted_readings(session: Session, kinds: Sequence[str]) -> list[Reading]:
    """Return which of these kinds which connections are told, each from where reading goes on."""
    on = select(XapiConnection).where(XapiConnection.active).order_by(XapiConnection.id)
    return [
        Reading(each.id, each.organisation_id, kind, _place(each, kind))
        for each in session.scalars(on)
        for kind in kinds
        if kind in each.kinds
    ]


def _place(connection: XapiConnection, kind: str) -> Place:
    mark = connection.marks.get(kind)
    if mark is None:
        return Place(datetime.combine(connection.since, time(), UTC), FIRST)
    return Place(datetime.fromisoformat(mark[0]), UUID(mark[1]))


def _read(work: Work, reading: Reading) -> None:
    """Read on from a little before the mark, portion by portion, and write only what is new."""
    start = Place(reading.place.at - reading.late, FIRST)
    with work.reading() as session:
        since = session.scalar(select(XapiConnection.since).where(XapiConnection.id == reading.connection))
    if since is None:
        return
    place: Place | None = Place(max(start.at, datetime.combine(since, time(), UTC)), FIRST)
    while place is not None:
        with work.reading() as session:
            found = reading.read(session, place)
            fresh = _unknown(session, reading, found)
        if fresh:
            with work.writing() as session:
                put(session, reading, fresh, found[-1].place, work.now())
        place = found[-1].place if len(found) == PORTION else None


def _unknown(session: Session, reading: Reading, found: Found) -> list[tuple[UUID, UUID]]:
    """Return (row, person) of those that are not in the outbox yet."""
    keys = {key_of(reading.kind, each.row): (each.row, each.person) for each in found}
    there = select(Delivery.key).where(Delivery.partner_id == reading.connection, Delivery.key.in_(keys))
    known = set(session.scalars(there))
    return [pair for key, pair in keys.items() if key not in known]


def put(session: Session, reading: Reading, fresh: Sequence[tuple[UUID, UUID]], place: Place, now: datetime) -> None:
    """Put happenings into the outbox and move the mark on, unless the connection no longer wants them."""
    connection = session.get(XapiConnection, reading.connection, with_for_update={"key_share": True})
    if connection is None or not connection.active or reading.kind not in connection.kinds:
        return
    wanted = [
        Wanted(
            reading.organisation, DOOR, reading.connection, person, reading.kind, key_of(reading.kind, row), str(row)
        )
        for row, person in fresh
    ]
    deliveries.want(session, wanted, now)
    before = _place(connection, reading.kind)
    connection.marks = {**connection.marks, reading.kind: _mark(max(before, place))}


def _mark(place: Place) -> list[str]:
    return [place.at.isoformat(), str(place.row)]


def key_of(kind: str, row: UUID) -> str:
    """Return the key under which the outbox holds a happening of a connection."""
    return f"{kind}:{row}"
