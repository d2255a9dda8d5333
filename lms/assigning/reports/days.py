"""The totals of each day, and from them how many had finished week by week: counts that outlive whom they counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.local_days import local_day
from lms.assigning.assignments.models import COMPLETED, Assigned
from lms.assigning.reports.counting import Counted, People, count_curricula
from lms.assigning.reports.editions import people_of
from lms.assigning.reports.models import ReportDay
from lms.assigning.reports.rows import Figures
from lms.assigning.reports.standings import here
from lms.kernel.database import insert
from lms.kernel.ids import new_id
from lms.kernel.jobs import Work
from lms.people.models import Person

WEEKS: Final = 12
WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Point:
    """How many had finished by the end of a day; `people`: how many had it then, None where that was not kept."""

    day: date
    finished: int
    people: int | None


def keep_small(work: Work, organisation_id: UUID) -> None:
    """Keep the day's totals of an organisation that is counted while pages open."""
    with work.reading() as session:
        people = people_of(session, organisation_id, work.now())
    keep(work, people)


def keep(work: Work, people: People) -> None:
    """Keep how the organisation stands with each curriculum today; the last count of a day is the one that stays.

    A curriculum that nothing was ever kept of gets the weeks before from when people finished.
    """
    today = local_day(people.now, None, people.zone)
    with work.reading() as session:
        counted = count_curricula(session, people)
        ours = select(ReportDay.curriculum_id).where(ReportDay.organisation_id == people.organisation_id).distinct()
        known = set(session.scalars(ours))
        new = {each.subject_id for each in counted} - known
        before = {id: _past(session, people, id, ends_of_weeks(today)[:-1]) for id in sorted(new)}
    if not counted:
        return
    with work.writing() as session:
        for id, points in before.items():
            for point in points:
                _put(session, people, Counted(id, None, Figures(finished=point.finished)), point.day)
        for each in counted:
            _put(session, people, each, today)


def _put(session: Session, people: People, counted: Counted, day: date) -> None:
    figures = counted.figures
    totals = {"people": figures.people, "finished": figures.finished, "late": figures.late}
    key = {"organisation_id": people.organisation_id, "curriculum_id": counted.subject_id, "day": day}
    row = insert(session, ReportDay).values(id=new_id(), **key, **totals)
    session.execute(row.on_conflict_do_update(index_elements=list(key), set_=totals))


def trend(session: Session, people: People, now: Mapping[UUID, Figures]) -> list[Point]:
    """Return how many had finished by the end of each of the last weeks, of these curricula together; today is last.

    `now`: how they stand today. Three queries at most: what was kept, and for weeks of which nothing was, when people
    finished. No points where nobody has any of them.
    """
    if not any(figures.people for figures in now.values()):
        return []
    today = local_day(people.now, None, people.zone)
    *before, last = ends_of_weeks(today)
    kept = _kept(session, people.organisation_id, now, before)
    points = []
    unknown = {id for id in now if not any((id, day) in kept for day in before)}
    past = {id: {point.day: point for point in _past(session, people, id, before)} for id in sorted(unknown)}
    for day in before:
        each = [kept.get((id, day)) or past.get(id, {}).get(day) for id in now]
        known = [point for point in each if point is not None]
        whole = sum(point.people or 0 for point in known) if known and all(p.people for p in known) else None
        points.append(Point(day, sum(point.finished for point in known), whole))
    together = list(now.values())
    return [*points, Point(last, sum(f.finished for f in together), sum(f.people for f in together))]


def ends_of_weeks(today: date) -> list[date]:
    """Return the Sundays of the last weeks, the earliest first, and today."""
    sunday = today - timedelta(days=today.isoweekday() % 7 or 7)
    return [*(sunday - number * WEEK for number in reversed(range(WEEKS - 1))), today]


def _kept(
    session: Session, organisation_id: UUID, ids: Iterable[UUID], days: list[date]
) -> dict[tuple[UUID, date], Point]:
    """Return what was kept last on or before each day, within its week, by curriculum and day."""
    since = days[0] - WEEK
    rows = session.execute(
        select(ReportDay.curriculum_id, ReportDay.day, ReportDay.finished, ReportDay.people)
        .where(ReportDay.organisation_id == organisation_id, ReportDay.curriculum_id.in_(list(ids)))
        .where(ReportDay.day > since, ReportDay.day <= days[-1])
        .order_by(ReportDay.day)
    )
    found: dict[tuple[UUID, date], Point] = {}
    for id, day, finished, people in rows:
        end = next(each for each in days if day <= each)
        found[id, end] = Point(end, finished, people or None)
    return found


def _past(session: Session, people: People, curriculum: UUID, days: list[date]) -> list[Point]:
    """Return how many of those who have finished had done so by each day; one query."""
    rows = session.execute(
        select(Assigned.completed_on, func.count())
        .join(Person, Person.id == Assigned.person_id)
        .where(Assigned.curriculum_id == curriculum, Assigned.state == COMPLETED, here(people.organisation_id))
        .where(*people.them, Assigned.completed_on.is_not(None))
        .group_by(Assigned.completed_on)
    ).all()
    return [Point(day, sum(count for on, count in rows if on is not None and on <= day), None) for day in days]
