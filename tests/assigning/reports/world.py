"""Random small organisations: trees, people in several zones, what they were given and did; as values, as rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from hypothesis import strategies as st

from lms.assigning.assignments.models import (
    APPLIED,
    COMPLETED,
    EXEMPT,
    OPEN,
    STAGING,
    UNDONE,
    WITHDRAWN,
    Assigned,
    Assignment,
    AssignmentRun,
)
from lms.assigning.curricula.models import Curriculum, CurriculumItem, CurriculumSection
from lms.catalog.models import Module, ModuleVersion
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor, Role
from lms.learning.models import Enrolment, State
from lms.people.models import Department, Person
from tests.support.company import Company

TODAY: Final = date(2026, 11, 22)
NOON: Final = time(12, tzinfo=UTC)
MOMENTS: Final = tuple(datetime(2026, 11, 22, hour, 30, tzinfo=UTC) for hour in (9, 11, 23))
"""In turn it is another day already in Auckland, still yesterday in Honolulu, and tomorrow in Copenhagen."""
ZONES: Final = (None, "Europe/Copenhagen", "Pacific/Auckland", "Pacific/Honolulu")
HOLDS: Final = ({0: True, 1: False}, {1: True, 2: True})
"""The modules of each curriculum, and whether it requires them."""
MODULES: Final = 3
DAYS: Final = st.integers(-2, 2)


@dataclass(frozen=True)
class Somebody:
    """One person: indexes of a department and a line manager, where they live, and days away around today."""

    department: int | None
    manager: int | None
    zone: str | None
    active: bool
    away: tuple[int, int] | None


@dataclass(frozen=True)
class Given:
    """One row of what somebody was given; days are counted from today."""

    person: int
    curriculum: int
    cycle: int
    state: str
    done: int
    late_after: int | None
    counted_from: int | None
    run: str


@dataclass(frozen=True)
class Taken:
    """One enrolment; `completed`: days from today, at noon in UTC."""

    person: int
    module: int
    cycle: int
    state: State
    completed: int


@dataclass(frozen=True)
class World:
    """Everything of one organisation. `parents`: the index of each department's parent, None at the top."""

    now: datetime
    parents: tuple[int | None, ...]
    people: tuple[Somebody, ...]
    given: tuple[Given, ...]
    taken: tuple[Taken, ...]


@dataclass
class Built:
    """A world as it stands in the database: ids by index, and an HR person outside it."""

    company: Company
    hr: Actor
    departments: list[UUID] = field(default_factory=list)
    people: list[UUID] = field(default_factory=list)
    curricula: list[UUID] = field(default_factory=list)
    modules: list[UUID] = field(default_factory=list)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Return organisations of up to ten people."""
    count = draw(st.integers(0, 5))
    parents = tuple(draw(st.none() | st.integers(0, place - 1)) if place else None for place in range(count))
    size = draw(st.integers(1, 10))
    people = tuple(_somebody(draw, place, count) for place in range(size))
    who = st.integers(0, size - 1)
    given = draw(st.lists(_given(who), max_size=20, unique_by=lambda one: (one.person, one.curriculum, one.cycle)))
    taken = draw(st.lists(_taken(who), max_size=15, unique_by=lambda one: (one.person, one.module, one.cycle)))
    return World(draw(st.sampled_from(MOMENTS)), parents, people, tuple(given), tuple(taken))


def _somebody(draw: st.DrawFn, place: int, departments: int) -> Somebody:
    return Somebody(
        draw(st.none() | st.integers(0, departments - 1)) if departments else None,
        draw(st.none() | st.integers(0, place - 1)) if place else None,
        draw(st.sampled_from(ZONES)),
        draw(st.integers(0, 5)) > 0,
        draw(st.none() | st.none() | st.tuples(DAYS, st.integers(0, 2)).map(lambda days: (days[0], sum(days)))),
    )


def _given(who: st.SearchStrategy[int]) -> st.SearchStrategy[Given]:
    return st.builds(
        Given,
        who,
        st.integers(0, len(HOLDS) - 1),
        st.integers(1, 3),
        st.sampled_from([OPEN, OPEN, COMPLETED, EXEMPT, WITHDRAWN]),
        st.integers(0, 2),
        st.none() | DAYS,
        st.none() | DAYS,
        st.sampled_from([APPLIED, APPLIED, APPLIED, STAGING, UNDONE]),
    )


def _taken(who: st.SearchStrategy[int]) -> st.SearchStrategy[Taken]:
    module = st.integers(0, MODULES - 1)
    return st.builds(Taken, who, module, st.integers(1, 2), st.sampled_from(list(State)), st.integers(-4, 1))


def build(company: Company, world: World) -> Built:
    """Write a world into a fresh company that has an HR person of its own, who takes nothing."""
    found = Built(company, company.actor(company.person(Role.HR, name="Hanne Holm")))
    of = {"organisation_id": company.organisation.id}
    with company.installation.database.writing() as session:
        for place, parent in enumerate(world.parents):
            above = None if parent is None else found.departments[parent]
            department = Department(id=new_id(), **of, parent_id=above, name=f"Department {place}")
            session.add(department)
            session.flush()
            found.departments.append(department.id)
        for place, each in enumerate(world.people):
            person = _person(found, world, place, each)
            session.add(person)
            session.flush()
            found.people.append(person.id)
        original = session.query(ModuleVersion).first()
        assert original is not None
        for number in range(MODULES):
            module = Module(id=new_id(), **of, slug=f"m{number}-{new_id().hex}", major=1, position=100 + number)
            session.add(module)
            session.flush()
            same = {"document": {**original.document, "title": {"en": f"Module {number}"}}, "digest": "0" * 64}
            numbers = {"major": 1, "minor": 0, "closure": {}, "published_at": world.now}
            session.add(ModuleVersion(id=new_id(), **of, module_id=module.id, **same, **numbers))
            found.modules.append(module.id)
        for number, holds in enumerate(HOLDS):
            found.curricula.append(_curriculum(session, found, world, number, holds))
        runs = {state: [_run(session, found, world, number, state) for number in range(len(HOLDS))] for state in STATES}
        for one in world.given:
            session.add(_row(found, world, one, runs[one.run][one.curriculum]))
        for taken in world.taken:
            session.add(_enrolment(found, world, taken))
    return found


STATES: Final = (APPLIED, STAGING, UNDONE)


def _day(days: int | None) -> date | None:
    return None if days is None else TODAY + timedelta(days=days)


def _person(found: Built, world: World, place: int, each: Somebody) -> Person:
    away = each.away or (None, None)
    return Person(
        id=new_id(),
        organisation_id=found.company.organisation.id,
        name=f"Person {place % 4}",
        email=f"{new_id().hex}@{found.company.marker}.example",
        department_id=None if each.department is None else found.departments[each.department],
        manager_id=None if each.manager is None else found.people[each.manager],
        time_zone=each.zone,
        active=each.active,
        away_from=_day(away[0]),
        away_until=_day(away[1]),
        created_at=world.now,
    )


def _curriculum(session: object, found: Built, world: World, number: int, holds: dict[int, bool]) -> UUID:
    of = {"organisation_id": found.company.organisation.id}
    curriculum = Curriculum(
        id=new_id(), **of, title={"en": f"Curriculum {number}"}, published=True, created_at=world.now
    )
    session.add(curriculum)  # type: ignore[attr-defined]
    session.flush()  # type: ignore[attr-defined]
    section = CurriculumSection(id=new_id(), **of, curriculum_id=curriculum.id, position=0, title={})
    session.add(section)  # type: ignore[attr-defined]
    session.flush()  # type: ignore[attr-defined]
    for position, (module, required) in enumerate(holds.items()):
        at = {"curriculum_id": curriculum.id, "section_id": section.id, "position": position}
        session.add(CurriculumItem(**of, **at, module_id=found.modules[module], required=required))  # type: ignore[attr-defined]
    return curriculum.id


def _run(session: object, found: Built, world: World, number: int, state: str) -> AssignmentRun:
    of = {"organisation_id": found.company.organisation.id}
    about = {"curriculum_id": found.curricula[number], "state": "active", "created_at": world.now}
    assignment = Assignment(id=new_id(), **of, name="", **about)
    session.add(assignment)  # type: ignore[attr-defined]
    session.flush()  # type: ignore[attr-defined]
    run = AssignmentRun(id=new_id(), **of, assignment_id=assignment.id, state=state, created_at=world.now)
    session.add(run)  # type: ignore[attr-defined]
    session.flush()  # type: ignore[attr-defined]
    return run


def _row(found: Built, world: World, one: Given, run: AssignmentRun) -> Assigned:
    return Assigned(
        id=new_id(),
        organisation_id=found.company.organisation.id,
        person_id=found.people[one.person],
        curriculum_id=found.curricula[one.curriculum],
        assignment_id=run.assignment_id,
        run_id=run.id,
        cycle=one.cycle,
        state=one.state,
        done=one.done,
        total=2,
        due=_day(one.late_after),
        late_after=_day(one.late_after),
        counted_from=_day(one.counted_from),
        created_at=world.now,
    )


def _enrolment(found: Built, world: World, taken: Taken) -> Enrolment:
    done = taken.state is State.COMPLETED
    day = _day(taken.completed)
    assert day is not None
    return Enrolment(
        id=new_id(),
        organisation_id=found.company.organisation.id,
        person_id=found.people[taken.person],
        module_id=found.modules[taken.module],
        cycle=taken.cycle,
        major=1,
        state=taken.state,
        completed_at=datetime.combine(day, NOON) if done else None,
        created_at=world.now,
    )
