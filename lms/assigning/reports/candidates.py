"""Who may stand behind a figure, found in the order of names without looking at everybody.

What an index can say of somebody is asked first: the state of their row, the day after which it is late. Where that, or
the department asked for, leaves few people, those few are looked up; where it leaves many, the index of names is walked
until a page is full. What is left to judge (rows of an earlier cycle, the day where they live) is asked of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import COMPLETED, EXEMPT, OPEN, Assigned
from lms.assigning.curricula.models import Curriculum, CurriculumItem
from lms.assigning.reports.asked import Asked
from lms.assigning.reports.rows import Column
from lms.assigning.reports.standings import HELD
from lms.kernel.ids import read_id
from lms.kernel.permissions import scope_of
from lms.learning.models import Enrolment, State
from lms.people.models import Person

FEW: Final = 2_000
AHEAD: Final = timedelta(days=1)
"""Nowhere on earth is it more than one day later than in UTC."""
Condition = ColumnElement[bool]
Source = tuple[type[Assigned] | type[Enrolment], Condition]
"""A table of rows with a `person_id`, and which of them make somebody a candidate."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a cell: the module or the curriculum it is about (None: every one), and who is meant.

    `who`: conditions over `Person`; none for everybody. `narrow`: whether they name people of the organisation by
    themselves, so that an index finds them without walking it.
    """

    asked: Asked
    module: UUID | None
    curriculum: UUID | None
    who: tuple[Condition, ...]
    narrow: bool = True

    @property
    def about(self) -> Condition:
        """Return the condition over `Assigned` that a row is of the curriculum, of any that is there, or holds it."""
        if self.curriculum is not None:
            return Assigned.curriculum_id == self.curriculum
        if self.module is not None:
            holding = select(CurriculumItem.curriculum_id).where(CurriculumItem.module_id == self.module)
            return Assigned.curriculum_id.in_(holding)
        ours = (scope_of(Curriculum, self.asked.actor), Curriculum.removed_at.is_(None))
        return Assigned.curriculum_id.in_(select(Curriculum.id).where(*ours))


def candidates(
    session: Session, behind: Behind, column: Column, after: tuple[str, str] | None, size: int
) -> list[tuple[UUID, str]]:
    """Return (id, name) of the next `size` people who may stand behind a figure; every one who does is among them."""
    query: Any = select(Person.id, Person.name).where(Person.active, *_narrowed(session, behind, column))
    if after is not None:
        name, id = after[0], read_id(after[1])
        query = query.where(Person.name >= name, or_(Person.name > name, and_(Person.name == name, Person.id > id)))
    return [(row.id, row.name) for row in session.execute(query.order_by(Person.name, Person.id).limit(size))]


def _narrowed(session: Session, behind: Behind, column: Column) -> tuple[Condition, ...]:
    """Return the conditions over `Person` under which the few are looked up and the many are walked by name."""
    organisation = behind.asked.actor.organisation_id
    sources = _sources(behind, column)
    found = [select(model.person_id).where(model.organisation_id == organisation, wanted) for model, wanted in sources]
    if all(_is_few(session, query) for query in found):
        return (or_(*(Person.id.in_(query) for query in found)), *behind.who)
    held = or_(*(exists().where(model.person_id == Person.id, wanted) for model, wanted in sources))
    if behind.who and behind.narrow:
        those = select(Person.id).where(Person.active, *behind.who)
        if _is_few(session, those):
            return (Person.id.in_(those), held)
    return (Person.organisation_id == organisation, held, *behind.who)


def _is_few(session: Session, query: Any) -> bool:
    some = query.limit(FEW + 1).subquery()
    return (session.scalar(select(func.count()).select_from(some)) or 0) <= FEW


def _sources(behind: Behind, column: Column) -> Sequence[Source]:
    """Return the rows that make somebody a candidate for a column: any of them is enough."""
    given: Source = (Assigned, and_(behind.about, _given(behind, column)))
    if behind.module is None:
        return (given,)
    begun = {
        Column.PEOPLE: Enrolment.state != State.NOT_STARTED,
        Column.BEGUN: Enrolment.state != State.NOT_STARTED,
        Column.UNDER_WAY: Enrolment.state == State.UNDER_WAY,
        Column.FINISHED: Enrolment.state == State.COMPLETED,
        Column.HALFWAY: Enrolment.state == State.COMPLETED,
    }
    taken: tuple[Source, ...] = ()
    if column in begun:
        taken = ((Enrolment, and_(Enrolment.module_id == behind.module, begun[column])),)
    return (given, *taken) if column is Column.PEOPLE or not taken else taken


def _given(behind: Behind, column: Column) -> Condition:
    """Return what the row of a curriculum says of a column by itself; of a module's, only that the person has it."""
    late = and_(Assigned.state == OPEN, Assigned.late_after < behind.asked.now.astimezone(UTC).date() + AHEAD)
    begun = or_(Assigned.state == COMPLETED, and_(Assigned.state == OPEN, Assigned.done > 0))
    of_both = {Column.LATE: late, Column.EXEMPT: Assigned.state == EXEMPT}
    of_curriculum = {
        Column.NOT_STARTED: and_(Assigned.state == OPEN, Assigned.done == 0),
        Column.UNDER_WAY: and_(Assigned.state == OPEN, Assigned.done > 0),
        Column.FINISHED: Assigned.state == COMPLETED,
        Column.HALFWAY: begun,
        Column.BEGUN: begun,
    }
    known = of_both if behind.module is not None else of_both | of_curriculum
    return known.get(column, Assigned.state.in_(HELD))
