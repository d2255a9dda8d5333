"""What one person reads of who looked at them: their own record day by day, lists they were in by how often.

A list counts as one they were in only where that is certain: it was of everybody, or of a part of the organisation they
are in, nothing narrowed it, and it was opened after they came in. Of all others the number is said, and that nobody
keeps who stood on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from lms.kernel.audit import MANAGER, AuditEntry
from lms.kernel.permissions import Actor, scope_of
from lms.people.auditing.looking import LIST, LOOKS, TAKEN
from lms.people.auditing.reaching import Asked, Inside, kind_of
from lms.people.history import Happened, happened
from lms.people.models import Person

BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
END: Final = datetime(9999, 1, 1, tzinfo=UTC)
MOST: Final = 200
"""Acts about one person that a week shows."""
CAPACITIES: Final = {
    "hr": _l("HR"),
    "trainer": _l("trainer"),
    "admin": _l("administrator"),
    MANAGER: _l("line manager"),
    "directory": _l("directory"),
    "host": _l("the application around this one"),
}


@dataclass(frozen=True, slots=True)
class Trace:
    """One act about the person: what, by whom and in which capacity; `is_look`: it changed nothing."""

    happened: Happened
    capacity: str
    is_look: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """One list that was opened, or with `taken` had as a file, `times` times by one person. `title`: of a report."""

    said: str
    title: str
    by: str | None
    capacity: str
    taken: bool
    times: int


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of a week: those the person was in, parts of such lists, and how many others were opened."""

    inside: Sequence[Counted]
    parts: Sequence[Counted]
    others: int

    @property
    def times(self) -> int:
        """Return how often lists were opened that the person was in."""
        return sum(each.times for each in self.inside)


def about_me(
    session: Session, actor: Actor, since: datetime = BEGINNING, until: datetime = END, most: int = MOST
) -> list[Trace]:
    """Return what was looked at and done about the actor from `since` to before `until`, the latest first."""
    mine = (AuditEntry.subject_id == actor.person_id, AuditEntry.at >= since, AuditEntry.at < until)
    query = select(AuditEntry).where(scope_of(AuditEntry, actor), *mine)
    entries = session.scalars(query.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(most)).all()
    return [
        Trace(said, capacity_words(entry.capacity), entry.action in LOOKS)
        for entry, said in zip(entries, happened(session, entries), strict=True)
    ]


def lists(session: Session, person: Person, since: datetime, until: datetime) -> Lists:
    """Return the lists that others opened from `since` to before `until`; one query, and one or two a kind of list."""
    others_looked = or_(AuditEntry.actor_id != person.id, AuditEntry.actor_id.is_(None))
    of_week = (
        AuditEntry.organisation_id == person.organisation_id,
        AuditEntry.action.in_((LIST, TAKEN)),
        AuditEntry.at >= since,
        AuditEntry.at < until,
        others_looked,
    )
    rows: Sequence[Any] = session.execute(
        select(*_SAME, func.count(), func.min(AuditEntry.at), func.max(AuditEntry.at)).where(*of_week).group_by(*_SAME)
    ).all()
    names = _names(session, {row.actor_id for row in rows if row.actor_id})
    inside = _inside(session, person, rows)
    found: list[Counted] = []
    parts: list[Counted] = []
    others = 0
    for row in rows:
        times, first, last = row[len(_SAME) :]
        place = inside.get((row.about, Asked(row.about_id, row.actor_id)))
        sure = _after(session, of_week, row, place, (times, first, last)) if place else 0
        others += times - sure
        if place and sure:
            (parts if row.narrowed else found).append(_counted(row, place, names, sure))
    return Lists(_in_order(found), _in_order(parts), others)


_SAME: Final = (
    AuditEntry.actor_id,
    AuditEntry.action,
    AuditEntry.detail,
    AuditEntry.capacity,
    AuditEntry.about,
    AuditEntry.about_id,
    AuditEntry.narrowed,
)
"""What makes two looks the same list."""


def _inside(session: Session, person: Person, rows: Sequence[Any]) -> dict[tuple[str, Asked], Inside]:
    asked: dict[str, set[Asked]] = {}
    for row in rows:
        asked.setdefault(row.about, set()).add(Asked(row.about_id, row.actor_id))
    found: dict[tuple[str, Asked], Inside] = {}
    for name, of in asked.items():
        kind = kind_of(name)
        if kind is not None:
            found |= {(name, each): place for each, place in kind.inside(session, person, of).items()}
    return found


def _after(
    session: Session,
    of_week: Sequence[ColumnElement[bool]],
    row: Any,
    place: Inside,
    seen: tuple[int, datetime, datetime],
) -> int:
    """Return how many of a list's looks came after the person was in it."""
    times, first, last = seen
    if place.since is None or place.since <= first:
        return times
    if place.since > last:
        return 0
    same = [getattr(row, column.key) for column in _SAME]
    alike = [column.is_(None) if value is None else column == value for column, value in zip(_SAME, same, strict=True)]
    return session.scalar(select(func.count()).where(*of_week, *alike, AuditEntry.at >= place.since)) or 0


def _counted(row: Any, place: Inside, names: dict[UUID, str], times: int) -> Counted:
    kind = kind_of(row.about)
    said = str(kind.words) % {"name": place.name} if kind else ""
    return Counted(
        said=said,
        title=row.detail,
        by=names.get(row.actor_id),
        capacity=capacity_words(row.capacity),
        taken=row.action == TAKEN,
        times=times,
    )


def capacity_words(capacity: str) -> str:
    """Return in words in which capacity somebody acted: one of CAPACITIES, or several."""
    return ", ".join(str(CAPACITIES[each]) for each in capacity.split() if each in CAPACITIES)


def _names(session: Session, ids: set[UUID]) -> dict[UUID, str]:
    if not ids:
        return {}
    return {row.id: row.name for row in session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))}


def _in_order(found: list[Counted]) -> list[Counted]:
    return sorted(found, key=lambda each: (-each.times, each.said, each.title, each.by or ""))
