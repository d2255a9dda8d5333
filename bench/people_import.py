"""People from a file: read, checked, applied and undone, beside a bare insert of the same rows."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text

from bench.outcome import Outcome
from bench.site import DATABASES, Site, site
from lms.assigning.importing import ordering
from lms.assigning.importing.models import PeopleImport
from lms.assigning.importing.portions import ShellHands
from lms.kernel.clock import SystemClock
from lms.kernel.ids import new_id
from lms.kernel.jobs import Worker, declared
from lms.kernel.permissions import Role
from lms.people.models import Person
from lms.people.operations import create_organisation

ROWS = 50_000
BATCH = 1_000
MOST_SECONDS = 30.0
HEAD = "email,name,department,job,manager_email,hire_date,language,location,cost_centre"


def measure() -> Iterator[Outcome]:
    """Yield the import on each database."""
    for kind in DATABASES:
        with site(kind) as place:
            yield import_on(place, kind)


def import_on(place: Site, kind: str) -> Outcome:
    """Return seconds of each step for 50,000 people who are all new, and of the same file once more."""
    company, reference = _organisation(place, "imported"), _organisation(place, "inserted")
    if not place.database.is_sqlite:
        with place.database.writing() as session:
            session.execute(text("ANALYZE"))
    bare = _inserted(place, reference)
    work = Importing(place, company)
    figures = work.bring(_file())
    again = work.bring(_file())
    figures |= {"the same file again": again["all"], "undoing": work.undone(), "rows a second": ROWS / figures["all"]}
    return Outcome(
        name=f"{ROWS} people from CSV, {kind}",
        unit="s",
        figures={name: round(seconds, 2) for name, seconds in figures.items()},
        target=f"all of it ≤ {MOST_SECONDS:g} s",
        met=figures["all"] <= MOST_SECONDS,
        references={"bare insert of the rows, by a thousand": round(bare, 2), "rows a second": round(ROWS / bare)},
        note="wall time of one worker; portions of at most 500 rows, each a durable transaction",
    )


class Importing:
    """Files brought into one organisation by a worker of this process."""

    def __init__(self, place: Site, organisation: UUID) -> None:
        """Take the jobs of imports."""
        self._place, self._organisation, self._clock = place, organisation, SystemClock()
        every = declared()
        self._jobs = {name: every[name] for name in ordering.NAMES.values()}
        self._first: UUID | None = None

    def bring(self, content: bytes) -> dict[str, float]:
        """Return the seconds of each step."""
        begun = time.perf_counter()
        hands = ShellHands(self._place.database, self._clock)
        identity = ordering.upload(hands, self._organisation, None, io.BytesIO(content), "people.csv")
        self._first = self._first or identity
        steps = {"reading": self._worked()}
        with self._place.database.writing() as session:
            found = session.get_one(PeopleImport, identity)
            ordering.choose(session, found, found.mapping, {}, self._clock.now())
        steps["checking"] = self._worked()
        try:
            with self._place.database.writing() as session:
                ordering.begin(session, session.get_one(PeopleImport, identity), {}, self._clock.now())
            steps["applying"] = self._worked()
        except ordering.NotNow as nothing:
            assert nothing.code == "nothing"
        return steps | {"all": time.perf_counter() - begun}

    def undone(self) -> float:
        """Return the seconds it takes to undo the first file."""
        assert self._first is not None
        with self._place.database.writing() as session:
            ordering.take_back(session, session.get_one(PeopleImport, self._first), self._clock.now())
        return self._worked()

    def _worked(self) -> float:
        begun = time.perf_counter()
        Worker(self._place.database, self._clock, self._jobs).run_due()
        return time.perf_counter() - begun


def _organisation(place: Site, name: str) -> UUID:
    with place.database.writing() as session:
        return create_organisation(session, name=f"Company {name}", now=SystemClock().now()).id


def _rows() -> Iterator[tuple[str, ...]]:
    for number in range(ROWS):
        manager = f"p{number // 10}@bench.example" if number else ""
        place = f"Sales / Region {number % 40} / Team {number % 400}"
        day = date(2015 + number % 10, 1 + number % 12, 1 + number % 28).isoformat()
        person = (f"p{number}@bench.example", f"Åse Name {number}", place, "Manager", manager)
        yield (*person, day, "da", "Aarhus", f"{4000 + number % 90}")


def _file() -> bytes:
    return "\r\n".join([HEAD, *map(",".join, _rows())]).encode()


def _inserted(place: Site, organisation: UUID) -> float:
    """Return the seconds of the rows alone, inserted without a look at them."""
    people: list[dict[str, Any]] = [
        {
            "id": new_id(),
            "organisation_id": organisation,
            "email": email,
            "name": name,
            "job": job,
            "hire_date": date.fromisoformat(hired),
            "language": language,
            "location": location,
            "cost_centre": centre,
            "roles": frozenset({Role.LEARNER}),
            "active": True,
            "created_at": SystemClock().now(),
        }
        for email, name, _department, job, _manager, hired, language, location, centre in _rows()
    ]
    begun = time.perf_counter()
    for start in range(0, ROWS, BATCH):
        with place.database.writing() as session:
            session.execute(insert(Person), people[start : start + BATCH])
    return time.perf_counter() - begun
