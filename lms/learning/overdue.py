"""Attempts whose time is up: submitted by whoever meets them first, a page, a save, a submission or the job."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.permissions import Actor, NotFound
from lms.learning import attempts, progress, timing
from lms.learning.in_hand import enrolment_in_hand
from lms.learning.models import Attempt, AttemptState
from lms.learning.owner import acting_for
from lms.people.models import Person

PORTION: Final = 500
"""Attempts that the job looks up at a time."""
UNSEALED: Final = b""
"""The answers to a quiz are never sealed, so it takes no key to read them."""


class TimeIsUp(Exception):
    """A page met an open attempt whose time is up: it is to be ended, and the page asked for again."""

    def __init__(self, attempt: UUID, slug: str, page: str, block: str) -> None:
        """`slug`, `page` and `block` say where it stands."""
        super().__init__(f"the time of attempt {attempt} is up")
        self.attempt, self.slug, self.page, self.block = attempt, slug, page, block


def end(session: Session, attempt: UUID, now: datetime) -> bool:
    """Submit an attempt whose time is up with what was saved, exactly once; any other stays as it is.

    One with a question that cannot be scored waits until it can. Return whether it was submitted here.
    """
    found = session.get(Attempt, attempt)
    if found is None or not timing.is_overdue(found, now):
        return False
    actor = owner_of(session, found)
    try:
        score = attempts.submit(session, actor, found, {}, UNSEALED, now)
    except attempts.KindMissing:
        return False
    if score is not None and attempts.may_change_passing(session, found):
        settle_result(session, actor, found, now)
    return score is not None


def settle_result(session: Session, actor: Actor, attempt: Attempt, now: datetime) -> None:
    """Bring the enrolment up to date after an attempt was submitted."""
    try:
        hand = enrolment_in_hand(session, actor, attempt.enrolment_id)
    except NotFound:
        return  # the module has left this person's shelf: there is nothing to complete
    enrolment = progress.enrol(session, actor, hand, now)
    progress.pass_quiz(session, hand, enrolment, now)


@job("learning.time-out", every=timedelta(minutes=1), allowed=JOB, label=_l("Hand in quizzes whose time is up"))
def end_overdue(work: Work) -> None:
    """Submit every attempt whose time is up, each in a transaction of its own; those that cannot be scored wait."""
    waiting: set[UUID] = set()
    while True:
        with work.reading() as session:
            late = session.execute(_late(work.now(), waiting)).all()
            waiting |= {row.quiz_version_id for row in late if shelf.quiz(session, row.quiz_version_id).missing_kinds}
        for row in late:
            if row.quiz_version_id not in waiting:
                with work.writing() as session:
                    end(session, row.id, work.now())
        if len(late) < PORTION:
            return


def _late(now: datetime, waiting: Collection[UUID]) -> Select[UUID, UUID]:
    """Return what to end: (attempt, version of the quiz), none of the versions that wait."""
    query = (
        select(Attempt.id, Attempt.quiz_version_id)
        .where(Attempt.state == AttemptState.OPEN, Attempt.deadline_at < now - timing.GRACE)
        .order_by(Attempt.deadline_at)
        .limit(PORTION)
    )
    return query.where(Attempt.quiz_version_id.not_in(waiting)) if waiting else query


def owner_of(session: Session, attempt: Attempt) -> Actor:
    """Return whose attempt it is, as the one who acts."""
    return acting_for(session.get_one(Person, attempt.person_id))
