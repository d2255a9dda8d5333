"""The work that is done outside requests, as an administrator sees it: what runs, waits, failed, was tried again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from lms.kernel import jobs
from lms.kernel.ids import read_id
from lms.kernel.ledger import DONE, FAILED, RUNNING, TRIES, WAITING, Job
from lms.kernel.permissions import Actor

PAGE = 50
STUCK = timedelta(minutes=5)
"""A job that has been due for so long with nobody taking it says that no worker is there."""
RETRIED = "retried"
OURS = {
    "jobs.forget": _l("Forget work that has long been done"),
    "mail.deliver": _l("Hand over the mails that are due"),
    "mail.forget": _l("Forget mails that are older than they are kept"),
    "database.statistics": _l("Look at how large the tables have grown"),
}
"""The words for the kernel's own jobs, which knows no languages."""
SHOWN = (RUNNING, WAITING, FAILED, RETRIED, DONE)


@dataclass(frozen=True)
class Line:
    """One job. `label`: what it does; `tries` of at most TRIES; `error`: type and place of what went wrong, no data."""

    id: str
    label: str
    state: str
    tries: int
    due: datetime
    created_at: datetime
    finished_at: datetime | None
    error: str | None
    for_everybody: bool

    @property
    def most(self) -> int:
        """Return how often a job is tried before it is parked."""
        return TRIES


@dataclass(frozen=True)
class Standing:
    """How many jobs are in each state, since when the oldest due one waits, and when one was last finished."""

    counts: Mapping[str, int]
    oldest: datetime | None
    last_done: datetime | None
    at: datetime

    @property
    def is_stuck(self) -> bool:
        """Return whether work has been due for so long that no worker can be there."""
        return self.oldest is not None and self.at - self.oldest > STUCK


def visible(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for the jobs an administrator sees: the organisation's own and the installation's."""
    return or_(Job.organisation_id == actor.organisation_id, Job.organisation_id.is_(None))


def standing(session: Session, actor: Actor, now: datetime) -> Standing:
    """Return the counts by state; two queries."""
    by_state = select(Job.state, func.count(), func.max(Job.finished_at)).where(visible(actor)).group_by(Job.state)
    rows = session.execute(by_state).all()
    counts = {state: count for state, count, _last in rows}
    waiting = (Job.state == WAITING, Job.due <= now, visible(actor))
    oldest, retried = session.execute(
        select(
            select(func.min(Job.due)).where(*waiting).scalar_subquery(),
            select(func.count()).where(_shown(RETRIED), visible(actor)).scalar_subquery(),
        )
    ).one()
    last = max((at for _state, _count, at in rows if at is not None), default=None)
    return Standing({**counts, RETRIED: retried}, oldest, last, now)


def lines(session: Session, actor: Actor, shown: str | None, after: str | None) -> tuple[Sequence[Line], str | None]:
    """Return one page of jobs, the newest first, and the id to go on after or None. `shown` None: all but what is done.

    Ids rise with time, so they are the key of the pages.
    """
    query = select(Job).where(visible(actor), _shown(shown)).order_by(Job.id.desc()).limit(PAGE + 1)
    begin = read_id(after or "")
    if begin is not None:
        query = query.where(Job.id < begin)
    found = list(session.scalars(query))
    labels = jobs.declared()
    page = [_line(job, labels) for job in found[:PAGE]]
    return page, page[-1].id if len(found) > PAGE else None


def _line(job: Job, declared: Mapping[str, jobs.Declared]) -> Line:
    known = declared.get(job.name)
    label = str(OURS.get(job.name) or (known and known.label) or job.name)
    everybody = job.organisation_id is None
    return Line(
        str(job.id), label, job.state, job.attempts, job.due, job.created_at, job.finished_at, job.last_error, everybody
    )


def _shown(shown: str | None) -> ColumnElement[bool]:
    if shown is None:
        return Job.state != DONE
    if shown == RETRIED:
        return and_(Job.attempts > 1, Job.state.in_((WAITING, RUNNING)))
    return Job.state == shown
