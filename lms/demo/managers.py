"""The managers of the demo company: who they are, where they work, since when, and when they were invited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from lms.demo.days import YEARS, dated_id, morning
from lms.demo.names import DEPARTMENTS, FIRST, JOBS, LAST
from lms.kernel.permissions import Role
from lms.people.models import Organisation, Person
from lms.people.operations import create_department

PLAIN: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", " ": "."})
WITHOUT_HIRE_DATE: Final = 12
PER_HEAD: Final = 8
LONGEST_SERVICE: Final = 6_000
NEWEST: Final = 40
"""Days since the first and the latest of them were hired."""
LEAD: Final = timedelta(hours=16)
"""How long before the invitation somebody was entered."""


@dataclass(frozen=True)
class Invited:
    """A manager, and when they were invited to the first module."""

    person: Person
    at: datetime


def managers(session: Session, company: Organisation, director: UUID, today: date, chance: Random) -> list[Invited]:
    """Take on the managers of all departments; the first of each department heads it."""
    names = _names(chance, sum(size for size, _wave in DEPARTMENTS.values()))
    without = set(chance.sample(range(1, len(names)), WITHOUT_HIRE_DATE))
    found: list[Invited] = []
    for department, (size, wave) in DEPARTMENTS.items():
        node = create_department(session, company, department)
        heads: list[UUID] = []
        for place in range(size):
            number = len(found)
            hired = today - timedelta(days=chance.randint(NEWEST, LONGEST_SERVICE))
            at = _invitation(today, wave, hired, chance)
            person = Person(
                id=dated_id(at - LEAD, chance),
                organisation_id=company.id,
                name=names[number],
                email=_email(names[number], number),
                roles=frozenset({Role.LEARNER}),
                department_id=node.id,
                manager_id=_superior(place, heads, director),
                job=JOBS[0] if place == 0 else chance.choice(JOBS[1:]),
                hire_date=None if number in without else hired,
                language="da",
                location=chance.choice(("Aarhus", "Odense", "København", "Esbjerg")),
                created_at=at - LEAD,
            )
            heads.append(person.id)
            found.append(Invited(person, at))
    session.add_all(each.person for each in found)
    session.flush()
    return found


def _invitation(today: date, wave: float, hired: date, chance: Random) -> datetime:
    """Return when somebody was invited: with their department, or two to four weeks after they came."""
    department = today - YEARS * (1 - wave)
    return morning(max(department, hired + timedelta(days=chance.randint(14, 28))))


def _superior(place: int, heads: list[UUID], director: UUID) -> UUID:
    if place == 0:
        return director
    return heads[0] if place <= PER_HEAD else heads[min(len(heads) - 1, place // PER_HEAD)]


def _names(chance: Random, count: int) -> list[str]:
    every = [f"{first} {last}" for first in FIRST for last in LAST]
    return chance.sample(every, count)


def _email(name: str, number: int) -> str:
    plain = name.casefold().translate(PLAIN)
    return f"{plain}.{number}@demo.example"
