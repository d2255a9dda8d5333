"""Is anything amiss with the mails? What was planned and did not go, and whether anybody looks for what has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from lms.assigning.reminding.planning import OF_ONE
from lms.kernel import ledger
from lms.kernel.ledger import Job
from lms.kernel.outbox import FAILED, LONGEST_PAUSE, NO_ANSWER, SENDING, SENT, SERVER, WAITING, WRITTEN, Mail

PATIENCE: Final = timedelta(hours=2)
"""How long a mail may be past its time before it is missed."""
WATCHED: Final = timedelta(days=2)
PLANNED_EVERY: Final = timedelta(hours=4)


class Amiss(StrEnum):
    """What is amiss: none of the mails went, or nobody has looked for hours which reminders have come."""

    NONE_WENT = "none-went"
    NOT_PLANNED = "not-planned"


@dataclass(frozen=True, slots=True)
class Alarm:
    """What HR has to know. `planned` mails should have gone since `since`: of them `waiting` wait, `failed` failed."""

    kind: Amiss
    planned: int
    waiting: int
    failed: int
    since: datetime


def alarm(session: Session, organisation_id: UUID, now: datetime) -> Alarm | None:
    """Return what is amiss with an organisation's mails of the last two days; None where nothing is. A few queries.

    Mails that were put off, or not sent because they were no longer wanted, are none of it. Those that the server did
    not take are, though each try gives them a later moment.
    """
    return _none_went(session, organisation_id, now) or _not_planned(session, organisation_id, now)


def _none_went(session: Session, organisation_id: UUID, now: datetime) -> Alarm | None:
    own = Mail.organisation_id == organisation_id
    tried = (Mail.state == WAITING) & Mail.why.in_((SERVER, NO_ANSWER))
    near = Mail.due.between(now - WATCHED, now + LONGEST_PAUSE)
    meant = case((tried, Mail.created_at), else_=Mail.due)
    stuck = select(Mail.state, func.count(), func.min(meant), func.max(case((tried, 1), else_=0))).where(
        own, Mail.state.in_((WAITING, SENDING, FAILED)), meant <= now - PATIENCE, near
    )
    rows = session.execute(stuck.group_by(Mail.state)).all()
    found = {row[0]: (row[1], row[2]) for row in rows}
    since = now - PATIENCE if any(row[3] for row in rows) else now - WATCHED
    if not found or _went(session, organisation_id, since):
        return None
    waiting = sum(found[state][0] for state in (WAITING, SENDING) if state in found)
    failed = found.get(FAILED, (0, now))[0]
    return Alarm(Amiss.NONE_WENT, waiting + failed, waiting, failed, min(since for _count, since in found.values()))


def _went(session: Session, organisation_id: UUID, since: datetime) -> bool:
    gone: ColumnElement[bool] = Mail.sent_at > since
    own = (Mail.organisation_id == organisation_id, Mail.state.in_((SENT, WRITTEN)), gone)
    return session.scalar(select(Mail.id).where(*own).limit(1)) is not None


def _not_planned(session: Session, organisation_id: UUID, now: datetime) -> Alarm | None:
    """Return that the hourly look has failed for good, or waits for hours since it was asked for."""
    own = (Job.organisation_id == organisation_id, Job.name == OF_ONE)
    waits = Job.state.in_((ledger.WAITING, ledger.RUNNING)) & (Job.due < now - PLANNED_EVERY)
    parked = (Job.state == ledger.FAILED) & (Job.due > now - PLANNED_EVERY)
    since = session.scalar(select(func.min(Job.due)).where(*own, or_(waits, parked)))
    return None if since is None else Alarm(Amiss.NOT_PLANNED, 0, 0, 0, since)
