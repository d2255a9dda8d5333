"""HR's home, the reports and the names behind them with 1,000, 10,000 and 100,000 people; beside each its plain SQL."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session, aliased

from bench.large import Large, organisation_of
from bench.outcome import Outcome
from bench.people import measured
from bench.site import DATABASES, Site, site
from lms.assigning.assignments.models import APPLIED, COMPLETED, OPEN, Assigned, Assignment, AssignmentRun
from lms.assigning.reports import recounting
from lms.assigning.reports.models import SHOWN, ReportEdition
from lms.kernel.clock import SystemClock
from lms.kernel.ids import new_id
from lms.kernel.jobs import Worker, declared
from lms.people.models import Person

SIZES = (1_000, 10_000, 100_000)
MOST_PAGE, MOST_HOME = 100.0, 60.0
TEAM = 10
BATCH = 5_000


def measure() -> Iterator[Outcome]:
    """Yield the pages and the count of each size on each database."""
    for kind in DATABASES:
        with site(kind) as place:
            larges = {size: organisation_of(place, size) for size in SIZES}
            for large in larges.values():
                give_everybody(place, large)
            yield counts_on(place, kind, larges)
            yield pages_on(place, kind, larges)


def give_everybody(place: Site, large: Large) -> None:
    """Let everybody have the program: a third have finished, one in six is late; ten people report to each manager."""
    now, chance = SystemClock().now(), Random(7)  # noqa: S311  - the same organisation every time
    of = {"organisation_id": large.organisation}
    with place.database.writing() as session:
        about = {"curriculum_id": large.curriculum, "state": "active", "audience": [{"kind": "everyone"}]}
        assignment = Assignment(id=new_id(), **of, name="Everybody", created_at=now, **about)
        session.add(assignment)
        session.flush()
        run = AssignmentRun(id=new_id(), **of, assignment_id=assignment.id, state=APPLIED, created_at=now)
        session.add(run)
        session.flush()
        ours = select(Person.id).where(Person.organisation_id == large.organisation).order_by(Person.id)
        people = list(session.scalars(ours))
    same = {**of, "curriculum_id": large.curriculum, "assignment_id": assignment.id, "run_id": run.id, "cycle": 1}
    for begin in range(0, len(people), BATCH):
        some = people[begin : begin + BATCH]
        with place.database.writing() as session:
            session.execute(insert(Assigned), [_row(same, person, now, chance) for person in some])
            for team in range(0, len(some), TEAM):
                theirs = Person.id.in_(some[team + 1 : team + TEAM])
                session.execute(update(Person).where(theirs).values(manager_id=some[team]))
    if not place.database.is_sqlite:
        with place.database.writing() as session:
            session.execute(text("ANALYZE"))


def _row(same: dict[str, Any], person: Any, now: Any, chance: Random) -> dict[str, Any]:
    done = chance.choice((0, 0, 3, 5, 8, 8))
    due = (now + timedelta(days=chance.randint(-60, 120))).date()
    return {
        **same,
        "id": new_id(),
        "person_id": person,
        "state": COMPLETED if done == 8 else OPEN,
        "due": due,
        "late_after": due,
        "done": done,
        "total": 8,
        "completed_on": (now - timedelta(days=chance.randint(0, 200))).date() if done == 8 else None,
        "created_at": now,
    }


def counts_on(place: Site, kind: str, larges: dict[int, Large]) -> Outcome:
    """Return how long a whole organisation is counted, beside one plain query of the same curriculum's figures."""
    figures: dict[str, Any] = {}
    references: dict[str, Any] = {}
    for size, large in larges.items():
        key = f"{size:,} people"
        figures[key] = _counted(place, large)
        with place.database.reading() as session:
            references[key] = {"one curriculum counted by department, plain SQL, ms": _plain(session, large)}
    return Outcome(
        name=f"an organisation counted for its reports, {kind}",
        unit="s",
        figures=figures,
        target="at most every five minutes, so far below them; each write ≤ 100 ms",
        met=max(figures.values()) < 60,
        references=references,
        note="one curriculum by department and by line manager, eight modules by department, twelve weeks",
    )


def _counted(place: Site, large: Large) -> float:
    now = SystemClock().now()
    with place.database.writing() as session:
        recounting.ask_again(session, large.organisation, now)
    names = {recounting.AGAIN: declared()[recounting.AGAIN]}
    begun = time.perf_counter()
    Worker(place.database, SystemClock(), names).run_due()
    took = time.perf_counter() - begun
    with place.database.reading() as session:
        ours = (ReportEdition.organisation_id == large.organisation, ReportEdition.state == SHOWN)
        assert session.scalar(select(ReportEdition.id).where(*ours)), "it was not counted"
    return round(took, 2)


def _plain(session: Session, large: Large) -> float:
    """Return the milliseconds of the barest query that gives the same figures of a curriculum."""
    person = aliased(Person)
    query = (
        select(person.department_id, Assigned.state, func.count())
        .join(person, person.id == Assigned.person_id)
        .where(Assigned.organisation_id == large.organisation, Assigned.curriculum_id == large.curriculum)
        .group_by(person.department_id, Assigned.state)
    )
    begun = time.perf_counter()
    session.execute(query).all()
    return round((time.perf_counter() - begun) * 1000, 1)


def paths_of(large: Large) -> dict[str, str]:
    """Return the pages that are measured, by name."""
    curriculum = f"/assign/reports/curriculum/{large.curriculum}"
    names = f"/assign/reports/names?kind=curriculum&about={large.curriculum}"
    return {
        "HR's home": "/assign",
        "all curricula": "/assign/reports",
        "all modules": "/assign/reports?of=modules",
        "a curriculum by department": curriculum,
        "a division with everything": f"/assign/reports/department/{large.division}",
        "line managers, who is late first": "/assign/reports/managers?order=-late",
        "names: everybody": f"{names}&column=people",
        "names: late in a division": f"{names}&row={large.division}&column=late",
        "person search": "/assign/people?q=cec+hol",
    }


def pages_on(place: Site, kind: str, larges: dict[int, Large]) -> Outcome:
    """Return what the pages cost in organisations of each size; beside each its own queries by the bare driver."""
    figures: dict[str, Any] = {}
    references: dict[str, Any] = {}
    for size, large in larges.items():
        cookies = place.cookies(place.browser(large.hr))
        for name, path in paths_of(large).items():
            key = f"{name}, {size:,} people"
            figures[key], references[key] = measured(place, path, cookies)
    largest = f"{max(larges):,} people"
    pages = [each["wall"].median for key, each in figures.items() if key.endswith(largest)]
    home = figures[f"HR's home, {largest}"]["cpu"].median
    return Outcome(
        name=f"reports by size, {kind}",
        unit="ms",
        figures=figures,
        target=f"each first page ≤ {MOST_PAGE:g} ms; HR's home ≤ {MOST_HOME:g} ms of processor time",
        met=max(pages) <= MOST_PAGE and home <= MOST_HOME,
        references=references,
        note="cpu is this process's; wall holds the database's too; everybody has a program of eight modules",
    )
