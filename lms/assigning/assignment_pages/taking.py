"""Who has a curriculum and how far they are: the names behind the figures of the overview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from lms.assigning.assignment_pages.addresses import After, after_of, first_page, next_page
from lms.assigning.assignment_pages.by_curriculum import current, seen
from lms.assigning.assignment_pages.words import missing_words
from lms.assigning.assignments.local_days import late_condition
from lms.assigning.assignments.models import COMPLETED, OPEN, Assigned
from lms.assigning.assignments.reading import zone_of
from lms.assigning.curricula.models import Curriculum
from lms.assigning.looking import Reach, note_look
from lms.kernel.ids import read_id
from lms.kernel.permissions import Actor, Role, allow, scope_of
from lms.people.models import Department, Person
from lms.web.context import actor, database, db, my, now, today

PAGE: Final = 50


@dataclass(frozen=True)
class Taker:
    """One person who has the curriculum now: their row, and what names them."""

    row: Assigned
    name: str
    department: str | None


@allow(Role.HR)
def taking(curriculum: UUID) -> ResponseReturnValue:
    """Show who has one curriculum, by name."""
    row = my(Curriculum).where(Curriculum.id == curriculum).one_or_404()
    wanted = request.args.get("show", "all")
    wanted = wanted if wanted in _CONDITIONS else "all"
    note_look(database(), actor(), "", now(), Reach("curriculum", row.id, narrowed=wanted != "all"))
    found, following = takers(db(), actor(), row.id, wanted, now(), after_of(request.args))
    return render_template(
        "assigning/assignment_pages/taking.html",
        curriculum=row,
        takers=found,
        shown=wanted,
        following=next_page(following),
        first=first_page(),
        missing_words=missing_words,
        today=today(),
        at=now(),
    )


def takers(
    session: Session, actor: Actor, curriculum: UUID, shown: str, now: datetime, after: After | None
) -> tuple[list[Taker], After | None]:
    """Return 50 people who have the curriculum now and stand as `shown`, by name, and where the next page begins."""
    wanted = late_condition(now, zone_of(session, actor.organisation_id)) if shown == "late" else _CONDITIONS[shown]
    query = (
        select(Assigned, Person.id, Person.name, Department.name)
        .join(Person, Person.id == Assigned.person_id)
        .outerjoin(Department, Department.id == Person.department_id)
        .where(scope_of(Assigned, actor), Assigned.curriculum_id == curriculum, current(), seen(actor), wanted)
    )
    if after is not None:
        name, identity = after
        query = query.where(or_(Person.name > name, and_(Person.name == name, Person.id > read_id(identity))))
    rows = session.execute(query.order_by(Person.name, Person.id).limit(PAGE + 1)).all()
    following = (rows[PAGE - 1][2], str(rows[PAGE - 1][1])) if len(rows) > PAGE else None
    return [Taker(row, name, department) for row, _id, name, department in rows[:PAGE]], following


_CONDITIONS: Final[Mapping[str, ColumnElement[bool]]] = {
    "all": Assigned.state.in_((OPEN, COMPLETED)),
    "not-begun": and_(Assigned.state == OPEN, Assigned.done == 0),
    "under-way": and_(Assigned.state == OPEN, Assigned.done > 0),
    "late": Assigned.state == OPEN,
    "finished": Assigned.state == COMPLETED,
}
"""Who is meant; "late" is narrowed by the calendar where each of them lives."""
