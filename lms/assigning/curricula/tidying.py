"""Curricula that were removed and that nothing names any more go for good, a day after they could be brought back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import Column, ColumnElement, Text, cast, delete, exists, or_, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import Assignment
from lms.assigning.curricula.models import Curriculum, CurriculumItem, CurriculumSection
from lms.assigning.groups.models import PeopleGroup
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.model import Base

BACK_FOR: Final = timedelta(days=1)
"""How long a removed curriculum can be brought back at least."""
PARTS: Final = (CurriculumItem, CurriculumSection)
"""What belongs to a curriculum and goes with it, in this order."""


@job("curricula.tidy", every=timedelta(days=1), allowed=JOB, label=_l("Delete curricula that were removed"))
def tidy(work: Work) -> None:
    """Delete each removed curriculum that nothing names, in a transaction of its own."""
    with work.reading() as session:
        removed = list(session.scalars(_gone(work.now()).order_by(Curriculum.id)))
    for identity in removed:
        with work.writing() as session:
            forget(session, identity, work.now())


def forget(session: Session, identity: UUID, now: datetime) -> bool:
    """Delete a curriculum removed more than a day ago that nothing names; return whether it was one."""
    this = _gone(now).where(Curriculum.id == identity).with_for_update()
    if session.scalar(this) is None or session.scalar(select(_named(identity))):
        return False
    for part in PARTS:
        session.execute(delete(part).where(part.curriculum_id == identity))
    session.execute(delete(Curriculum).where(Curriculum.id == identity))
    return True


def _gone(now: datetime) -> Any:
    return select(Curriculum.id).where(Curriculum.removed_at < now - BACK_FOR)


def _named(identity: UUID) -> ColumnElement[bool]:
    """Return the condition that a row of another table names it: by a foreign key, or in a rule."""
    rules = (Assignment.due, PeopleGroup.rule)
    inside = [exists().where(cast(rule, Text).contains(str(identity))) for rule in rules]
    return or_(*(exists().where(column == identity) for column in _keys()), *inside)


def _keys() -> Iterator[Column[Any]]:
    """Yield every column of other tables that refers to a curriculum."""
    parts = {part.__table__ for part in PARTS}
    for table in Base.metadata.sorted_tables:
        if table not in parts:
            yield from (key.parent for key in table.foreign_keys if key.column.table is Curriculum.__table__)
