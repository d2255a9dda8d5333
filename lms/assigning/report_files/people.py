"""The people of a list in pages, by name: each one short read that begins behind the last person of the page before.

Every page reads the same few columns of people by an index, whatever their number: nothing is counted, skipped or kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from lms.assigning.assignments.models import Assigned
from lms.assigning.assignments.reading import seen
from lms.assigning.cohorts.models import Cohort, CohortMember, leads
from lms.assigning.groups.models import GroupMember, PeopleGroup
from lms.assigning.report_files.heads import of_people
from lms.kernel.permissions import Actor, scope_of
from lms.people.departments import subtree
from lms.people.models import Department, Person

PIECE: Final = 400
"""People of one page: with eight modules each some three thousand rows, read and written within 50 ms."""


@dataclass(frozen=True, slots=True)
class Whom:
    """Whose rows a list has: of active people the actor may see, narrowed. `reports`: those who report to the actor.

    `department`: it and all inside it. `curriculum`: who was given it.
    """

    actor: Actor
    department: UUID | None = None
    group: UUID | None = None
    cohort: UUID | None = None
    curriculum: UUID | None = None
    reports: bool = False


@dataclass(frozen=True, slots=True)
class One:
    """One person: `cells` as `heads.of_people` has them, and what is needed to say whether they are late."""

    id: UUID
    cells: tuple[Any, ...]
    zone: str | None
    away_from: date | None
    away_until: date | None


Place = tuple[str, UUID]
"""Name and id of the last person of a page."""


def page(session: Session, whom: Whom, after: Place | None, size: int = PIECE) -> Sequence[One]:
    """Return the next people by name; one query."""
    manager = aliased(Person)
    query = (
        select(
            Person.id,
            Person.time_zone,
            Person.away_from,
            Person.away_until,
            Person.name,
            Person.email,
            Department.name,
            Person.job,
            manager.name,
            Person.location,
            Person.hire_date,
            Person.cost_centre,
        )
        .outerjoin(Department, Department.id == Person.department_id)
        .outerjoin(manager, manager.id == Person.manager_id)
        .where(seen_by(whom), Person.active, *narrowed(whom), *_behind(after))
        .order_by(Person.name, Person.id)
        .limit(size)
    )
    rows, end = session.execute(query), 4 + len(of_people(whom.actor))
    return [One(row[0], tuple("" if cell is None else cell for cell in row[4:end]), *row[1:4]) for row in rows]


def seen_by(whom: Whom) -> ColumnElement[bool]:
    """Return the condition of being somebody the actor may have in a list: a facilitator has those of their cohort."""
    if whom.cohort is not None:
        return Person.organisation_id == whom.actor.organisation_id
    return scope_of(Person, whom.actor)


def narrowed(whom: Whom) -> Iterator[ColumnElement[bool]]:
    """Yield what narrows a list, over `Person`; what is not the actor's to ask about holds nobody."""
    actor = whom.actor
    if whom.department is not None:
        yield Person.department_id.in_(subtree(whom.department))
    if whom.group is not None:
        group = select(PeopleGroup.id).where(scope_of(PeopleGroup, actor), PeopleGroup.id == whom.group)
        yield Person.id.in_(select(GroupMember.person_id).where(GroupMember.group_id.in_(group)))
    if whom.cohort is not None:
        cohort = select(Cohort.id).where(leads(actor), Cohort.id == whom.cohort)
        yield Person.id.in_(select(CohortMember.person_id).where(CohortMember.cohort_id.in_(cohort)))
    if whom.curriculum is not None:
        given = (scope_of(Assigned, actor), Assigned.curriculum_id == whom.curriculum, seen())
        yield Person.id.in_(select(Assigned.person_id).where(*given))
    if whom.reports:
        yield Person.manager_id == actor.person_id


def _behind(after: Place | None) -> Iterator[ColumnElement[bool]]:
    if after is not None:
        name, id = after
        yield Person.name >= name  # the range of the index; the rest only settles ties
        yield or_(Person.name > name, and_(Person.name == name, Person.id > id))
