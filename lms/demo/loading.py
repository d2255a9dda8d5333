"""Loading the demo company: the same people and the same progress every time, dated from the day it is loaded."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from lms.catalog.models import Module, ModuleVersion
from lms.demo.names import DEPARTMENTS, FIRST, JOBS, LAST
from lms.kernel.clock import Clock
from lms.kernel.database import Database
from lms.kernel.ids import new_id
from lms.kernel.permissions import Role
from lms.learning.models import Enrolment, PageRead, State
from lms.people.models import Organisation, Person
from lms.people.operations import create_account, create_department, create_organisation, join

PASSWORD = "outside-in-demo"  # noqa: S105  - printed at start, and only in demo data
SIGN_INS = {
    "manager@demo.example": "a manager who has not begun",
    "hr@demo.example": "HR",
    "trainer@demo.example": "a trainer",
    "admin@demo.example": "an administrator",
}
PLAIN = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", " ": "."})
COMPANY = "Nordstrøm Energi"
SEED = 20261121
WITHOUT_HIRE_DATE = 12
PER_HEAD = 8


def load(database: Database, clock: Clock) -> bool:
    """Load the company when the database holds no organisation; return whether it was loaded."""
    with database.reading() as session:
        if session.scalar(select(Organisation.id).limit(1)) is not None:
            return False
    with database.writing() as session:
        _load(session, clock.now(), Random(SEED))  # noqa: S311  - the same company every time is the point
    return True


def _load(session: Session, now: datetime, chance: Random) -> None:
    company = create_organisation(session, name=COMPANY, now=now, language="da", currency="DKK", demo=True)
    director = _signs_in(
        session, company, "admin@demo.example", "Helle Administrator", frozenset({Role.LEARNER, Role.ADMIN}), now
    )
    _signs_in(session, company, "hr@demo.example", "Hanne HR", frozenset({Role.LEARNER, Role.HR}), now)
    _signs_in(session, company, "trainer@demo.example", "Troels Trainer", frozenset({Role.LEARNER, Role.TRAINER}), now)
    managers = _managers(session, company, director.id, now, chance)
    module = session.execute(
        select(Module, ModuleVersion).join(ModuleVersion, ModuleVersion.module_id == Module.id).limit(1)
    ).first()
    if module is not None:
        _enrol(session, managers, module[0], module[1], now, chance)


def _signs_in(
    session: Session, company: Organisation, email: str, name: str, roles: frozenset[Role], now: datetime
) -> Person:
    account = create_account(session, email=email, password=PASSWORD, now=now)
    return join(session, company, name=name, email=email, account=account, roles=roles, hire_date=now.date(), now=now)


def _managers(session: Session, company: Organisation, director: UUID, now: datetime, chance: Random) -> list[Person]:
    names = _names(chance, sum(DEPARTMENTS.values()))
    without = set(chance.sample(range(1, len(names)), WITHOUT_HIRE_DATE))
    people: list[Person] = []
    for department, size in DEPARTMENTS.items():
        node = create_department(session, company, department)
        heads: list[UUID] = []
        for place in range(size):
            number = len(people)
            manager = (
                director
                if place == 0
                else heads[0]
                if place <= PER_HEAD
                else heads[min(len(heads) - 1, place // PER_HEAD)]
            )
            person = Person(
                id=new_id(),
                organisation_id=company.id,
                name=names[number],
                email=_email(names[number], number),
                roles=frozenset({Role.LEARNER}),
                department_id=node.id,
                manager_id=manager,
                job=JOBS[0] if place == 0 else chance.choice(JOBS[1:]),
                hire_date=None if number in without else now.date() - timedelta(days=chance.randint(40, 6_000)),
                language="da",
                location=chance.choice(("Aarhus", "Odense", "København", "Esbjerg")),
                created_at=now,
            )
            heads.append(person.id)
            people.append(person)
    first = people[0]
    first.account_id = create_account(session, email="manager@demo.example", password=PASSWORD, now=now).id
    first.email, first.language = "manager@demo.example", None
    session.add_all(people)
    session.flush()
    return people


def _names(chance: Random, count: int) -> list[str]:
    every = [f"{first} {last}" for first in FIRST for last in LAST]
    return chance.sample(every, count)


def _email(name: str, number: int) -> str:
    plain = name.casefold().translate(PLAIN)
    return f"{plain}.{number}@demo.example"


def _enrol(
    session: Session, people: list[Person], module: Module, version: ModuleVersion, now: datetime, chance: Random
) -> None:
    """Enrol everybody; some have finished, some are under way or late, and the one who signs in has not begun."""
    pages = [page["name"] for page in version.document["pages"] if page["required"]]
    enrolments: list[dict[str, Any]] = []
    reads: list[dict[str, Any]] = []
    for number, person in enumerate(people):
        read = (
            0 if number == 0 else chance.choices(range(len(pages) + 1), weights=(40, 18, 14, 28)[: len(pages) + 1])[0]
        )
        passed = read == len(pages) and chance.random() < 0.9
        begun = now - timedelta(days=chance.randint(2, 30), minutes=chance.randint(0, 500))
        row = _enrolment(person, module, version, len(pages), _due(now, number, chance), now)
        if read:
            row |= {"pages_read": read, "quiz_passed": passed, "started_at": begun, "place_at": begun}
            row |= {"place_page": pages[min(read, len(pages) - 1)], "place_block": "start"}
            row["state"] = State.COMPLETED if passed else State.UNDER_WAY
            row["completed_at"] = begun + timedelta(hours=chance.randint(1, 40)) if passed else None
        enrolments.append(row)
        reads += [
            {
                "enrolment_id": row["id"],
                "page": page,
                "organisation_id": person.organisation_id,
                "person_id": person.id,
                "read_at": begun,
            }
            for page in pages[:read]
        ]
    session.execute(insert(Enrolment), enrolments)
    session.execute(insert(PageRead), reads)


def _enrolment(
    person: Person, module: Module, version: ModuleVersion, pages: int, due: date | None, now: datetime
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "organisation_id": person.organisation_id,
        "person_id": person.id,
        "module_id": module.id,
        "cycle": 1,
        "major": version.major,
        "required": True,
        "due": due if person.hire_date else None,
        "state": State.NOT_STARTED,
        "pages_read": 0,
        "pages_required": pages,
        "quiz_passed": False,
        "started_at": None,
        "completed_at": None,
        "place_page": None,
        "place_block": None,
        "place_at": None,
        "created_at": datetime.combine(now.date() - timedelta(days=30), time(8), now.tzinfo),
    }


def _due(now: datetime, number: int, chance: Random) -> date:
    days = 9 if number == 0 else chance.choice((-6, -2, 9, 9, 9, 9, 16, 16, 23))
    return now.date() + timedelta(days=days)
