"""An organisation of any size made for measuring: a department tree, eight modules, two years of what people took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from bench.site import Site
from lms.assigning.curricula.models import Curriculum, CurriculumItem, CurriculumSection
from lms.catalog.models import MODULE, Module, ModuleVersion
from lms.kernel import statistics
from lms.kernel.clock import SystemClock
from lms.kernel.ids import new_id
from lms.kernel.permissions import Role
from lms.learning.models import Enrolment, State
from lms.people import words
from lms.people.models import Department, Person
from lms.people.operations import create_account, create_department, create_organisation, join

MODULES = 8
DIVISIONS, PLACES, TEAMS = 8, 6, 5
YEARS = timedelta(days=730)
BATCH = 5_000
JOBS = ("Manager", "Team lead", "Director", "Specialist", "Service manager")
LOCATIONS = ("Aarhus", "Odense", "København", "Malmö", "Oslo")
FIRST = ("Anna", "Bo", "Cecilie", "David", "Emma", "Frederik", "Gitte", "Hans", "Ida", "Jens")
LAST = ("Andersen", "Berg", "Christensen", "Dahl", "Eriksen", "Friis", "Gustafsson", "Holm", "Iversen", "Jensen")


@dataclass(frozen=True)
class Large:
    """One organisation: its HR, a division whose subtree rules ask for, a curriculum of all modules, one learner."""

    organisation: UUID
    hr: Person
    division: UUID
    curriculum: UUID
    learner: Person


def organisation_of(place: Site, size: int) -> Large:
    """Found an organisation of `size` people with everything around them; the same one every time."""
    chance, now = Random(size), SystemClock().now()  # noqa: S311  - the same organisation every time
    with place.database.writing() as session:
        company = create_organisation(session, name=f"Company of {size}", now=now)
        email = f"{new_id().hex}@bench.example"
        account = create_account(session, email=email, now=now)
        hr = join(session, company, name="Hanne HR", email=email, account=account, roles=frozenset({Role.HR}), now=now)
        divisions = _tree(session, company)
        teams = session.scalars(select(Department.id).where(Department.organisation_id == company.id)).all()
        modules = _modules(session)
        curriculum = _curriculum(session, company.id, modules, now)
        organisation = company.id
    learner = _people(place, organisation, size, list(teams), modules, now, chance)
    known(place)
    return Large(organisation, hr, divisions[0], curriculum, learner)


def known(place: Site) -> None:
    """Let the database know how large its tables are: in service either does so within minutes of a large import."""
    with place.database.writing() as session:
        if place.database.is_sqlite:
            statistics.look(session)
        else:
            session.execute(text("ANALYZE"))
    place.database.dispose()  # connections know what stood there when they were opened


def _tree(session: Session, company: Any) -> list[UUID]:
    divisions = []
    for division in range(DIVISIONS):
        above = create_department(session, company, f"Division {division}")
        divisions.append(above.id)
        for number in range(PLACES):
            place = create_department(session, company, f"Place {division}.{number}", above)
            for team in range(TEAMS):
                create_department(session, company, f"Team {division}.{number}.{team}", place)
    return divisions


def _modules(session: Session) -> list[tuple[UUID, int]]:
    """Return (id, major) of eight modules: what the library has, and copies of its first under other names."""
    newest = select(Module, ModuleVersion).join(ModuleVersion, ModuleVersion.module_id == Module.id)
    found = session.execute(newest.where(Module.kind == MODULE).order_by(Module.position)).all()
    known = {module.id: version.major for module, version in found}
    module, version = found[0]
    for number in range(len(known), MODULES):
        copy = Module(id=new_id(), slug=f"module-{number}", major=version.major, position=10 + number)
        session.add(copy)
        session.flush()
        fields = ("major", "minor", "document", "closure", "published_at")
        same = {name: getattr(version, name) for name in fields}
        session.add(ModuleVersion(id=new_id(), module_id=copy.id, digest=f"{number:064d}", **same))
        known[copy.id] = version.major
    session.flush()
    return list(known.items())[:MODULES]


def _curriculum(session: Session, organisation: UUID, modules: list[tuple[UUID, int]], now: datetime) -> UUID:
    of = {"organisation_id": organisation}
    curriculum = Curriculum(id=new_id(), **of, title={"en": "The program"}, published=True, created_at=now)
    session.add(curriculum)
    session.flush()
    section = CurriculumSection(id=new_id(), **of, curriculum_id=curriculum.id, position=0, title={})
    session.add(section)
    session.flush()
    for position, (module, _major) in enumerate(modules):
        at = {"curriculum_id": curriculum.id, "section_id": section.id, "module_id": module, "position": position}
        session.add(CurriculumItem(**of, **at))
    return curriculum.id


def _people(  # noqa: PLR0913  - what an organisation is made of
    place: Site,
    organisation: UUID,
    size: int,
    teams: list[UUID],
    modules: list[tuple[UUID, int]],
    now: datetime,
    chance: Random,
) -> Person:
    """Write the people, the words they are found by and what they took; return one of them."""
    first: UUID | None = None
    for begin in range(0, size, BATCH):
        people = [
            _person(organisation, number, teams, now, chance) for number in range(begin, min(begin + BATCH, size))
        ]
        taken = [
            _enrolment(person["id"], organisation, *module, now, chance) for person in people for module in modules
        ]
        with place.database.writing() as session:
            session.execute(insert(Person), people)
            session.execute(insert(Enrolment), taken)
            words.rewrite(session, [person["id"] for person in people])
        first = first or people[0]["id"]
    with place.database.writing() as session:
        learner = session.get_one(Person, first)
        learner.account_id = create_account(session, email=learner.email, now=now).id
        session.flush()
        return learner


def _person(organisation: UUID, number: int, teams: list[UUID], now: datetime, chance: Random) -> dict[str, Any]:
    return {
        "id": new_id(),
        "organisation_id": organisation,
        "name": f"{chance.choice(FIRST)} {chance.choice(LAST)} {number:06d}",
        "email": f"person.{number}@{organisation.hex}.example",
        "roles": frozenset({Role.LEARNER}),
        "department_id": chance.choice(teams),
        "job": chance.choice(JOBS),
        "location": chance.choice(LOCATIONS),
        "hire_date": None if number % 97 == 0 else (now - timedelta(days=chance.randint(1, 6_000))).date(),
        "active": True,
        "created_at": now - YEARS,
    }


def _enrolment(
    person: UUID, organisation: UUID, module: UUID, major: int, now: datetime, chance: Random
) -> dict[str, Any]:
    """Return what somebody did with a module within the last two years: half have completed it."""
    state = chance.choice((State.NOT_STARTED, State.UNDER_WAY, State.COMPLETED, State.COMPLETED))
    begun = datetime.combine((now - chance.random() * YEARS).date(), time(9), UTC)
    done = state is State.COMPLETED
    return {
        "id": new_id(),
        "organisation_id": organisation,
        "person_id": person,
        "module_id": module,
        "cycle": 1,
        "major": major,
        "required": True,
        "due": (begun + timedelta(days=30)).date(),
        "state": state,
        "pages_read": 8 if done else 2 if state is State.UNDER_WAY else 0,
        "pages_required": 8,
        "quiz_passed": done,
        "started_at": None if state is State.NOT_STARTED else begun,
        "completed_at": min(begun + timedelta(days=9), now) if done else None,
        "created_at": begun,
    }
