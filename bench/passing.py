"""A thousand results for a gradebook that fails two of five times: how long until every one of them is there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from bench.outcome import Outcome, Spread
from bench.site import DATABASES, PAGES, Site, site
from lms.catalog.models import Module
from lms.doors.lti.models import LtiLearner
from lms.kernel.calling import call
from lms.kernel.clock import SetClock, SystemClock
from lms.kernel.ids import new_id
from lms.learning.models import Enrolment, PageRead
from lms.people.models import Person
from tests.doors.lti.gradebook import Course, Gradebook, at_random
from tests.support.company import MODULE, Company
from tests.support.installation import Installation

RESULTS, FAILS, CALLS = 1_000, 0.4, 50
STEP = timedelta(seconds=35)
MOST_ROUNDS = 3_000


def measure() -> Iterator[Outcome]:
    """Yield how long it takes on each database."""
    for kind in DATABASES:
        with site(kind) as place:
            yield _outcome(place, kind)


def _outcome(place: Site, kind: str) -> Outcome:
    clock = SetClock(SystemClock().now())
    company = Company(Installation(place.app, place.database, clock, place.config))
    page = PAGES[0].rpartition("/")[2]
    with Gradebook(clock.now) as book:
        course = Course(company, book, target=f"page:{MODULE}/{page}")
        _read_by(course, page, RESULTS)
        first = time.perf_counter()
        book.trouble = lambda _asked: "500"
        course.look()
        found = time.perf_counter() - first
        book.trouble = at_random(11, FAILS)
        begun, used, rounds = time.perf_counter(), time.process_time(), 0
        while len(book.scores_of()) < RESULTS and rounds < MOST_ROUNDS:
            clock.at += STEP
            course.look()
            rounds += 1
        seconds, used = time.perf_counter() - begun, time.process_time() - used
        right = sum(score == 100.0 for score in book.scores_of().values())
        asked = len(course.sent())
        book.trouble = lambda _asked: ""
        bare = [_call(place, book) for _ in range(CALLS)]
    return Outcome(
        name=f"1,000 results to a gradebook that fails two of five times, {kind}",
        unit="s",
        figures={
            "right in the end": right,
            "seconds of work": round(seconds, 2),
            "processor, ms a result, the gradebook's own included": round(1000 * used / RESULTS, 2),
            "requests that reached the gradebook": asked,
            "found and wanted, s": round(found, 2),
            "minutes by the clock until the last": round(rounds * STEP.total_seconds() / 60, 1),
        },
        target="all right in the end",
        met=right == RESULTS,
        references={"one request to the gradebook with nothing around it, ms": Spread.of(bare)},
        note="one worker; between two looks the clock moves on 35 s; killed workers are in `make soak`",
    )


def _call(place: Site, book: Gradebook) -> float:
    begun = time.perf_counter()
    assert call("GET", book.url("/jwks"), config=place.config).is_ok
    return 1000 * (time.perf_counter() - begun)


def _read_by(course: Course, page: str, number: int) -> None:
    """Let so many people have launched the activity and read its page."""
    now, of = course.installation.clock.now(), {"organisation_id": course.company.organisation.id}
    with course.installation.database.writing() as session:
        module: UUID = session.scalars(select(Module.id).where(Module.slug == MODULE)).first() or new_id()
        for n in range(number):
            person = Person(**of, name=f"Person {n}", email=f"p{n}@{course.company.marker}.example", created_at=now)
            session.add(person)
            session.flush()
            mine = {**of, "person_id": person.id}
            enrolment = Enrolment(id=new_id(), **mine, module_id=module, major=1, created_at=now)
            session.add(enrolment)
            session.flush()
            session.add(PageRead(**mine, enrolment_id=enrolment.id, page=page, read_at=now))
            session.add(LtiLearner(**mine, link_id=course.link, subject=f"user-{n}", first_at=now))
