"""Jobs: done once, done again when their worker dies, refused to a worker that lost them, parked when hopeless."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from lms.kernel import jobs, ledger
from lms.kernel.clock import SetClock
from lms.kernel.database import Database
from lms.kernel.jobs import JOB, Declared, Function, Work, Worker
from lms.kernel.ledger import DONE, FAILED, RUNNING, WAITING, Job, LeaseLost
from lms.kernel.permissions import Undeclared
from tests.support.at_once import at_once


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, migrated_database: Callable[[str], str]) -> Iterator[Database]:
    """Return an empty database of each kind."""
    database = Database(migrated_database(request.param))
    yield database
    database.dispose()


@pytest.fixture
def database(migrated: Database) -> Database:
    """Return the database without a job in it."""
    with migrated.writing() as session:
        session.query(Job).delete()
    return migrated


@pytest.fixture
def clock() -> SetClock:
    """Return a clock that stands until it is moved."""
    return SetClock()


def worker(database: Database, clock: SetClock, function: Function, *, every: timedelta | None = None) -> Worker:
    """Return a worker that knows one job, "count"."""
    return Worker(database, clock, {"count": Declared("count", function, every, jobs.LEASE, JOB)})


def put(database: Database, now: datetime, *, key: str | None = None, **arguments: object) -> bool:
    """Write one job "count"."""
    with database.writing() as session:
        return ledger.enqueue(session, "count", arguments, now=now, key=key)


def states(database: Database) -> list[str]:
    """Return the states of all jobs."""
    with database.reading() as session:
        return list(session.scalars(select(Job.state).order_by(Job.created_at, Job.id)))


def the_job(database: Database) -> Job:
    """Return the only job."""
    with database.reading() as session:
        return session.scalars(select(Job)).one()


def test_a_job_is_done_with_its_arguments_and_once(database: Database, clock: SetClock) -> None:
    seen: list[object] = []
    put(database, clock.now(), module="loyalty")
    here = worker(database, clock, lambda work: seen.append(work.arguments["module"]))
    assert (here.run_due(), here.run_due()) == (1, 0)
    assert seen == ["loyalty"]
    assert states(database) == [DONE]


def test_a_job_that_the_request_rolled_back_was_never_there(database: Database, clock: SetClock) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        ledger.enqueue(session, "count", now=clock.now())
        1 / 0  # noqa: B018
    assert states(database) == []


def test_the_same_key_is_the_same_job_even_after_it_is_done(database: Database, clock: SetClock) -> None:
    assert put(database, clock.now(), key="module 7")
    assert not put(database, clock.now(), key="module 7")
    worker(database, clock, lambda _work: None).run_due()
    assert not put(database, clock.now(), key="module 7")
    assert put(database, clock.now(), key="module 8")


def test_a_job_for_later_waits_for_its_time(database: Database, clock: SetClock) -> None:
    with database.writing() as session:
        ledger.enqueue(session, "count", now=clock.now(), due=clock.now() + timedelta(hours=1))
    here = worker(database, clock, lambda _work: None)
    assert here.run_due() == 0
    clock.forward(hours=1)
    assert here.run_due() == 1


def test_a_job_of_a_name_this_worker_does_not_know_is_left_to_others(database: Database, clock: SetClock) -> None:
    with database.writing() as session:
        ledger.enqueue(session, "from a newer program", now=clock.now())
    assert worker(database, clock, lambda _work: None).run_due() == 0
    assert states(database) == [WAITING]


def test_a_periodic_job_is_due_once_a_period_for_any_number_of_workers(database: Database, clock: SetClock) -> None:
    done: list[datetime] = []
    several = [
        worker(database, clock, lambda work: done.append(work.now()), every=timedelta(hours=1)) for _ in range(3)
    ]
    for each in several:
        each.run_due()
    assert len(done) == 1
    clock.forward(minutes=59)
    for each in several:
        each.run_due()
    assert len(done) == 1
    clock.forward(minutes=1)
    for each in several:
        each.run_due()
    assert len(done) == 2


def test_periods_missed_while_nothing_ran_are_not_made_up_for(database: Database, clock: SetClock) -> None:
    done: list[datetime] = []
    here = worker(database, clock, lambda work: done.append(work.now()), every=timedelta(hours=1))
    here.run_due()
    clock.forward(days=3)
    here.run_due()
    assert len(done) == 2


def test_workers_at_the_same_moment_do_each_job_once(database: Database, clock: SetClock) -> None:
    done: list[object] = []
    for number in range(30):
        put(database, clock.now(), number=number)
    at_once(*(worker(database, clock, lambda work: done.append(work.arguments["number"])).run_due for _ in range(3)))
    assert sorted(map(str, done)) == sorted(map(str, range(30)))
    assert set(states(database)) == {DONE}


def test_a_job_whose_worker_was_killed_is_done_by_the_next_when_its_lease_runs_out(
    database: Database, clock: SetClock
) -> None:
    put(database, clock.now())

    def killed(_work: Work) -> None:
        raise SystemExit  # as sudden as a kill: no handler of ours sees it

    with pytest.raises(SystemExit):
        worker(database, clock, killed).run_due()
    assert states(database) == [RUNNING]
    following = worker(database, clock, lambda _work: None)
    assert following.run_due() == 0
    clock.forward(seconds=61)
    assert following.run_due() == 1
    assert the_job(database).attempts == 2


def test_a_worker_that_wakes_after_its_lease_cannot_write_what_another_has_done(
    database: Database, clock: SetClock
) -> None:
    put(database, clock.now())
    refused = threading.Event()

    def stopped_and_woken(work: Work) -> None:
        clock.forward(seconds=61)
        worker(database, clock, lambda _work: None).run_due()
        try:
            with work.writing() as session:
                ledger.enqueue(session, "a second effect", now=work.now())
        except LeaseLost:
            refused.set()
            raise

    worker(database, clock, stopped_and_woken).run_due()
    assert refused.is_set()
    assert states(database) == [DONE]
    assert the_job(database).fence == 2


def test_without_fencing_the_worker_that_wakes_would_have_its_second_effect(
    database: Database, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "_ours", lambda *_: None)
    put(database, clock.now())

    def stopped_and_woken(work: Work) -> None:
        clock.forward(seconds=61)
        with work.writing() as session:
            ledger.enqueue(session, "a second effect", now=work.now())

    worker(database, clock, stopped_and_woken)._run_one()
    assert len(states(database)) == 2


def test_a_worker_that_wakes_before_anybody_took_over_may_go_on(database: Database, clock: SetClock) -> None:
    put(database, clock.now())

    def slow(work: Work) -> None:
        clock.forward(seconds=61)
        with work.writing():
            pass

    worker(database, clock, slow).run_due()
    assert states(database) == [DONE]


def test_the_last_portion_and_the_mark_that_it_is_done_are_stored_together_or_not_at_all(
    database: Database, clock: SetClock
) -> None:
    put(database, clock.now())

    def fails_while_writing(work: Work) -> None:
        with work.last() as session:
            ledger.enqueue(session, "an effect", now=work.now())
            raise ValueError

    worker(database, clock, fails_while_writing).run_due()
    assert states(database) == [WAITING]

    clock.forward(minutes=1)

    def works(work: Work) -> None:
        with work.last() as session:
            ledger.enqueue(session, "an effect", now=work.now())

    worker(database, clock, works).run_due()
    assert sorted(states(database)) == [DONE, WAITING]


def test_a_poisoned_job_is_parked_after_five_tries_and_the_others_go_on(database: Database, clock: SetClock) -> None:
    put(database, clock.now(), poison=True)
    for _ in range(9):
        put(database, clock.now(), poison=False)
    tries = 0

    def sometimes(work: Work) -> None:
        nonlocal tries
        if work.arguments["poison"]:
            tries += 1
            raise ValueError("what a person typed")

    here = worker(database, clock, sometimes)
    for _ in range(8):
        here.run_due()
        clock.forward(hours=1)
    assert tries == 5
    assert sorted(states(database)) == [DONE] * 9 + [FAILED]
    with database.reading() as session:
        (poisoned,) = jobs.parked(session)
        assert poisoned.last_error is not None
        assert poisoned.last_error.startswith("ValueError at test_jobs.py:")
        assert "typed" not in poisoned.last_error


def test_a_job_that_takes_its_worker_down_every_time_is_parked_too(database: Database, clock: SetClock) -> None:
    put(database, clock.now())

    def kills(_work: Work) -> None:
        raise SystemExit

    for _ in range(5):
        with pytest.raises(SystemExit):
            worker(database, clock, kills).run_due()
        clock.forward(seconds=61)
    assert worker(database, clock, kills).run_due() == 0
    assert states(database) == [FAILED]


def test_an_idle_worker_does_not_write(database: Database, clock: SetClock) -> None:
    here = worker(database, clock, lambda _work: None, every=timedelta(hours=1))
    here.run_due()
    with database.writing():  # whoever asks to write now waits, and on SQLite fails after the busy timeout
        assert here.run_due() == 0


def test_what_was_done_long_ago_is_forgotten_and_the_rest_is_kept(database: Database, clock: SetClock) -> None:
    put(database, clock.now(), key="old")
    here = worker(database, clock, lambda _work: None)
    here.run_due()
    clock.forward(days=31)
    put(database, clock.now(), key="new")
    here.run_due()
    forgetting = {"jobs.forget": jobs.declared()["jobs.forget"]}
    assert Worker(database, clock, forgetting).run_due() == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).where(Job.key == "old")) == 0
        assert session.scalar(select(func.count()).where(Job.key == "new")) == 1


def test_a_worker_does_not_start_while_a_job_does_not_say_who_may_run_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_declared", {})
    jobs.job("bare")(lambda _work: None)
    with pytest.raises(Undeclared, match="bare"):
        jobs.declared()


def test_two_jobs_cannot_share_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_declared", {})
    jobs.job("twice", allowed=JOB)(lambda _work: None)
    with pytest.raises(Undeclared, match="twice"):
        jobs.job("twice", allowed=JOB)(lambda _work: None)
