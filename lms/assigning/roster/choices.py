"""What a filter offers: the departments, jobs and places there are, found by stepping through an index."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.people.models import Person

MOST: Final = 300
"""Different values that are offered; an index step for each of them, however many people share it."""


def jobs(session: Session, organisation_id: UUID) -> list[str]:
    """Return the jobs people have, in order."""
    return _different(session, Person.job, organisation_id)


def locations(session: Session, organisation_id: UUID) -> list[str]:
    """Return the places people work at, in order."""
    return _different(session, Person.location, organisation_id)


def _different(session: Session, column: Any, organisation_id: UUID) -> list[str]:
    """Return the values of an indexed column: the least, then the least above it, and so on."""
    ours = Person.organisation_id == organisation_id
    steps = select(func.min(column).label("value")).where(ours).cte("steps", recursive=True)
    above = select(func.min(column)).where(ours, column > steps.c.value).correlate(steps).scalar_subquery()
    steps = steps.union_all(select(above).where(steps.c.value.is_not(None)))
    return list(session.scalars(select(steps.c.value).where(steps.c.value.is_not(None)).limit(MOST)))
