"""The dates of one person that belong in a calendar: what they have to have done by when, and when they meet.

Titles, days and places only: never a result, an answer, or anybody else's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import APPLIED, OPEN, Assigned, AssignmentRun
from lms.assigning.cohorts.models import Cohort, CohortMeeting, CohortMember
from lms.assigning.curricula.models import Curriculum
from lms.people.models import Person

DUE, MEETING = "due", "meeting"
BACK: Final = timedelta(days=90)
"""How long a date that is over stays."""
MOST: Final = 300
"""Dates of one kind that are given out, the latest first: nobody has as many."""


@dataclass(frozen=True, slots=True)
class Dated:
    """One date. `day` of a whole day, else `begins_at` and `minutes`; `path`: where more of it stands, below our own.

    `title`: by language. `called_off`: it was planned and does not take place.
    """

    kind: str
    source: UUID
    title: dict[str, str]
    path: str
    day: date | None = None
    begins_at: datetime | None = None
    minutes: int = 0
    place: str = ""
    called_off: bool = False

    @property
    def key(self) -> tuple[str, UUID]:
        """Return what it is about."""
        return self.kind, self.source

    @property
    def told(self) -> str:
        """Return the hash of all whose change a calendar has to notice."""
        said = (self.day, self.begins_at and self.begins_at.isoformat(), self.minutes, self.place, self.called_off)
        return sha256("\n".join(map(str, said)).encode()).hexdigest()


def dates_of(session: Session, person: Person, now: datetime) -> list[Dated]:
    """Return a person's dates, the earliest first: two queries, whatever they have."""
    found = [*_due(session, person, now), *_meetings(session, person, now)]
    return sorted(found, key=lambda each: (each.day or (each.begins_at or now).date(), str(each.source)))


def _due(session: Session, person: Person, now: datetime) -> Sequence[Dated]:
    rows = session.execute(
        select(Assigned.id, Assigned.due, Assigned.curriculum_id, Curriculum.title)
        .join(AssignmentRun, AssignmentRun.id == Assigned.run_id)
        .join(Curriculum, Curriculum.id == Assigned.curriculum_id)
        .where(
            Assigned.person_id == person.id,
            Assigned.organisation_id == person.organisation_id,
            Assigned.state == OPEN,
            Assigned.due >= (now - BACK).date(),
            AssignmentRun.state == APPLIED,
            AssignmentRun.undone_at.is_(None),
        )
        .order_by(Assigned.due.desc(), Assigned.id)
        .limit(MOST)
    )
    return [Dated(DUE, id, title, f"/learn/curricula/{curriculum}", day=due) for id, due, curriculum, title in rows]


def _meetings(session: Session, person: Person, now: datetime) -> Sequence[Dated]:
    within = select(CohortMember.cohort_id).where(CohortMember.person_id == person.id)
    rows = session.scalars(
        select(CohortMeeting)
        .join(Cohort, Cohort.id == CohortMeeting.cohort_id)
        .where(
            CohortMeeting.organisation_id == person.organisation_id,
            or_(Cohort.id.in_(within), Cohort.facilitator_id == person.id),
            CohortMeeting.begins_at >= now - BACK,
        )
        .order_by(CohortMeeting.begins_at.desc(), CohortMeeting.id)
        .limit(MOST)
    )
    return [_met(row) for row in rows]


def _met(row: CohortMeeting) -> Dated:
    return Dated(
        MEETING,
        row.id,
        {"": row.title},
        f"/learn/cohorts/{row.cohort_id}",
        begins_at=row.begins_at,
        minutes=row.minutes,
        place=row.place,
        called_off=row.cancelled,
    )
