"""Work that is done outside a request: how a room declares it, and the loop that does it.

    @job("people.housekeeping", every=timedelta(hours=1), allowed=JOB)
    def housekeeping(work: Work) -> None:
        with work.last() as session:
            forget_expired_sessions(session, work.now())

What a job writes inside `work.last()` commits together with the mark that it is done: a `kill -9` at any moment leaves
both or neither. Longer work goes in portions of `work.writing()`, each at most 100 ms, and notes in its own rows how
far it came, because after a crash it starts again.
"""

from __future__ import annotations

import gc
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel import ledger
from lms.kernel.clock import Clock
from lms.kernel.database import Database
from lms.kernel.ledger import Job, LeaseLost
from lms.kernel.permissions import Undeclared
from lms.kernel.post import Post

log = structlog.get_logger(__name__)

JOB = "job"
LEASE = timedelta(seconds=60)
PAUSE = 0.5
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Function = Callable[["Work"], None]


@dataclass(frozen=True, slots=True)
class Declared:
    """A job as its room declared it. `lease`: the longest time from its start to its first write, or between two.

    `label`: what it does, for the administrator; a text, or one that is translated when it is shown.
    """

    name: str
    function: Function
    every: timedelta | None
    lease: timedelta
    allowed: str | None
    label: object = ""


_declared: dict[str, Declared] = {}


def job(
    name: str,
    *,
    every: timedelta | None = None,
    lease: timedelta = LEASE,
    allowed: str | None = None,
    label: object = "",
) -> Callable[[Function], Function]:
    """Declare a function as the job `name`; with `every` it is also due once in each such period, counted from 1970.

    `allowed=JOB` says that it acts with the machine's rights; a worker does not start while a job says nothing.
    `label` says in words what it does (a lazily translated text), for whoever looks at the list of work.
    """

    def register(function: Function) -> Function:
        known = _declared.get(name)
        if known is not None and known.function is not function:
            raise Undeclared(f'two jobs are called "{name}"')
        _declared[name] = Declared(name, function, every, lease, allowed, label)
        return function

    return register


def declared() -> Mapping[str, Declared]:
    """Return every job by name; raise `Undeclared` while one does not say who may run it."""
    bare = sorted(each.name for each in _declared.values() if each.allowed != JOB)
    if bare:
        raise Undeclared(f"these jobs do not declare who may run them, add allowed=JOB: {', '.join(bare)}")
    return dict(_declared)


class Work:
    """What a running job holds: its arguments, the time, and sessions that are refused once its lease is lost."""

    def __init__(self, database: Database, clock: Clock, job: Job, lease: timedelta, post: Post | None = None) -> None:
        """Hold the job under the fencing number it was claimed with."""
        self.database = database
        self._post = post
        self.job_id: UUID = job.id
        self.organisation_id: UUID | None = job.organisation_id
        self.arguments: Mapping[str, object] = dict(job.arguments)
        self.finished = False
        self._clock, self._fence, self._lease = clock, job.fence, lease

    def now(self) -> datetime:
        """Return the present moment."""
        return self._clock.now()

    @property
    def takes_turns(self) -> bool:
        """Return whether the database has one writer at a time, so that others wait for theirs."""
        return self.database.is_sqlite

    @property
    def post(self) -> Post:
        """Return where mails go; raise LookupError in a worker that was started without a post."""
        if self._post is None:
            raise LookupError("this worker has no post: give Worker one")
        return self._post

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that cannot write."""
        with self.database.reading() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session for one portion; committed with a prolonged lease, or raise `LeaseLost` and store nothing."""
        with self.database.writing() as session:
            ledger.hold(session, self.job_id, self._fence, self.now() + self._lease)
            yield session

    @contextmanager
    def last(self) -> Iterator[Session]:
        """Yield a session for the last portion; it commits together with the mark that the job is done."""
        with self.database.writing() as session:
            ledger.finish(session, self.job_id, self._fence, self.now())
            yield session
        self.finished = True

    def close(self) -> None:
        """Mark the job done, unless its last portion did."""
        if not self.finished:
            with self.last():
                pass

    def give_back(self, error: str) -> bool:
        """Hand the job back after an error; return whether it is parked now."""
        with self.database.writing() as session:
            return ledger.give_back(session, self.job_id, self._fence, error, self.now())


class Worker:
    """Does what is due, one job after the other. Any number of them may share one database."""

    def __init__(
        self, database: Database, clock: Clock, jobs: Mapping[str, Declared], post: Post | None = None
    ) -> None:
        """Take the jobs this worker knows; rows under other names are left to workers that know them.

        `post`: where mails go; jobs that send or write mails fail without one.
        """
        self._database, self._clock, self._jobs, self._post = database, clock, jobs, post
        self._leases = {name: each.lease for name, each in jobs.items()}
        self._written: dict[str, str] = {}
        self._stopping = threading.Event()

    def run(self, pause: float = PAUSE) -> None:
        """Work until `stop`; look again every `pause` seconds when there is nothing to do."""
        gc.freeze()  # what was imported stays: looked through again and again, it is a third of a large job's time
        while not self._stopping.is_set():
            try:
                idle = self.run_due() == 0
            except Exception:  # the database went away: say so, wait, and go on when it is back
                log.exception("the list of work cannot be read")
                self._stopping.wait(pause * 4)
            else:
                self._stopping.wait(pause if idle else 0)

    def stop(self) -> None:
        """Finish the job in hand and return from `run`."""
        self._stopping.set()

    def run_due(self) -> int:
        """Write down the periodic jobs of this period, then do everything that is due; return how many were done."""
        self._write_periods()
        count = 0
        while not self._stopping.is_set() and self._run_one():
            count += 1
        return count

    def _write_periods(self) -> None:
        now = self._clock.now()
        new = {
            name: period(each.every, now)
            for name, each in self._jobs.items()
            if each.every is not None and self._written.get(name) != period(each.every, now)
        }
        if not new:
            return
        with self._database.writing() as session:
            for name, key in new.items():
                ledger.enqueue(session, name, now=now, key=key)
        self._written |= new

    def _run_one(self) -> bool:
        names = list(self._jobs)
        with self._database.reading() as session:
            if not ledger.anything_due(session, names, self._clock.now()):
                return False
        with self._database.writing() as session:
            claimed = ledger.claim(session, names, self._leases, self._clock.now())
        if claimed is None:
            return False  # another worker was quicker
        self._do(claimed)
        return True

    def _do(self, claimed: Job) -> None:
        declared = self._jobs[claimed.name]
        work = Work(self._database, self._clock, claimed, declared.lease, self._post)
        with structlog.contextvars.bound_contextvars(job_id=str(claimed.id), job=claimed.name):
            try:
                declared.function(work)
                work.close()
            except LeaseLost:
                log.warning("another worker has the job; what was written under the old lease is refused")
            except Exception as error:
                self._after(error, work, claimed.attempts)
            else:
                log.info("job done", attempts=claimed.attempts)

    def _after(self, error: Exception, work: Work, attempts: int) -> None:
        try:
            parked = work.give_back(_place(error))
        except LeaseLost:
            parked = False
        if parked:
            log.error("job parked: it failed on its last try", attempts=attempts, exc_info=error)
        else:
            log.warning("job failed and will be tried again", attempts=attempts, exc_info=error)


def period(every: timedelta, now: datetime) -> str:
    """Return the name of the period that `now` falls in: the moment it began."""
    return (now - (now - EPOCH) % every).isoformat()


def _place(error: Exception) -> str:
    """Return type and place of an error, without its message: that may quote what a person typed."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"


@job("jobs.forget", every=timedelta(days=1), allowed=JOB)
def forget_finished(work: Work) -> None:
    """Delete what has been done for longer than it is kept, in portions."""
    while True:
        with work.writing() as session:
            if ledger.forget(session, work.now()) == 0:
                return


def parked(session: Session) -> list[Job]:
    """Return the jobs that failed on every try, the oldest first; `lms doctor` shows them."""
    return list(session.scalars(select(Job).where(Job.state == ledger.FAILED).order_by(Job.finished_at)))
