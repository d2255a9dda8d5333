"""Curricula that were finished, read from the rows that say so."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.counting import LOOKED_BACK
from lms.assigning.assignments.models import APPLIED, COMPLETED, Assigned, AssignmentRun
from lms.assigning.curricula.models import Curriculum
from lms.doors.xapi.statements import Finished
from lms.learning.happenings import Place

LATE: Final = LOOKED_BACK + timedelta(hours=1)
"""How long after the moment it names a row may come to say that its curriculum is finished: a job counts it."""
_FINISHED = (
    select(
        Assigned.id.label("row"),
        Assigned.completed_at.label("at"),
        Assigned.person_id,
        Assigned.curriculum_id,
        Curriculum.title,
    )
    .join(AssignmentRun, and_(AssignmentRun.id == Assigned.run_id, AssignmentRun.state == APPLIED))
    .join(Curriculum, Curriculum.id == Assigned.curriculum_id)
    .where(Assigned.state == COMPLETED)
)


def finished(session: Session, organisation: UUID, after: Place, most: int) -> list[Finished]:
    """Return up to `most` finished curricula of an organisation after a place, the earliest first; one query."""
    at, row = Assigned.completed_at, Assigned.id
    later = or_(at > after.at, and_(at == after.at, row > after.row))
    query = _FINISHED.where(Assigned.organisation_id == organisation, at >= after.at, later)
    return [_read(each) for each in session.execute(query.order_by(at, row).limit(most))]


def of_rows(session: Session, organisation: UUID, rows: Collection[UUID]) -> dict[UUID, Finished]:
    """Return {row: finished curriculum} of those rows that still say so; one query."""
    query = _FINISHED.where(Assigned.organisation_id == organisation, Assigned.id.in_(rows))
    return {each.row: _read(each) for each in session.execute(query)}


def _read(row: Any) -> Finished:
    return Finished(row.row, row.at, row.person_id, row.curriculum_id, row.title)
