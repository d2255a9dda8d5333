"""HR's list of people in a small and in a large organisation: its first page should cost the same."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text

from bench.outcome import Outcome, Spread
from bench.pages import processor_ms, requested
from bench.queries import bare, collected
from bench.site import DATABASES, Site, site
from lms.catalog.models import Module, ModuleVersion
from lms.kernel.clock import SystemClock
from lms.kernel.ids import new_id
from lms.kernel.permissions import Role
from lms.learning.models import Enrolment, State
from lms.people.models import Person
from lms.people.operations import create_account, create_organisation, join

SIZES = (240, 20_000)
PATHS = {"first page": "/assign/people", "search": "/assign/people?q=name+0123"}
ROUNDS = 5
CALLS = 5
MOST = 60.0
FLAT = 1.5
BATCH = 2_000


def measure() -> Iterator[Outcome]:
    """Yield the list on each database."""
    for kind in DATABASES:
        with site(kind) as place:
            yield list_on(place, kind)


def list_on(place: Site, kind: str) -> Outcome:
    """Return processor and wall time of the list in organisations of each size."""
    figures: dict[str, Any] = {}
    references: dict[str, Any] = {}
    for size in SIZES:
        cookies = place.cookies(place.browser(_organisation(place, size)))
        for name, path in PATHS.items():
            key = f"{name}, {size} people"
            figures[key], references[key] = measured(place, path, cookies)
    small, large = (figures[f"first page, {size} people"]["wall"].median for size in SIZES)
    costs = [figures[f"first page, {size} people"]["cpu"].median for size in SIZES]
    return Outcome(
        name=f"HR's list of people, {kind}",
        unit="ms",
        figures=figures,
        target=f"first page ≤ {MOST:g} ms of processor time, flat in the number of people (≤ {FLAT} times as long)",
        met=max(costs) <= MOST and large <= FLAT * small,
        references=references,
        note="cpu is this process's; wall holds the database's too",
    )


def measured(place: Site, path: str, cookies: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what one page costs, processor and wall time in ms and queries, and its questions by the bare driver."""
    ask = requested(place.app, path, cookies)
    ask()  # the look is noted once an hour
    with collected(place.database) as queries:
        page = ask().decode()
    asking = [query for query in queries if query[0].lstrip().startswith(("SELECT", "WITH"))]
    cpu, wall, plain = [], [], []
    with bare(place.database) as send:
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            cpu.append(processor_ms(ask, CALLS))
            wall.append((time.perf_counter() - begun) * 1000 / CALLS)
            begun = time.perf_counter()
            for _ in range(CALLS):
                send(asking, page)
            plain.append((time.perf_counter() - begun) * 1000 / CALLS)
    figures = {"cpu": Spread.of(cpu), "wall": Spread.of(wall), "queries": len(queries)}
    return figures, {"same queries by the driver, wall": Spread.of(plain)}


def _organisation(place: Site, size: int) -> Person:
    """Found an organisation of `size` people, most of them under way with the module; return its HR."""
    now = SystemClock().now()
    with place.database.writing() as session:
        company = create_organisation(session, name=f"Company of {size}", now=now)
        email = f"{new_id().hex}@bench.example"
        account = create_account(session, email=email, now=now)
        hr = join(session, company, name="Hanne HR", email=email, account=account, roles=frozenset({Role.HR}), now=now)
        module, version = session.execute(
            select(Module, ModuleVersion).join(ModuleVersion, ModuleVersion.module_id == Module.id).limit(1)
        ).one()
        organisation, module_id, major = company.id, module.id, version.major
    chance = Random(size)  # noqa: S311  - the same organisation every time
    for begin in range(0, size, BATCH):
        count = min(BATCH, size - begin)
        people = [_person(organisation, begin + number, now) for number in range(count)]
        enrolments = [_enrolment(person["id"], organisation, module_id, major, now, chance) for person in people]
        with place.database.writing() as session:
            session.execute(insert(Person), people)
            session.execute(insert(Enrolment), enrolments)
    if not place.database.is_sqlite:
        with place.database.writing() as session:
            session.execute(text("ANALYZE"))  # PostgreSQL does it by itself within minutes of a large import
    return hr


def _person(organisation: UUID, number: int, now: Any) -> dict[str, Any]:
    return {
        "id": new_id(),
        "organisation_id": organisation,
        "name": f"Name {number * 7919 % 100_003:06d}",
        "email": f"person.{number}@{organisation.hex}.example",
        "roles": frozenset({Role.LEARNER}),
        "job": "Manager",
        "hire_date": now.date(),
        "active": True,
        "created_at": now,
    }


def _enrolment(person: UUID, organisation: UUID, module: UUID, major: int, now: Any, chance: Random) -> dict[str, Any]:
    state = chance.choice((State.NOT_STARTED, State.UNDER_WAY, State.COMPLETED))
    return {
        "id": new_id(),
        "organisation_id": organisation,
        "person_id": person,
        "module_id": module,
        "cycle": 1,
        "major": major,
        "required": True,
        "due": now.date() + timedelta(days=chance.randint(-10, 30)),
        "state": state,
        "pages_read": 0 if state is State.NOT_STARTED else 2,
        "pages_required": 3,
        "quiz_passed": state is State.COMPLETED,
        "created_at": now,
    }
