"""Regrading: begun by a trainer, done by a job in small portions, each result exactly once.

A result that was regraded stands on the version whose key it was scored by. So what is left to do can always be read
from the attempts themselves: after a `kill -9` the job goes on where it was, and applied twice it finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.answers.logged import current_of, logged
from lms.catalog import shelf
from lms.catalog.models import QuizVersion
from lms.kernel import audit, ledger
from lms.kernel.database import insert
from lms.kernel.ids import new_id, read_id
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.pace import Pace
from lms.kernel.permissions import Actor, Role
from lms.learning import overdue
from lms.learning.analysis.recounting import rebuild
from lms.learning.models import Attempt, AttemptState
from lms.learning.regrading import counting
from lms.learning.regrading.mends import Mend, mend_of, standing_on
from lms.learning.regrading.models import Policy, Regrade, Regrading
from lms.learning.regrading.regraded import as_it_was, regraded
from lms.people import still_may

NAME = "learning.regrade"
FIRST, MOST = 5, 50
"""Results that one transaction regrades: at first, and at most. Each takes up to a dozen statements."""
LOOKED_UP = 500
"""Ids of results that are looked up at a time."""


def begin(session: Session, actor: Actor, mend: Mend, policy: Policy, now: datetime) -> bool:
    """Have the organisation's results regraded, in the caller's transaction; False where it is under way already.

    One whose job failed for good does not stand in the way: what it has not reached is begun anew.
    """
    mine = Regrading.organisation_id == actor.organisation_id, Regrading.quiz_version_id == mend.row
    latest = session.scalars(select(Regrading).where(*mine).order_by(Regrading.number.desc()).limit(1)).first()
    if latest is not None and is_under_way(session, latest):
        return False
    row = {
        "id": new_id(),
        "organisation_id": actor.organisation_id,
        "quiz_version_id": mend.row,
        "number": latest.number + 1 if latest else 1,
        "policy": policy.value,
        "started_at": now,
    }
    begun = session.execute(insert(session, Regrading).values(row).on_conflict_do_nothing().returning(Regrading.id))
    if begun.first() is None:
        return False
    key = str(row["id"])
    arguments = {"regrading": key, "by": str(actor.person_id)}
    ledger.enqueue(session, NAME, arguments, now=now, key=key, organisation_id=actor.organisation_id)
    audit.note(session, actor, "quiz.regraded", now, detail=f"{mend.name} {mend.number}: {policy.value}")
    return True


def is_under_way(session: Session, regrading: Regrading) -> bool:
    """Return whether results are still being regraded: it is not finished, and its job has not failed for good."""
    return regrading.finished_at is None and not ledger.is_parked(session, NAME, str(regrading.id))


@job(NAME, allowed=JOB, label=_l("Put results right after a key was mended"))
def regrade(work: Work) -> None:
    """Regrade everything that stands on a mended key, then have the tallies of both versions counted anew.

    Where whoever ordered it is no longer a trainer when it begins, nothing is regraded; another trainer can.
    """
    with work.reading() as session:
        found = session.get_one(Regrading, UUID(str(work.arguments["regrading"])))
        mend = mend_of(session, found.quiz_version_id)
    if not _may_begin(work, found):
        return
    if mend is not None:
        while _regrade_all(work, found.organisation_id, mend, Policy(found.policy)):
            pass  # once more, for what was being submitted while the key changed
    with work.last() as session:
        _finish(session, found.id, mend, work.now())


def _may_begin(work: Work, found: Regrading) -> bool:
    """Return whether whoever ordered it is still a trainer; where not, write that down and end it with nothing done."""
    by = read_id(str(work.arguments.get("by", "")))
    with work.reading() as session:
        if by is None or still_may.who(session, by, Role.TRAINER) is not None:
            return True
    with work.last() as session:
        still_may.note_refused(session, found.organisation_id, by, NAME, work.now())
        session.get_one(Regrading, found.id, with_for_update=True).finished_at = work.now()
    return False


def regrade_one(session: Session, identity: UUID, mend: Mend, policy: Policy, now: datetime) -> bool:
    """Regrade one attempt, unless it stands on the mended key already; return whether it did not.

    The old result is kept beside it. Completion may follow from it; it is never taken away.
    """
    held = select(Attempt).where(Attempt.id == identity).with_for_update().execution_options(populate_existing=True)
    attempt = session.scalars(held).one_or_none()
    if attempt is None or attempt.state is not AttemptState.SUBMITTED or not (items := mend.items_of(attempt)):
        return False
    context = f"attempt:{attempt.id}"
    responses = current_of(logged(session, [(attempt.person_id, context)])[context])
    before = as_it_was(shelf.quiz(session, attempt.quiz_version_id), attempt, responses)
    after = regraded(shelf.quiz(session, mend.row), items, attempt, before, responses, policy)
    counted = session.scalar(select(func.count()).where(Regrade.attempt_id == attempt.id)) or 0
    session.add(
        Regrade(
            organisation_id=attempt.organisation_id,
            person_id=attempt.person_id,
            attempt_id=attempt.id,
            number=counted + 1,
            from_version_id=attempt.quiz_version_id,
            to_version_id=mend.row,
            items=list(items),
            reason=policy.value,
            scores=before.scores,
            score=before.score,
            passed=before.passed,
            new_score=after.score,
            new_passed=after.passed,
            at=now,
        )
    )
    attempt.scores, attempt.score, attempt.passed = after.scores, after.score, after.passed
    attempt.quiz_version_id = mend.row
    session.flush()
    if before.passed != after.passed:
        overdue.settle_result(session, overdue.owner_of(session, attempt), attempt, now)
    return True


def _regrade_all(work: Work, organisation: UUID, mend: Mend, policy: Policy) -> int:
    """Regrade what stands on a mended key, in portions; return how many results that were."""
    pace, count = Pace(FIRST, MOST), 0
    for waiting in _waiting(work, organisation, mend):
        for portion in pace.portions(waiting):
            with work.writing() as session, pace.timed(len(portion)):
                count += sum(regrade_one(session, identity, mend, policy, work.now()) for identity in portion)
    return count


def _waiting(work: Work, organisation: UUID, mend: Mend) -> Iterator[list[UUID]]:
    """Yield the ids of the attempts to regrade; those that ask nothing that was mended are passed over."""
    for older in mend.older:
        after: UUID | None = None
        while True:
            with work.reading() as session:
                attempts = standing_on(session, organisation, older, after, LOOKED_UP)
            if not attempts:
                break
            yield [attempt.id for attempt in attempts if mend.items_of(attempt)]
            after = attempts[-1].id


def _finish(session: Session, regrading: UUID, mend: Mend | None, now: datetime) -> None:
    found = session.get_one(Regrading, regrading, with_for_update=True, populate_existing=True)
    if found.finished_at is not None:
        return
    found.finished_at = now
    session.flush()
    counting.nothing_left(session, found.organisation_id, found.quiz_version_id, now)
    versions = [found.quiz_version_id, *(mend.older if mend else ())]
    told: set[str] = set()
    for row in session.scalars(select(QuizVersion).where(QuizVersion.id.in_(versions)).order_by(QuizVersion.id)):
        if row.number not in told:
            told.add(row.number)
            rebuild(session, row, found.organisation_id, now)
