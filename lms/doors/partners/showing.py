"""What an administrator sees of the doors: read in a few queries, however much went through them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.doors.partners.models import DONE, FAILED, REFUSED, Delivery, Exchange, PartnerState
from lms.doors.partners.registry import Connection, Door, doors
from lms.kernel.ids import read_id
from lms.kernel.permissions import Actor, scope_of
from lms.people.models import Person

PAGE = 50
UNSETTLED = 50


@dataclass(frozen=True, slots=True)
class ConnectionStanding:
    """One connection and how it is: `quiet_until`, when it is tried again; `told`, what its last trouble was."""

    connection: Connection
    failing_since: datetime | None = None
    quiet_until: datetime | None = None
    last_ok_at: datetime | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class DoorStanding:
    """One door. `counts`: its deliveries that are not done, by state; `last_at`: when something last went through."""

    door: Door
    connections: Sequence[ConnectionStanding] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    last_at: datetime | None = None

    @property
    def stuck(self) -> int:
        """Return how many deliveries somebody has to look at."""
        return self.counts.get(REFUSED, 0) + self.counts.get(FAILED, 0)


@dataclass(frozen=True, slots=True)
class ExchangeLine:
    """One row of the log, with the name of the person it is about where there is one."""

    exchange: Exchange
    person: str | None


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A delivery that is not done: `next_try`, empty where there is none."""

    delivery: Delivery
    person: str | None
    next_try: datetime | None


def standing(session: Session, actor: Actor) -> list[DoorStanding]:
    """Return every door as it stands: three queries and those of the doors' own tables."""
    known = session.scalars(select(PartnerState).where(scope_of(PartnerState, actor)))
    states = {each.partner_id: each for each in known}
    open_ones = (scope_of(Delivery, actor), Delivery.state != DONE)
    keys = (Delivery.door, Delivery.state)
    counted = select(*keys, func.count()).where(*open_ones).group_by(*keys)
    counts: dict[str, dict[str, int]] = {}
    for door, state, count in session.execute(counted):
        counts.setdefault(door, {})[state] = count
    return [_door(session, actor, each, states, counts.get(each.name, {})) for each in doors()]


def partner_names(session: Session, actor: Actor) -> dict[UUID, str]:
    """Return the names of all connections by id."""
    return {each.id: each.name for door in doors() for each in _behind(session, actor, door)}


def exchanges(
    session: Session, actor: Actor, door: str | None, outcome: str | None, after: str | None
) -> tuple[Sequence[ExchangeLine], UUID | None]:
    """Return one page of the log, the newest first, and the id to go on after or None."""
    query = select(Exchange, Person.name).outerjoin(Person, Person.id == Exchange.person_id)
    query = query.where(scope_of(Exchange, actor)).order_by(Exchange.id.desc()).limit(PAGE + 1)
    if door is not None:
        query = query.where(Exchange.door == door)
    if outcome is not None:
        query = query.where(Exchange.outcome == outcome)
    begin = read_id(after or "")
    if begin is not None:
        query = query.where(Exchange.id < begin)
    found = [ExchangeLine(row[0], row[1]) for row in session.execute(query)]
    return found[:PAGE], found[PAGE - 1].exchange.id if len(found) > PAGE else None


def unsettled(session: Session, actor: Actor, door: str | None) -> Sequence[Unsettled]:
    """Return the first deliveries that are not done: those somebody must look at before those that wait."""
    query = (
        select(Delivery, Person.name, PartnerState.quiet_until)
        .outerjoin(Person, Person.id == Delivery.person_id)
        .outerjoin(PartnerState, PartnerState.partner_id == Delivery.partner_id)
        .where(scope_of(Delivery, actor), Delivery.state != DONE)
        .order_by(Delivery.state.in_((REFUSED, FAILED)).desc(), Delivery.id)
        .limit(UNSETTLED)
    )
    if door is not None:
        query = query.where(Delivery.door == door)
    return [_unsettled(*row) for row in session.execute(query)]


def _unsettled(delivery: Delivery, person: str | None, quiet: datetime | None) -> Unsettled:
    if delivery.state in (REFUSED, FAILED):
        return Unsettled(delivery, person, None)
    return Unsettled(delivery, person, max(delivery.due, quiet) if quiet is not None else delivery.due)


def _door(
    session: Session, actor: Actor, door: Door, states: Mapping[UUID, PartnerState], counts: Mapping[str, int]
) -> DoorStanding:
    connections = [_connection(each, states.get(each.id)) for each in _behind(session, actor, door)]
    of_door = select(Exchange.at).where(scope_of(Exchange, actor), Exchange.door == door.name)
    last = session.scalar(of_door.order_by(Exchange.id.desc()).limit(1))
    return DoorStanding(door, connections, counts, last)


def _connection(connection: Connection, state: PartnerState | None) -> ConnectionStanding:
    if state is None:
        return ConnectionStanding(connection)
    return ConnectionStanding(connection, state.failing_since, state.quiet_until, state.last_ok_at, state.told)


def _behind(session: Session, actor: Actor, door: Door) -> Sequence[Connection]:
    return () if door.connections is None else door.connections(session, actor)
