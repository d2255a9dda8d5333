"""What a calendar is told of a date: under which number, and what has changed since it last asked (RFC 5545, SEQUENCE).

A calendar takes a change for one only when the number has risen, so what was told last is kept for each date. A date
that is gone (done, taken back, moved to somebody else) is told once more, as cancelled, for a month.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from lms.doors.calendar.dates import BACK, Dated
from lms.doors.calendar.models import CalendarEntry
from lms.kernel.database import insert
from lms.kernel.ids import new_id
from lms.kernel.jobs import JOB, Work, job
from lms.people.models import Person

CANCELLED_FOR: Final = timedelta(days=30)
GONE: Final = ""
"""What stands for the hash of a date that is gone."""
Entries = dict[tuple[str, UUID], CalendarEntry]


def entries_of(session: Session, person: Person) -> Entries:
    """Return what a person's calendars were told last, by what it is about."""
    mine = select(CalendarEntry).where(CalendarEntry.person_id == person.id)
    return {(each.kind, each.source): each for each in session.scalars(mine)}


def is_news(entries: Entries, dates: Sequence[Dated], *, whole: bool = True) -> bool:
    """Return whether something differs from what was told. `whole`: what is not among the dates is gone."""
    there = {each.key: each for each in dates}
    changed = any(key not in entries or entries[key].told != each.told for key, each in there.items())
    return changed or (whole and any(key not in there and each.told != GONE for key, each in entries.items()))


def tell(session: Session, person: Person, dates: Sequence[Dated], now: datetime, *, whole: bool = True) -> Entries:
    """Note what is told from now on, each change under a higher number; return all of it. Two tellers at once agree."""
    entries = _held(session, person)
    new = [_row(person, each, now) for each in dates if each.key not in entries]
    if new:
        unique = [CalendarEntry.person_id, CalendarEntry.kind, CalendarEntry.source]
        session.execute(insert(session, CalendarEntry).values(new).on_conflict_do_nothing(index_elements=unique))
        entries = _held(session, person)
    there = {each.key: each for each in dates}
    for key, entry in entries.items():
        if key in there and entry.told != there[key].told:
            _change(entry, there[key], now)
        elif key not in there and whole and entry.told != GONE:
            entry.told, entry.cancelled, entry.sequence, entry.changed_at = GONE, True, entry.sequence + 1, now
    session.flush()
    return entries


def is_told(entry: CalendarEntry, now: datetime) -> bool:
    """Return whether an entry whose date is gone is still told, as cancelled."""
    return entry.told == GONE and entry.changed_at > now - CANCELLED_FOR


@job("calendar.forget", every=timedelta(days=1), allowed=JOB, label=_l("Forget dates that are long over"))
def forget(work: Work) -> None:
    """Delete what calendars were told of dates that are long over."""
    while True:
        with work.writing() as session:
            if forget_some(session, work.now()) == 0:
                return


def forget_some(session: Session, now: datetime, *, most: int = 500) -> int:
    """Delete up to `most` entries whose date is over for longer than they are kept; return how many went."""
    over = or_(CalendarEntry.day < (now - BACK).date(), CalendarEntry.begins_at < now - BACK)
    some = select(CalendarEntry.id).where(over).limit(most)
    gone = delete(CalendarEntry).where(CalendarEntry.id.in_(some)).returning(CalendarEntry.id)
    return len(session.scalars(gone.execution_options(synchronize_session=False)).all())


def _held(session: Session, person: Person) -> Entries:
    mine = select(CalendarEntry).where(CalendarEntry.person_id == person.id).order_by(CalendarEntry.id)
    return {(each.kind, each.source): each for each in session.scalars(mine.with_for_update())}


def _row(person: Person, dated: Dated, now: datetime) -> dict[str, object]:
    return {
        "id": new_id(),
        "organisation_id": person.organisation_id,
        "person_id": person.id,
        "kind": dated.kind,
        "source": dated.source,
        "day": dated.day,
        "begins_at": dated.begins_at,
        "minutes": dated.minutes,
        "told": dated.told,
        "sequence": 0,
        "cancelled": dated.called_off,
        "changed_at": now,
    }


def _change(entry: CalendarEntry, dated: Dated, now: datetime) -> None:
    entry.day, entry.begins_at, entry.minutes = dated.day, dated.begins_at, dated.minutes
    entry.told, entry.cancelled = dated.told, dated.called_off
    entry.sequence, entry.changed_at = entry.sequence + 1, now
