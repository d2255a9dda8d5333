"""What people have been given, read for many of them at once: each one's row of each curriculum as it stands today.

The same rule as `reports.standings`, which counts: the newest round that is open or completed; where there is none, the
newest exemption. Late is judged where each of them lives, and nobody is late while they are away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.local_days import local_day
from lms.assigning.assignments.models import COMPLETED, EXEMPT, OPEN, Assigned
from lms.assigning.assignments.reading import seen
from lms.assigning.report_files.people import One
from lms.kernel.bulk import among

HELD: Final = frozenset({OPEN, COMPLETED})


@dataclass(frozen=True, slots=True)
class Held:
    """One curriculum as one person has it. `days_late`: 0 where it is not late."""

    cycle: int
    state: str
    done: int
    total: int
    given: date | None
    due: date | None
    completed: date | None
    counted_from: date | None
    days_late: int


Stored = Callable[[UUID], Any]
"""How an id looks as the database's own text: making each a UUID is a third of a row's time."""


def stored(session: Session) -> Stored:
    """Return how this database writes an id as a text."""
    return _hex if session.get_bind().dialect.name == "sqlite" else str


def _hex(id: UUID) -> str:
    return id.hex


class Days:
    """The day it is where people live, known once for each zone."""

    def __init__(self, now: datetime, zone: str) -> None:
        """Count from this moment; `zone`: the organisation's."""
        self._now, self._zone = now, zone
        self._known: dict[str | None, date] = {}

    def of(self, one: One) -> date:
        """Return the day it is where somebody lives."""
        known = self._known.get(one.zone)
        if known is None:
            known = self._known[one.zone] = local_day(self._now, one.zone, self._zone)
        return known

    def late(self, one: One, due: date | None, late_after: date | None) -> int:
        """Return for how many days something open is late: from its due day on, once its grace is over."""
        today = self.of(one)
        if late_after is None or late_after >= today:
            return 0
        is_away = one.away_from and one.away_until and one.away_from <= today <= one.away_until
        return 0 if is_away else (today - (due or late_after)).days


def held(session: Session, found: Sequence[One], days: Days) -> Mapping[Any, dict[Any, Held]]:
    """Return {person: {curriculum: how they have it}}, both ids as the driver gives them; one query."""
    rows = session.execute(
        select(
            cast(Assigned.person_id, String),
            cast(Assigned.curriculum_id, String),
            Assigned.cycle,
            Assigned.state,
            Assigned.done,
            Assigned.total,
            Assigned.available_from,
            Assigned.due,
            Assigned.late_after,
            Assigned.completed_on,
            Assigned.counted_from,
        )
        .where(
            among(session, Assigned.person_id, [each.id for each in found]),
            Assigned.state.in_((OPEN, COMPLETED, EXEMPT)),
            seen(),
        )
        .order_by(Assigned.person_id, Assigned.curriculum_id, Assigned.cycle)
    )
    key = stored(session)
    people = {key(each.id): each for each in found}
    by_person: dict[Any, dict[Any, Held]] = {}
    for row in rows:
        mine = by_person.setdefault(row[0], {})
        before = mine.get(row[1])
        if before is None or row[3] in HELD or before.state == EXEMPT:
            mine[row[1]] = _held(row, people[row[0]], days)
    return by_person


def _held(row: Any, one: One, days: Days) -> Held:
    _person, _curriculum, cycle, state, done, total, given, due, late_after, completed, counted_from = row
    late = days.late(one, due, late_after) if state == OPEN else 0
    return Held(cycle, state, done, total, given, due, completed, counted_from, late)
