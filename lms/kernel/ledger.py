"""The list of work to do: one row a job, written in the business transaction that wants it done.

States: waiting → running → done; running → waiting again after an error or when its lease ran out; failed (parked)
after `TRIES` attempts, until somebody looks. A claim takes a lease and a new fencing number; whoever writes with an
old number is refused, so a process that was stopped and woken again cannot do a thing twice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    and_,
    delete,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session

from lms.kernel.database import insert
from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import unscoped

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
TRIES = 5
KEPT = timedelta(days=30)
FIRST_PAUSE = timedelta(seconds=5)

Arguments = Mapping[str, object]


class LeaseLost(RuntimeError):
    """Somebody else has this job now; nothing of the transaction that found out is stored."""


class Job(Base):
    """One piece of work. `arguments` hold ids and counts, never what a person typed; `last_error` type and place."""

    __tablename__ = "job"
    __table_args__ = (UniqueConstraint("name", "key"), Index(None, "state", "due"))

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    name: Mapped[str] = column(String(80))
    key: Mapped[str | None] = column(String(120))
    organisation_id: Mapped[UUID | None] = column(ForeignKey("organisation.id"), index=True)
    arguments: Mapped[dict[str, object]] = column(
        JSON, default=dict, retention="30 days after it is done", mentions="ids"
    )
    state: Mapped[str] = column(String(10), default=WAITING)
    attempts: Mapped[int] = column(Integer, default=0)
    fence: Mapped[int] = column(Integer, default=0)
    lease_until: Mapped[datetime | None] = column(Instant)
    due: Mapped[datetime] = column(Instant)
    last_error: Mapped[str | None] = column(String(300), retention="30 days after it is done")
    created_at: Mapped[datetime] = column(Instant)
    started_at: Mapped[datetime | None] = column(Instant)
    finished_at: Mapped[datetime | None] = column(Instant)


unscoped(Job, reason="the machine's own list of work; what people see of it, each room shows from its own rows")


def enqueue(
    session: Session,
    name: str,
    arguments: Arguments | None = None,
    *,
    now: datetime,
    due: datetime | None = None,
    key: str | None = None,
    organisation_id: UUID | None = None,
) -> bool:
    """Write a job in the caller's transaction; return False where one of this name and key was ever written before.

    `due` is `now` unless said otherwise. Without a `key` every call is a new job.
    """
    row = {
        "id": new_id(),
        "name": name,
        "key": key,
        "organisation_id": organisation_id,
        "arguments": dict(arguments or {}),
        "state": WAITING,
        "attempts": 0,
        "fence": 0,
        "due": due or now,
        "created_at": now,
    }
    statement = insert(session, Job).values(row).on_conflict_do_nothing(index_elements=["name", "key"])
    return bool(session.execute(statement.returning(Job.id)).first())


def anything_due(session: Session, names: Collection[str], now: datetime) -> bool:
    """Return whether a job of one of these names can be claimed; reads only, so an idle worker never locks."""
    return session.scalar(select(Job.id).where(_claimable(names, now)).limit(1)) is not None


def claim(session: Session, names: Collection[str], leases: Mapping[str, timedelta], now: datetime) -> Job | None:
    """Take the job that has been due longest, with a lease and a new fencing number; None where there is none.

    A job whose lease ran out on its last try is parked on the way: it took its worker down `TRIES` times.
    """
    query = (
        select(Job).where(_claimable(names, now)).order_by(Job.due, Job.id).limit(1).with_for_update(skip_locked=True)
    )
    while (job := session.scalars(query).first()) is not None:
        if job.attempts < TRIES:
            job.state = RUNNING
            job.attempts += 1
            job.fence += 1
            job.started_at = now
            job.lease_until = now + leases[job.name]
            session.flush()
            return job
        job.state, job.lease_until, job.finished_at = FAILED, None, now
        job.last_error = job.last_error or "its process died or stood still until the lease ran out"
        session.flush()
    return None


def hold(session: Session, job_id: UUID, fence: int, lease_until: datetime) -> None:
    """Prolong the lease in the caller's transaction; raise `LeaseLost` where the job is no longer ours."""
    _ours(session, job_id, fence, {"lease_until": lease_until})


def finish(session: Session, job_id: UUID, fence: int, now: datetime) -> None:
    """Mark the job done in the caller's transaction; raise `LeaseLost` where it is no longer ours.

    Its arguments go: they may name people, and nobody needs them any more.
    """
    done: dict[str, object] = {
        "state": DONE,
        "lease_until": None,
        "finished_at": now,
        "last_error": None,
        "arguments": {},
    }
    _ours(session, job_id, fence, done)


def give_back(session: Session, job_id: UUID, fence: int, error: str, now: datetime) -> bool:
    """Put a job that raised back for a later try, or park it after the last; return whether it is parked."""
    attempts = session.scalar(select(Job.attempts).where(Job.id == job_id)) or 0
    parked = attempts >= TRIES
    values: dict[str, object] = {"lease_until": None, "last_error": error[:300]}
    if parked:
        values |= {"state": FAILED, "finished_at": now}
    else:
        values |= {"state": WAITING, "due": now + FIRST_PAUSE * 4 ** (attempts - 1)}
    _ours(session, job_id, fence, values)
    return parked


def try_again(session: Session, wanted: ColumnElement[bool], now: datetime) -> bool:
    """Give a parked job that `wanted` picks all its tries anew; return False where it is not parked."""
    anew = {"state": WAITING, "attempts": 0, "due": now, "finished_at": None, "lease_until": None}
    statement = update(Job).where(wanted, Job.state == FAILED).values(anew).returning(Job.id)
    return session.execute(statement.execution_options(synchronize_session=False)).first() is not None


def is_parked(session: Session, name: str, key: str) -> bool:
    """Return whether the job of this name and key has failed on its last try, so that nobody will take it again."""
    return session.scalar(select(Job.state).where(Job.name == name, Job.key == key)) == FAILED


def forget(session: Session, now: datetime, *, most: int = 500) -> int:
    """Delete up to `most` jobs that have been done for longer than they are kept; return how many went."""
    old = select(Job.id).where(Job.state == DONE, Job.finished_at < now - KEPT).limit(most)
    return len(session.scalars(delete(Job).where(Job.id.in_(old)).returning(Job.id)).all())


def _claimable(names: Collection[str], now: datetime) -> ColumnElement[bool]:
    waiting = and_(Job.state == WAITING, Job.due <= now)
    abandoned = and_(Job.state == RUNNING, Job.lease_until < now)
    return and_(Job.name.in_(names), or_(waiting, abandoned))


def _ours(session: Session, job_id: UUID, fence: int, values: Mapping[str, object]) -> None:
    mine = (Job.id == job_id, Job.fence == fence, Job.state == RUNNING)
    statement = update(Job).where(*mine).values(values).returning(Job.id).execution_options(synchronize_session=False)
    if session.execute(statement).first() is None:
        raise LeaseLost(f"job {job_id} is no longer held with number {fence}")
