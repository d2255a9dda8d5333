"""Everything about one person that HR may know. Never an answer, a score, or how often somebody tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.local_days import local_day
from lms.assigning.assignments.models import APPLIED, OPEN, Assigned, AssignmentRun
from lms.assigning.assignments.reading import zone_of
from lms.assigning.curricula.models import Curriculum
from lms.assigning.groups.explaining import explain
from lms.assigning.groups.models import GroupMember, PeopleGroup
from lms.assigning.roster.module_states import asked_of
from lms.catalog.models import Module, ModuleVersion
from lms.catalog.shelf import newest
from lms.kernel.audit import AuditEntry
from lms.kernel.permissions import Actor, scope_of
from lms.learning.models import Enrolment, State
from lms.people.auditing.looking import LOOKS
from lms.people.departments import named_tree
from lms.people.history import Happened, happened
from lms.people.models import Person

REPORTS: Final = 12
"""Reports that are named; all of them are in the list."""
HAPPENED: Final = 30


@dataclass(frozen=True, slots=True)
class Taken:
    """One module this person takes or took, in one cycle. `due`, `days_late`: of what requires it of them now."""

    title: dict[str, str]
    slug: str
    state: State
    due: date | None
    days_late: int
    required: bool
    cycle: int
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Given:
    """One curriculum this person was given, in one cycle."""

    title: dict[str, str]
    assignment_id: UUID
    state: str
    due: date | None
    missing: str | None
    done: int
    total: int
    cycle: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class Belongs:
    """One group this person is in, since when, and because of what."""

    id: UUID
    name: str
    since: datetime
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One person's page."""

    person: Person
    department: str | None
    manager: Any
    reports: Sequence[Any]
    reporting: int
    given: list[Given]
    taken: list[Taken]
    groups: list[Belongs]
    history: list[Happened]
    is_away: bool


def record(session: Session, actor: Actor, person: Person, now: datetime) -> Record:
    """Return the page of one person that is the actor's to see; a dozen queries, whatever the organisation's size.

    What is theirs is asked for by their id alone: a second condition, on the organisation, would let a database that
    knows little of its tables begin with everybody.
    """
    ways = {node.id: node.way for node in named_tree(session, actor.organisation_id)}
    own = select(Person.id, Person.name)
    reports = (Person.manager_id == person.id, Person.active)
    counted = select(func.count()).select_from(Person).where(*reports)
    zone = zone_of(session, actor.organisation_id)
    there = local_day(now, person.time_zone, zone)
    away = _is_away(person, there)
    return Record(
        person=person,
        department=ways.get(person.department_id) if person.department_id else None,
        manager=session.execute(own.where(Person.id == person.manager_id)).first() if person.manager_id else None,
        reports=session.execute(own.where(*reports).order_by(Person.name).limit(REPORTS)).all(),
        reporting=session.scalar(counted) or 0,
        given=_given(session, person, None if away or not person.active else there),
        taken=_taken(session, person, now, zone),
        groups=_groups(session, actor, person, now),
        history=_history(session, actor, person),
        is_away=away,
    )


def _is_away(person: Person, day: date) -> bool:
    return bool(person.away_from and person.away_until and person.away_from <= day <= person.away_until)


def _given(session: Session, person: Person, today: date | None) -> list[Given]:
    """Return what they were given; `today` where they live, None while nothing of theirs is late."""
    rows = session.execute(
        select(Assigned, Curriculum.title)
        .join(AssignmentRun, AssignmentRun.id == Assigned.run_id)
        .join(Curriculum, Curriculum.id == Assigned.curriculum_id)
        .where(Assigned.person_id == person.id, AssignmentRun.state == APPLIED)
        .order_by(Assigned.completed_at.is_not(None), Assigned.due, Assigned.cycle.desc())
    )
    return [
        Given(
            title,
            row.assignment_id,
            row.state,
            row.due,
            row.missing,
            row.done,
            row.total,
            row.cycle,
            row.state == OPEN and today is not None and row.late_after is not None and row.late_after < today,
        )
        for row, title in rows
    ]


def _taken(session: Session, person: Person, now: datetime, zone: str) -> list[Taken]:
    rows = session.execute(
        select(ModuleVersion.document, Module.slug, Enrolment, *asked_of(Module.id, now, zone))
        .join(Person, Person.id == Enrolment.person_id)
        .join(Module, Module.id == Enrolment.module_id)
        .join(ModuleVersion, newest())
        .where(Enrolment.person_id == person.id)
        .order_by(Module.position, Enrolment.cycle.desc())
    )
    there, found = local_day(now, person.time_zone, zone), dict[tuple[str, int], Taken]()
    for document, slug, row, due, passed in rows:
        is_open = row.state != State.COMPLETED and slug not in {each for each, _cycle in found}
        late = (there - passed).days if is_open and passed is not None else 0
        standing = (row.state, due if is_open else None, late, row.required, row.cycle, row.completed_at)
        found[slug, row.cycle] = Taken(document["title"], slug, *standing)
    return list(found.values())


def _groups(session: Session, actor: Actor, person: Person, now: datetime) -> list[Belongs]:
    rows = session.execute(
        select(PeopleGroup, GroupMember.since)
        .join(GroupMember, GroupMember.group_id == PeopleGroup.id)
        .where(scope_of(GroupMember, actor), GroupMember.person_id == person.id, ~PeopleGroup.retired)
        .order_by(PeopleGroup.name)
    )
    return [
        Belongs(group.id, group.name, since, tuple(each.text for each in explain(session, group, person, now)))
        for group, since in rows
    ]


def _history(session: Session, actor: Actor, person: Person) -> list[Happened]:
    """Return what was done to this person; who looked at them is theirs to read."""
    about = (AuditEntry.organisation_id == actor.organisation_id, AuditEntry.subject_id == person.id)
    entries = select(AuditEntry).where(*about, AuditEntry.action.not_in(LOOKS)).order_by(AuditEntry.at.desc())
    return happened(session, session.scalars(entries.limit(HAPPENED)).all())
