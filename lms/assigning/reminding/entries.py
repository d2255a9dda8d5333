"""What one letter is about: its reminders with what they remind of, and whether each still holds at this moment."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.assignments.local_days import local_day
from lms.assigning.assignments.models import APPLIED, COMPLETED, OPEN, Assigned, AssignmentRun
from lms.assigning.curricula.models import Curriculum
from lms.assigning.reminding.contexts import Reader
from lms.assigning.reminding.kinds import NUDGE
from lms.assigning.reminding.ladder import Kind
from lms.assigning.reminding.models import Reminder
from lms.kernel.outbox import AWAY, DONE, ENDED, LEFT, MOVED, WITHDRAWN
from lms.people.models import Organisation, Person

WEEK: Final = timedelta(days=7)
DAY: Final = timedelta(days=1)
HAND: Final = "hand"
"""The step of a reminder that somebody sent by hand."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One reminder of a letter: what it is about, as it stands now, and the day it is where that person lives."""

    reminder: Reminder
    assigned: Assigned
    about: Person
    titles: Mapping[str, str]
    runs: bool
    today: date

    def title(self, language: str) -> str:
        """Return the curriculum's title in a language, or in another where it has none."""
        titles = self.titles
        return titles.get(language) or titles.get("en") or next(iter(titles.values()), "")


def entries_of(session: Session, letters: Collection[UUID], now: datetime) -> Mapping[UUID, list[Entry]]:
    """Return the entries of each of these letters, by due date and then in the order they were given. One query."""
    query = _given().add_columns(Reminder).join(Reminder, Reminder.assigned_id == Assigned.id)
    found: dict[UUID, list[Entry]] = {}
    for row in _in_order(session, query.where(Reminder.letter.in_(letters))):
        found.setdefault(row.Reminder.letter, []).append(_entry(row, row.Reminder, now))
    return found


def due_this_week(session: Session, people: Collection[UUID], now: datetime) -> Mapping[UUID, list[Entry]]:
    """Return what these people have open that is due within seven days, though no step says so now. One query."""
    today = now.date()
    near = Assigned.due.between(today - DAY, today + WEEK + DAY)
    query = _given().where(Assigned.person_id.in_(people), Assigned.state == OPEN, near)
    found: dict[UUID, list[Entry]] = {}
    for row in _in_order(session, query):
        entry = _entry(row, Reminder(), now)
        if entry.runs and timedelta() <= row.Assigned.due - entry.today <= WEEK:
            found.setdefault(row.Assigned.person_id, []).append(entry)
    return found


def _given() -> Any:
    """Return the query of rows with all that is said of them."""
    return (
        select(Assigned, Person, Curriculum.title, AssignmentRun.state, AssignmentRun.undone_at, Organisation.time_zone)
        .join(AssignmentRun, AssignmentRun.id == Assigned.run_id)
        .join(Curriculum, Curriculum.id == Assigned.curriculum_id)
        .join(Person, Person.id == Assigned.person_id)
        .join(Organisation, Organisation.id == Assigned.organisation_id)
    )


def _in_order(session: Session, query: Any) -> list[Any]:
    rows = session.execute(query).all()
    return sorted(rows, key=lambda row: (row.Assigned.due or date.max, row.Assigned.id))


def _entry(row: Any, reminder: Reminder, now: datetime) -> Entry:
    person = row.Person
    runs = row.state == APPLIED and row.undone_at is None
    today = local_day(now, person.time_zone, row.time_zone)
    return Entry(reminder, row.Assigned, person, row.title, runs, today)


def gone(entry: Entry, reader: Reader) -> str:
    """Return why an entry is no longer to be said to a reader, a code of the outbox; "" where it still is."""
    return _no_longer_open(entry) or (
        _not_the_managers(entry, reader) if _escalates(entry) else _not_ones_own(entry, reader)
    )


def _no_longer_open(entry: Entry) -> str:
    if entry.assigned.state == COMPLETED:
        return DONE
    if entry.assigned.state != OPEN or not entry.runs:
        return WITHDRAWN
    return "" if entry.about.active else LEFT


def _not_the_managers(entry: Entry, reader: Reader) -> str:
    person, late_after = entry.about, entry.assigned.late_after
    if person.manager_id != reader.id or _day(late_after) != entry.reminder.occasion:
        return MOVED
    away = person.away_from and person.away_until and person.away_from <= entry.today <= person.away_until
    return AWAY if away else ""


def _not_ones_own(entry: Entry, reader: Reader) -> str:
    step, due = entry.reminder.step, entry.assigned.due
    if step == HAND:
        return ""
    if step == Kind.ROUND:
        if due is not None or entry.assigned.missing:
            return MOVED
        return ENDED if NUDGE in reader.wish.ended else ""
    return "" if _day(due) == entry.reminder.occasion else MOVED


def _escalates(entry: Entry) -> bool:
    return entry.reminder.step == Kind.ESCALATION


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
