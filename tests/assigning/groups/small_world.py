"""A small organisation with everything a rule can ask for, rings among departments and managers included."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import cycle
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select

from lms.assigning.groups.models import GroupMember, PeopleGroup
from lms.catalog.models import Module
from lms.kernel.permissions import Role
from lms.learning.models import Enrolment, State
from lms.people.models import Department, Person
from lms.people.operations import create_department, join
from tests.assigning.groups.random_rules import DAYS, TODAY, WORDS
from tests.support.company import Company
from tests.support.installation import Installation

ZONE = ZoneInfo("Europe/Copenhagen")


@dataclass(repr=False)
class World:
    """The organisation as plain objects, for an oracle to look at."""

    company: Company
    people: list[Person] = field(default_factory=list)
    departments: dict[UUID, UUID | None] = field(default_factory=dict)
    completed: set[tuple[UUID, UUID, datetime]] = field(default_factory=set)
    groups: dict[UUID, set[UUID]] = field(default_factory=dict)

    @property
    def ids(self) -> dict[str, list[str]]:
        """Return the ids that a rule can name, {field: ids}, among them one that is nobody's."""
        nobody = str(UUID(int=7))
        modules = {module for _person, module, _at in self.completed}
        return {
            "department": [*map(str, self.departments), nobody],
            "manager": [*(str(each.id) for each in self.people[:5]), nobody],
            "completed": [*sorted(map(str, modules)), nobody],
            "group": [*map(str, self.groups), nobody],
        }


def small_world(installation: Installation) -> World:
    """Return a fresh one of 14 people, two of whom have left."""
    world = World(Company(installation))
    with installation.database.writing() as session:
        organisation = world.company.organisation
        nodes: list[Department] = []
        for number in range(6):
            parent = nodes[(number - 1) // 2] if number else None
            nodes.append(create_department(session, organisation, f"D{number}", parent))
        nodes[0].parent_id = nodes[5].id  # 0 → 2 → 5 → 0: a ring
        session.flush()
        world.departments = {each.id: each.parent_id for each in nodes}
        words, days = cycle([*WORDS, None]), cycle([*DAYS, None])
        now = installation.clock.now()
        for number in range(14):
            ago = next(days)
            person = join(
                session,
                organisation,
                name=f"P{number}",
                email=f"{uuid4().hex}@small.example",
                now=now,
                roles=frozenset({Role.LEARNER, *([Role.HR] if number % 5 == 0 else [Role.TRAINER] * (number % 2))}),
                department_id=nodes[number % 6].id if number % 7 else None,
                manager_id=world.people[number // 3].id if number else None,
                job=next(words),
                hire_date=None if ago is None else TODAY - timedelta(days=ago),
                language=(None, "da", "en", "sv")[number % 4],
            )
            person.location, person.cost_centre, person.active = next(words), next(words), number not in (6, 9)
            world.people.append(person)
        world.people[0].manager_id = world.people[4].id  # 0 → 1 → 4 → 0: a ring
        modules = session.scalars(select(Module.id).order_by(Module.id)).all()
        for number, person in enumerate(world.people[::2]):
            at = datetime.combine(TODAY - timedelta(days=DAYS[number % len(DAYS)]), time(0, 30), ZONE)
            state = State.COMPLETED if number % 4 else State.UNDER_WAY
            common = {"organisation_id": organisation.id, "person_id": person.id, "major": 1, "created_at": at}
            session.add(Enrolment(module_id=modules[0], state=state, completed_at=at, **common))
            if state == State.COMPLETED:
                world.completed.add((person.id, modules[0], at))
        for number in range(2):
            group = PeopleGroup(organisation_id=organisation.id, name=f"G{number}", created_at=now)
            session.add(group)
            session.flush()
            world.groups[group.id] = {each.id for each in world.people[number::3]}
            same = {"group_id": group.id, "organisation_id": organisation.id, "since": now}
            session.add_all(GroupMember(person_id=each, **same) for each in world.groups[group.id])
    return world
