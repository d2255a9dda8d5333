"""Counting a version's answers anew, after a regrade has changed points or moved attempts.

What is counted is what was counted before and is still there: an erased person's answers cannot be counted again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog.models import QuizVersion
from lms.kernel import ledger
from lms.kernel.jobs import JOB, Work, job
from lms.learning.analysis import tallies
from lms.learning.analysis.folding import ATTEMPTS, Reader, added
from lms.learning.analysis.sums import Sums
from lms.learning.analysis.tallies import Version
from lms.learning.models import Attempt

NAME = "learning.recount"
PORTION = 500
TRIES = 5
"""How often a recount begins again because answers were counted meanwhile, before it is left for later."""


class Overtaken(RuntimeError):
    """Answers were counted in the middle of every try to recount them; the job is tried again later."""


def rebuild(session: Session, quiz_version: QuizVersion, organisation: UUID, now: datetime) -> None:
    """Have the tallies of a quiz's version counted anew: by a job that is written in the caller's transaction.

    Call it last in the transaction that changed points, and for both versions where it moved attempts between them.
    """
    arguments = {"organisation": str(organisation), "quiz": str(quiz_version.quiz_id), "number": quiz_version.number}
    ledger.enqueue(session, NAME, arguments, now=now, organisation_id=organisation)


@job(NAME, lease=timedelta(minutes=10), allowed=JOB, label=_l("Count a quiz's answers anew"))
def recount(work: Work) -> None:
    """Count one version anew, reading in portions, and put the sums in place in one transaction."""
    organisation, quiz, number = (str(work.arguments[each]) for each in ("organisation", "quiz", "number"))
    version = Version(UUID(organisation), UUID(quiz), number)
    for _ in range(TRIES):
        with work.reading() as session:
            turn = tallies.turn_of(session, version)
            sums = added(_said(session, version))
        with work.writing() as session:
            if tallies.turn_of(session, version, lock=True) == turn:
                if sums:
                    tallies.replace(session, version, sums, work.now())
                return
    raise Overtaken(f"the answers to quiz {version.quiz} are counted too quickly to be recounted")


def _said(session: Session, version: Version) -> Iterator[dict[str, Sums]]:
    """Yield what each counted attempt of the version says."""
    after: UUID | None = None
    reader = Reader(ATTEMPTS)
    while rows := _counted(session, version, after):
        for each in reader.read(session, rows):
            yield each.sums
        after = rows[-1][0].id


def _counted(session: Session, version: Version, after: UUID | None) -> list[Any]:
    query = (
        select(Attempt, QuizVersion.quiz_id, QuizVersion.number)
        .join(QuizVersion, QuizVersion.id == Attempt.quiz_version_id)
        .where(
            QuizVersion.quiz_id == version.quiz,
            QuizVersion.number == version.number,
            Attempt.organisation_id == version.organisation,
            Attempt.folded,
        )
        .order_by(Attempt.id)
        .limit(PORTION)
    )
    if after is not None:
        query = query.where(Attempt.id > after)
    return list(session.execute(query))
