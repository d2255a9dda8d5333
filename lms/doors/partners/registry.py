"""The doors there are: each says what it is called, where its settings are, and how it carries what is to be delivered.

    register(Door("xapi", _l("xAPI"), _l("…"), "xapi.settings", connections, carry))

A door calls `register` where its module is first imported. `carry` is called by the job of `delivering.py`, outside any
transaction, with what is due for one partner.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from lms.doors.partners.models import DONE, DROPPED, REFUSED, WAITING
from lms.kernel.jobs import Work
from lms.kernel.permissions import Actor, Undeclared


@dataclass(frozen=True, slots=True)
class Connection:
    """One partner behind a door, for the administrator's overview. `about`: in a few words, e.g. its address."""

    id: UUID
    name: str
    about: str = ""
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is to be carried: see `Delivery`."""

    id: UUID
    organisation_id: UUID
    person_id: UUID | None
    kind: str
    key: str
    sequence: int
    payload: str
    attempts: int
    first_at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one parcel. `told`: why not, for the administrator; `pause`: what the partner asked to wait."""

    state: str
    status: int | None = None
    told: str = ""
    pause: timedelta | None = None

    @classmethod
    def done(cls, status: int | None = None) -> Outcome:
        """The partner has it."""
        return cls(DONE, status)

    @classmethod
    def refused(cls, told: str, status: int | None = None) -> Outcome:
        """The partner will never take it; an administrator must mend something."""
        return cls(REFUSED, status, told)

    @classmethod
    def later(cls, told: str, status: int | None = None, pause: timedelta | None = None) -> Outcome:
        """Not now; it is tried again."""
        return cls(WAITING, status, told, pause)

    @classmethod
    def dropped(cls) -> Outcome:
        """The partner is not to be told now, and the door wants it anew when it is: the delivery goes."""
        return cls(DROPPED)


class PartnerDown(Exception):
    """The partner itself cannot be used now; nothing more is tried until a pause is over. The message is `told`.

    `tried`: what became of those parcels that were really tried, so that the same one is not the next try's first;
    where nothing is said, that was the first. All others stand as if nobody had touched them.
    """

    def __init__(
        self,
        told: str,
        status: int | None = None,
        pause: timedelta | None = None,
        tried: Mapping[UUID, Outcome] | None = None,
    ) -> None:
        """Keep what is known."""
        self.told, self.status, self.pause, self.tried = told, status, pause, tried
        super().__init__(told)


Carry = Callable[[Work, UUID, Sequence[Parcel]], Mapping[UUID, Outcome]]
"""Takes parcels of one partner; what the answer leaves out was not tried. Raises PartnerDown."""


@dataclass(frozen=True, slots=True)
class Door:
    """A door. `label` and `about`: translated late. `endpoint`: its settings. `batch`: parcels `carry` takes.

    `connections`: who is behind it; None where that is nobody, as with files to take away.
    """

    name: str
    label: object
    about: object
    endpoint: str
    connections: Callable[[Session, Actor], Sequence[Connection]] | None
    carry: Carry | None = None
    batch: int = 50


_doors: dict[str, Door] = {}


def register(door: Door) -> Door:
    """Make a door known; raise Undeclared where two have one name."""
    if _doors.get(door.name, door) != door:
        raise Undeclared(f'two doors are called "{door.name}"')
    _doors[door.name] = door
    return door


def doors() -> Sequence[Door]:
    """Return every door by name."""
    return [_doors[name] for name in sorted(_doors)]


def door_called(name: str) -> Door | None:
    """Return a door, or None where this process knows none of that name."""
    return _doors.get(name)
