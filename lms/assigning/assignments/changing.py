"""What HR changes after it was given: more time, a due date by hand, exempt, withdrawn, a missing date mended.

A line manager may do the same for own reports, and nobody for themselves without the role HR. Every act is written down
with the person as its subject, who can read it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from lms.assigning.assignments.counting import count_rows
from lms.assigning.assignments.dues import HIRE_DATE, JOB_SINCE
from lms.assigning.assignments.models import APPLIED, EXEMPT, OPEN, WITHDRAWN, Assigned, AssignmentRun
from lms.assigning.assignments.redating import redate
from lms.assigning.assignments.refusals import Refused
from lms.assigning.assignments.standing import BY_HAND
from lms.kernel import audit
from lms.kernel.permissions import Actor, NotFound, Role, Rows
from lms.people.editing import update_person
from lms.people.models import Person

REASONS: Final = ("already-qualified", "other-role", "leaving", "agreed-with-hr")
"""Why somebody is exempt: a closed list, none of them about health or family."""
MOST_AT_ONCE: Final = 500
MOST_DAYS: Final = 365
EARLIEST: Final = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Changed:
    """What an act did: the rows it changed as they stand now, and how many it left as they were."""

    rows: tuple[Assigned, ...]
    unchanged: int


def extend(
    session: Session,
    actor: Actor,
    ids: Sequence[UUID],
    now: datetime,
    *,
    days: int | None = None,
    to: date | None = None,
) -> Changed:
    """Give more time for open rows that have a due date: 1 to 365 days more, or until a day that is later than it.

    Raises Refused naming "days" or "to"; NotFound where a row is not the actor's to change.
    """
    if to is None and (days is None or not 1 <= days <= MOST_DAYS):
        raise Refused("days", _l("Enter 1 to %(most)s days.", most=MOST_DAYS))
    if to is not None and to > now.date() + timedelta(days=10 * MOST_DAYS):
        raise Refused("to", _l("Choose a day within the next ten years."))
    rows = _rows(session, actor, ids)
    fits = [row for row in rows if row.state == OPEN and row.due is not None and (to is None or to > row.due)]
    if to is not None and not fits:
        raise Refused("to", _l("Choose a day after the due date."))
    _give_time(session, fits, now, days, to)
    for row in fits:
        audit.note(session, actor, "assigned.extended", now, subject=row.person_id, detail=f"until {row.due}")
    return Changed(tuple(fits), len(rows) - len(fits))


def _give_time(session: Session, rows: Sequence[Assigned], now: datetime, days: int | None, to: date | None) -> None:
    """Add days; until a day, as many as bring it there, whatever days away lie on the way."""
    before = {row.id: row.extended_days for row in rows}
    for row in rows:
        row.extended_days += days or _days_to(row, to)
    _reckon(session, rows, now)
    beyond = [row for row in rows if to is not None and row.due is not None and row.due > to]
    for row in beyond:
        row.extended_days = max(before[row.id] + 1, row.extended_days + _days_to(row, to))
    _reckon(session, beyond, now)


def _days_to(row: Assigned, to: date | None) -> int:
    return (to - row.due).days if to is not None and row.due is not None else 0


def _reckon(session: Session, rows: Sequence[Assigned], now: datetime) -> None:
    session.flush()
    redate(session, [row.id for row in rows], now)
    _read_again(session, rows)


def _read_again(session: Session, rows: Sequence[Assigned]) -> None:
    """Read rows from the database again, under a lock; one query."""
    mine = select(Assigned).where(Assigned.id.in_([row.id for row in rows])).with_for_update()
    if rows:
        session.scalars(mine.execution_options(populate_existing=True)).all()


def set_due(session: Session, actor: Actor, ids: Sequence[UUID], day: date | None, now: datetime) -> Changed:
    """Give open rows whose due date waits a date by hand, or take such a date back (None): then the rule holds again.

    It stays whatever the rule comes to later. Raises Refused naming "day" for one before today or ten years from now;
    NotFound where a row is not the actor's to change.
    """
    today = now.date()
    if day is not None and not today <= day <= today + timedelta(days=10 * MOST_DAYS):
        raise Refused("day", _l("Choose a day from today on and within the next ten years."))
    rows = _rows(session, actor, ids)
    fits = [row for row in rows if row.state == OPEN and _takes(row, day)]
    for row in fits:
        row.due_by_hand, row.extended_days = day, 0
    _reckon(session, fits, now)
    for row in fits:
        action = "assigned.due-by-rule" if day is None else "assigned.due-by-hand"
        audit.note(session, actor, action, now, subject=row.person_id, detail=f"until {row.due}")
    return Changed(tuple(fits), len(rows) - len(fits))


def _takes(row: Assigned, day: date | None) -> bool:
    return row.due_by_hand is not None or (day is not None and row.missing is not None)


def exempt(session: Session, actor: Actor, ids: Sequence[UUID], reason: str, now: datetime) -> Changed:
    """Exempt people from what they have open. Raises Refused naming "reason"."""
    if reason not in REASONS:
        raise Refused("reason", _l("Choose a reason from the list."))
    return _close(session, actor, ids, now, (EXEMPT, reason, "assigned.exempt"))


def withdraw(session: Session, actor: Actor, ids: Sequence[UUID], now: datetime) -> Changed:
    """Withdraw what is open; the same assignment does not give it to them again by itself."""
    return _close(session, actor, ids, now, (WITHDRAWN, BY_HAND, "assigned.withdrawn"))


def _close(
    session: Session, actor: Actor, ids: Sequence[UUID], now: datetime, becomes: tuple[str, str, str]
) -> Changed:
    state, reason, action = becomes
    rows = _rows(session, actor, ids)
    opened = [row for row in rows if row.state == OPEN]
    for row in opened:
        row.state, row.reason, row.missing = state, reason, None
        audit.note(session, actor, action, now, subject=row.person_id, detail=reason)
    session.flush()
    return Changed(tuple(opened), len(rows) - len(opened))


def ask_after_all(session: Session, actor: Actor, ids: Sequence[UUID], now: datetime) -> Changed:
    """Take exemptions, and withdrawals by hand, back: it is open again, or completed where everything was done."""
    rows = _rows(session, actor, ids)
    closed = [row for row in rows if row.state == EXEMPT or (row.state == WITHDRAWN and row.reason == BY_HAND)]
    superseded = _superseded(session, closed)
    latest = [row for row in closed if row.id not in superseded]
    for row in latest:
        row.state, row.reason = OPEN, None
        audit.note(session, actor, "assigned.asked-after-all", now, subject=row.person_id)
    session.flush()
    _reckon(session, latest, now)
    count_rows(session, [row.id for row in latest])
    _read_again(session, latest)
    return Changed(tuple(latest), len(rows) - len(latest))


def _superseded(session: Session, rows: Sequence[Assigned]) -> set[UUID]:
    """Return the ids of those that a later cycle has followed."""
    later = aliased(Assigned)
    same = and_(later.person_id == Assigned.person_id, later.curriculum_id == Assigned.curriculum_id)
    followed = select(Assigned.id).join(later, and_(same, later.cycle > Assigned.cycle))
    return set(session.scalars(followed.where(Assigned.id.in_([row.id for row in rows]))))


def mend_anchor(
    session: Session, actor: Actor, person_ids: Sequence[UUID], anchor: str, day: date, now: datetime
) -> Changed:
    """Enter the missing day ("hire_date" or "job_since") for people and give them the due dates that waited for it.

    Raises Refused naming "anchor" or "day"; NotFound for people who are not the actor's, or without the role HR.
    """
    if anchor not in (HIRE_DATE, JOB_SINCE):
        raise Refused("anchor", _l("This day is not entered here."))
    if not EARLIEST <= day <= now.date() + timedelta(days=10 * MOST_DAYS):
        raise Refused("day", _l("Choose a day since 1900 and within the next ten years."))
    if Role.HR not in actor.roles:
        raise NotFound
    people = _people(session, actor, person_ids)
    for person in people:
        update_person(session, actor, person, {anchor: day}, now)
    waiting = (Assigned.person_id.in_([each.id for each in people]), Assigned.missing == anchor)
    ids = list(session.scalars(select(Assigned.id).where(*waiting, Assigned.state == OPEN)))
    redate(session, ids, now)
    rows = tuple(
        session.scalars(select(Assigned).where(Assigned.id.in_(ids)).execution_options(populate_existing=True))
    )
    mended = tuple(row for row in rows if row.missing is None)
    return Changed(mended, len(rows) - len(mended))


def _people(session: Session, actor: Actor, ids: Sequence[UUID]) -> list[Person]:
    wanted = _bounded(ids)
    people = Rows(session, actor, Person).where(Person.id.in_(wanted)).all()
    if len(people) != len(wanted):
        raise NotFound
    return people


def _bounded(ids: Sequence[UUID]) -> set[UUID]:
    wanted = set(ids)
    if len(wanted) > MOST_AT_ONCE:
        raise Refused("", _l("Choose at most %(most)s people at once.", most=MOST_AT_ONCE))
    return wanted


def _rows(session: Session, actor: Actor, ids: Sequence[UUID]) -> list[Assigned]:
    """Return the rows under a lock, in the order of their ids. Raises NotFound where one is not theirs to change."""
    wanted = _bounded(ids)
    seen = select(AssignmentRun.id).where(AssignmentRun.state == APPLIED)
    rows = Rows(session, actor, Assigned).where(Assigned.id.in_(wanted), Assigned.run_id.in_(seen))
    if Role.HR not in actor.roles:
        rows = rows.where(Assigned.person_id != actor.person_id)
    found = rows.order_by(Assigned.id).all()
    if len(found) != len(wanted):
        raise NotFound
    _read_again(session, found)
    return found
