"""Many results, a platform that fails at random, and workers that are killed: every score is right in the end.

Forty people in the ordinary run; `make soak` takes a thousand. Each does better once in between, so that
an older score that came after the newer one would stay.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from lms.catalog.models import QuizVersion
from lms.doors.lti import service_scores
from lms.doors.lti.models import LtiLearner
from lms.doors.partners import deliveries
from lms.doors.partners.models import DONE, Delivery
from lms.doors.partners.registry import Parcel, door_called
from lms.kernel import calling, ledger
from lms.kernel.clock import SetClock
from lms.kernel.database import Database
from lms.kernel.ids import new_id
from lms.kernel.jobs import Work, Worker, declared
from lms.kernel.ledger import Job
from lms.kernel.post import Post
from lms.learning.models import Attempt, AttemptState, Enrolment
from lms.people.models import Person
from tests.doors.lti.gradebook import JOBS, Course, Gradebook, at_random
from tests.doors.lti.platform import Asked
from tests.support.company import MODULE, Company
from tests.support.learner import BLOCK, PAGES, Learner

SOAK = os.environ.get("LMS_SOAK") == "1"
PEOPLE, DEATHS = (1_000, 60) if SOAK else (40, 4)
FIRST, BETTER = 0.4, 0.9
QUIZ = f"quiz:{MODULE}/{PAGES[-1]}/{BLOCK}"
STEP, AN_HOUR = timedelta(seconds=35), timedelta(hours=1)
AT_ONCE = 2


@dataclass
class Fire:
    """A course with many learners, and workers in processes of their own that are killed by what the platform sees.

    `changed`: what the negative control changes in each worker. `fates`: {process: requests until it is killed}.
    """

    course: Course
    people: list[UUID] = field(default_factory=list)
    changed: Callable[[], None] = lambda: None
    deaths: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(11))  # noqa: S311 - the same fates each time
    guard: threading.Lock = field(default_factory=threading.Lock)
    living: set[int] = field(default_factory=set)
    left: int | None = None

    def enrol(self, number: int) -> None:
        """Let so many people have launched the activity."""
        company, now = self.course.company, self.course.installation.clock.now()
        of = {"organisation_id": company.organisation.id}
        template = Learner.of(company)
        template.begin()
        (enrolment,) = template.enrolments()
        with self.course.installation.database.writing() as session:
            for n in range(number):
                person = Person(**of, name=f"Person {n}", email=f"p{n}@{company.marker}.example", created_at=now)
                session.add(person)
                session.flush()
                self.people.append(person.id)
                begun = {"module_id": enrolment.module_id, "major": enrolment.major, "created_at": now}
                session.add(Enrolment(id=new_id(), **of, person_id=person.id, **begun))
                subject = f"user-{n}"
                row = {"link_id": self.course.link, "person_id": person.id, "subject": subject, "first_at": now}
                session.add(LtiLearner(**of, **row))

    def all_try(self, number: int, share: float) -> None:
        """Let everybody hand in an attempt that comes to that share."""
        now = self.course.installation.clock.now()
        with self.course.installation.database.writing() as session:
            quiz = session.scalars(select(QuizVersion).where(QuizVersion.name == MODULE)).first()
            assert quiz is not None
            mine = select(Enrolment).where(Enrolment.person_id.in_(self.people))
            for enrolment in session.scalars(mine):
                session.add(
                    Attempt(
                        organisation_id=enrolment.organisation_id,
                        person_id=enrolment.person_id,
                        enrolment_id=enrolment.id,
                        quiz_version_id=quiz.id,
                        block=BLOCK,
                        number=number,
                        state=AttemptState.SUBMITTED,
                        score=share,
                        passed=share > 0.8,
                        started_at=now,
                        submitted_at=now,
                    )
                )

    def work(self, rounds: int, *, kills: bool, step: timedelta = STEP) -> None:
        """Let workers do what is due, again and again while their clock goes on; `kills` them all somewhere."""
        self.course.installation.clock.at += deliveries.LEASE + timedelta(minutes=6)
        with self.guard:
            self.left = self.chance.randint(1, 25) if kills else None
            children = [self._fork(rounds, step) for _ in range(AT_ONCE)]
            self.living = set(children)
        for child in children:
            os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
            with self.guard:
                self.living.discard(child)
            _child, status = os.waitpid(child, 0)
            killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
            assert killed or os.WEXITSTATUS(status) == 0, "a worker failed; see what it printed"
            self.deaths += killed
        self.course.installation.clock.at += rounds * step

    def to_the_end(self) -> None:
        """Let workers do all there is, hour after hour for three days at most."""
        for _ in range(36):
            self.work(2, kills=False, step=AN_HOUR)
            if self.states() == {DONE} and None not in {each.score for each in self.course.told()}:
                return

    def met(self, asked: Asked) -> None:
        """Kill the workers when their time has come: the platform may still write what it was just told."""
        with self.guard:
            if self.left is None or not asked.path.endswith("/scores"):
                return
            self.left -= 1
            if self.left == 0:
                for child in self.living:
                    os.kill(child, signal.SIGKILL)

    def states(self) -> set[str]:
        """Return the states of what the platform is to be told."""
        return {each.state for each in self.course.deliveries()}

    def _fork(self, rounds: int, step: timedelta) -> int:
        child = os.fork()
        if child == 0:
            _work_and_leave(self.course, rounds, step, self.changed)
        return child


def _work_and_leave(course: Course, rounds: int, step: timedelta, changed: Callable[[], None]) -> None:
    code = 1
    try:
        changed()
        calling.WHOLE = 0.4  # type: ignore[misc]
        config, clock = course.installation.config, SetClock(course.installation.clock.now())
        database = Database(config.database_url)  # the connections of the process it was split from are not its own
        for _ in range(rounds):
            with database.writing() as session:
                for name in JOBS:
                    ledger.enqueue(session, name, now=clock.now())
            Worker(database, clock, {name: declared()[name] for name in JOBS}, Post.of(config)).run_due()
            clock.at += step
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


@pytest.fixture
def fire(company: Company) -> Iterator[Fire]:
    """Return such a course; nobody has done anything yet."""
    with Gradebook(company.installation.clock.now) as book:
        yield Fire(Course(company, book, target=QUIZ))


@pytest.mark.soak
def test_every_score_is_right_in_the_end_and_none_goes_back(fire: Fire) -> None:
    fire.enrol(PEOPLE)
    book = fire.course.book
    trouble = at_random(45, hangs=6)

    def fail(asked: Asked) -> str:
        fire.met(asked)
        return str(trouble(asked))

    book.trouble = fail
    fire.all_try(1, FIRST)
    for _ in range(DEATHS // 2):
        fire.work(12, kills=True)
    fire.all_try(2, BETTER)
    for _ in range(DEATHS // 2):
        fire.work(12, kills=True)
    assert fire.deaths >= DEATHS
    book.trouble = lambda _asked: ""
    fire.to_the_end()
    users = [f"user-{n}" for n in range(PEOPLE)]
    assert book.scores_of() == dict.fromkeys(users, BETTER * 100)
    assert (fire.states(), {each.score for each in fire.course.told()}) == ({DONE}, {BETTER * 100})
    for user in users:
        scores = [score for who, score, _stamp in book.taken if who == user]
        assert scores == sorted(scores), "nothing older after the newer one"


def mark_first() -> None:
    """Mark each score as delivered before it is."""
    real = service_scores._carried

    def carried(round_: service_scores.Round, parcel: Parcel) -> object:
        with round_.work.database.writing() as session:
            session.execute(update(Delivery).where(Delivery.id == parcel.id).values(state=DONE, lease_until=None))
        return real(round_, parcel)

    service_scores._carried = carried  # type: ignore[assignment]


def test_marked_before_they_are_sent_scores_of_the_killed_are_missing(fire: Fire) -> None:
    """The negative control of marking after the platform's yes."""
    fire.enrol(30)
    fire.changed = mark_first
    fire.course.book.trouble = lambda asked: (fire.met(asked), "drop" if fire.left == 0 else "")[1]
    fire.all_try(1, FIRST)
    for _ in range(3):
        fire.work(2, kills=True)
    fire.to_the_end()
    assert fire.states() == {DONE}
    assert len(fire.course.book.scores_of()) < 30


def _held_back(fire: Fire) -> tuple[Work, list[Parcel]]:
    """Return an older score that a worker took and stood still with, while a newer one was delivered."""
    installation = fire.course.installation
    fire.enrol(1)
    fire.all_try(1, FIRST)
    door = door_called("lti")
    assert door is not None
    with installation.database.writing() as session:
        ledger.enqueue(session, "lti.results", now=installation.clock.now(), key=str(new_id()))
    post = Post.of(installation.config)
    Worker(installation.database, installation.clock, {JOBS[0]: declared()[JOBS[0]]}, post).run_due()
    with installation.database.writing() as session:
        taken = deliveries.claim(session, fire.course.platform, 10, installation.clock.now())
        job = session.scalars(select(Job).limit(1)).one()
    installation.clock.at += timedelta(minutes=10)
    fire.all_try(2, BETTER)
    fire.course.look()
    assert fire.course.book.scores_of() == {"user-0": BETTER * 100}
    return Work(installation.database, installation.clock, job, timedelta(minutes=5), post), [each for each, _ in taken]


def test_a_worker_that_wakes_up_with_an_older_score_changes_nothing(fire: Fire) -> None:
    work, old = _held_back(fire)
    service_scores.carry(work, fire.course.platform, old)
    assert fire.course.book.scores_of() == {"user-0": BETTER * 100}
    fire.course.installation.clock.at += timedelta(minutes=1)
    fire.course.look()
    assert fire.course.book.scores_of() == {"user-0": BETTER * 100}


def test_stamped_when_it_is_sent_an_older_score_would_come_after_the_newer_one(fire: Fire) -> None:
    """The negative control of the stamp that a score is wanted with."""
    work, old = _held_back(fire)
    late = (work.now() + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    fresh = [
        replace(each, payload=each.payload.replace('"timestamp": "', f'"timestamp": "{late}", "was": "'))
        for each in old
    ]
    service_scores.carry(work, fire.course.platform, fresh)
    assert fire.course.book.scores_of() == {"user-0": FIRST * 100}
