"""What is kept of quizzes for 24 months: how each try went and what was answered. That a module was completed stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from lms.answers.models import Answer, AnswerHead
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.model import Base
from lms.kernel.months import months_later
from lms.learning.allowances.models import AnotherTry
from lms.learning.models import Attempt, AttemptState, Enrolment
from lms.learning.regrading.models import Regrade

MONTHS: Final = 24
PORTION: Final = 25
"""Tries of one transaction: with a hundred answers each they are gone within 100 ms."""


@job("learning.forget", every=timedelta(days=1), allowed=JOB, label=_l("Forget old answers to quizzes"))
def forget(work: Work) -> None:
    """Delete the tries, with what was answered in them, of modules completed more than 24 months ago, in portions.

    A try that came after the module was completed has its own 24 months. What the item analysis has not counted yet
    waits until it has; the sums it keeps name nobody. The enrolment stays, and with it that the module was completed.
    """
    now = work.now()
    before = datetime.combine(months_later(now.date(), -MONTHS), now.timetz())
    while True:
        with work.writing() as session:
            if not _forget_some(session, before):
                return


def _forget_some(session: Session, before: datetime) -> bool:
    """Forget one portion; return whether there was any."""
    ended = func.coalesce(Attempt.submitted_at, Attempt.started_at)
    done = select(Enrolment.id).where(Enrolment.completed_at < before)
    counted = or_(Attempt.folded, Attempt.state == AttemptState.OPEN)
    old = (Attempt.enrolment_id.in_(done), Attempt.started_at < before, ended < before, counted)
    rows = session.execute(select(Attempt.id, Attempt.person_id).where(*old).limit(PORTION)).all()
    for identity, person in rows:
        for model in (AnswerHead, Answer):
            _delete(session, model, model.person_id == person, model.context == f"attempt:{identity}")
    attempts = [row.id for row in rows]
    _delete(session, Regrade, Regrade.attempt_id.in_(attempts))
    _delete(session, Attempt, Attempt.id.in_(attempts))
    allowed = session.scalars(select(AnotherTry.id).where(*_given_long_ago(before)).limit(PORTION)).all()
    _delete(session, AnotherTry, AnotherTry.id.in_(allowed))
    return bool(rows or allowed)


def _given_long_ago(before: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the condition of a try that was given on top, long ago, in a round whose tries are forgotten."""
    done = select(Enrolment.id).where(Enrolment.completed_at < before)
    left = select(Attempt.id).where(Attempt.enrolment_id == AnotherTry.enrolment_id)
    return AnotherTry.enrolment_id.in_(done), AnotherTry.given_at < before, ~left.exists()


def _delete(session: Session, model: type[Base], *which: ColumnElement[bool]) -> None:
    session.execute(delete(model).where(*which).execution_options(synchronize_session=False))
