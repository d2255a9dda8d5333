"""The scores of a stretch of time by department: the one place that reads other people's sittings, as sums alone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from lms.assigning.group_results.suppression import Tally
from lms.catalog.models import QuizVersion
from lms.learning.assessing.models import Sitting, SittingState
from lms.packs.identity import version_numbers
from lms.people.models import Person


def majors(session: Session, organisation_id: UUID, since: datetime, until: datetime) -> dict[UUID, dict[int, UUID]]:
    """Return {instrument: {major: its newest version's row}} of what was closed in [since, until)."""
    closed = (
        select(Sitting.quiz_version_id)
        .where(
            Sitting.organisation_id == organisation_id,
            Sitting.state == SittingState.CLOSED,
            Sitting.closed_at >= since,
            Sitting.closed_at < until,
        )
        .distinct()
    )
    rows = select(QuizVersion.id, QuizVersion.quiz_id, QuizVersion.number).where(QuizVersion.id.in_(closed))
    found: dict[UUID, dict[int, tuple[tuple[int, int], UUID]]] = {}
    for row in session.execute(rows):
        number = version_numbers(row.number) or (0, 0)
        held = found.setdefault(row.quiz_id, {})
        held[number[0]] = max(held.get(number[0], (number, row.id)), (number, row.id))
    return {quiz: {major: row for major, (_n, row) in each.items()} for quiz, each in found.items()}


def versions_of(session: Session, instrument_id: UUID, major: int) -> list[UUID]:
    """Return the rows of all versions of an instrument within a major."""
    rows = session.execute(select(QuizVersion.id, QuizVersion.number).where(QuizVersion.quiz_id == instrument_id))
    return [row.id for row in rows if (version_numbers(row.number) or (0, 0))[0] == major]


def by_department(
    session: Session,
    organisation_id: UUID,
    versions: list[UUID],
    since: datetime,
    until: datetime,
    begun_from: datetime | None = None,
) -> dict[UUID | None, Tally]:
    """Return {department: the scores of the people in it itself}, of each person who is here their latest sitting.

    Of [since, until), on these versions; of what was begun from `begun_from` on, where that is given.
    """
    latest = _latest(organisation_id, versions, since, until, begun_from).subquery()
    sums = select(
        latest.c.department_id,
        func.count(),
        func.sum(latest.c.score),
        func.min(latest.c.score),
        func.max(latest.c.score),
    ).where(latest.c.place == 1)
    return {department: Tally(*sums) for department, *sums in session.execute(sums.group_by(latest.c.department_id))}


def _latest(
    organisation_id: UUID, versions: list[UUID], since: datetime, until: datetime, begun_from: datetime | None
) -> Select[tuple[UUID | None, float, int]]:
    place = func.row_number().over(partition_by=Sitting.person_id, order_by=Sitting.number.desc())
    query = (
        select(Person.department_id, Sitting.result["score"].as_float().label("score"), place.label("place"))
        .join(Person, Person.id == Sitting.person_id)
        .where(
            Sitting.organisation_id == organisation_id,
            Sitting.quiz_version_id.in_(versions),
            Sitting.state == SittingState.CLOSED,
            Sitting.closed_at >= since,
            Sitting.closed_at < until,
            Person.active,
        )
    )
    return query if begun_from is None else query.where(Sitting.started_at >= begun_from)
