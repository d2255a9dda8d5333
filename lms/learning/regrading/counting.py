"""The job that counts what a mended key would change, and the stored counts that pages read.

A count is a picture of one moment and says of which. Regrading never reads it: it works from the attempts themselves.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from lms.answers.logged import current_of, logged
from lms.catalog import shelf
from lms.catalog.models import ModuleVersion
from lms.catalog.published import on_published
from lms.kernel import ledger
from lms.kernel.database import insert
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.pace import Pace
from lms.kernel.permissions import Actor, Rows
from lms.learning.models import Attempt, AttemptState
from lms.learning.regrading.counted import NOTHING, Tallies
from lms.learning.regrading.mends import Mend, how_many, mend_of, mends_in, standing_on
from lms.learning.regrading.models import MendCount, Policy
from lms.learning.regrading.regraded import as_it_was, regraded

NAME = "learning.mend-count"
PUBLISHED = "learning.mends-published"
STALE: Final = timedelta(hours=1)
"""How old a count may be before a page that shows it has it counted again, and how long a count may take."""
STEPS: Final = 50
"""How often a count tells how far it is."""
FIRST, MOST = 20, 500
"""Results that are looked at in one piece: at first, and at most."""


def counts(session: Session, actor: Actor, versions: Collection[UUID]) -> dict[UUID, MendCount]:
    """Return {quiz version: what was counted in the actor's organisation}; one query."""
    rows = Rows(session, actor, MendCount).where(MendCount.quiz_version_id.in_(versions)).all()
    return {row.quiz_version_id: row for row in rows}


def is_wanting(count: MendCount | None, now: datetime) -> bool:
    """Return whether a mend is to be counted: for the first time, again because it is old, or because a count died."""
    if count is None:
        return True
    latest = count.wanted_at or count.counted_at
    return latest is None or now - latest > STALE


def want(session: Session, organisation: UUID, version: UUID, now: datetime) -> bool:
    """Have a mend counted in one organisation, in the caller's transaction.

    False where that is under way already, or there is nothing to count.
    """
    if not any_on(session, organisation, version):
        nothing_left(session, organisation, version, now)
        return False
    row = {"organisation_id": organisation, "quiz_version_id": version, "figures": {}, "done": 0, "of": 0}
    session.execute(insert(session, MendCount).values(row).on_conflict_do_nothing())
    idle = or_(MendCount.wanted_at.is_(None), MendCount.wanted_at < now - STALE)
    mine = MendCount.organisation_id == organisation, MendCount.quiz_version_id == version
    wanted = update(MendCount).where(*mine, idle).values(wanted_at=now, done=0, of=0)
    if session.scalars(wanted.returning(MendCount.quiz_version_id)).first() is None:
        return False
    arguments = {"organisation": str(organisation), "version": str(version), "wanted": now.isoformat()}
    ledger.enqueue(session, NAME, arguments, now=now, organisation_id=organisation)
    return True


def any_on(session: Session, organisation: UUID, version: UUID) -> bool:
    """Return whether an organisation has results on an older key than that of a version."""
    mend = mend_of(session, version)
    return mend is not None and how_many(session, organisation, mend) > 0


def nothing_left(session: Session, organisation: UUID, version: UUID, now: datetime) -> None:
    """Note that no result stands on the old key any more; a count that is under way finds that it was overtaken."""
    row = {"organisation_id": organisation, "quiz_version_id": version, "figures": {}, "done": 0, "of": 0}
    session.execute(insert(session, MendCount).values(row).on_conflict_do_nothing())
    mine = MendCount.organisation_id == organisation, MendCount.quiz_version_id == version
    done = {"figures": NOTHING.document(), "counted_at": now, "wanted_at": None}
    session.execute(update(MendCount).where(*mine).values(done))


@job(NAME, lease=timedelta(minutes=10), allowed=JOB, label=_l("Count what a mended key would change"))
def count(work: Work) -> None:
    """Count one mend in one organisation: read in pieces, each short; what was found is stored at the end."""
    organisation, version = (UUID(str(work.arguments[each])) for each in ("organisation", "version"))
    wanted = datetime.fromisoformat(str(work.arguments["wanted"]))
    with work.reading() as session:
        mend = mend_of(session, version)
        of = how_many(session, organisation, mend) if mend else 0
    tallies = Tallies()
    if mend is not None:
        _count(work, organisation, mend, of, tallies)
    with work.last() as session:
        mine = MendCount.organisation_id == organisation, MendCount.quiz_version_id == version
        found = {"figures": tallies.counted().document(), "counted_at": work.now(), "wanted_at": None}
        session.execute(update(MendCount).where(*mine, MendCount.wanted_at == wanted).values(found))


def _count(work: Work, organisation: UUID, mend: Mend, of: int, tallies: Tallies) -> None:
    pace, done, told = Pace(FIRST, MOST), 0, 0
    for older in mend.older:
        after: UUID | None = None
        while True:
            with work.reading() as session, pace.timed(pace.size):
                attempts = standing_on(session, organisation, older, after, pace.size)
                _add(session, mend, [each for each in attempts if mend.items_of(each)], tallies)
            if not attempts:
                break
            done, after = done + len(attempts), attempts[-1].id
            if done - told >= max(1, of // STEPS):
                told = done
                with work.writing() as session:
                    _tell(session, organisation, mend.row, done, of)


def _tell(session: Session, organisation: UUID, version: UUID, done: int, of: int) -> None:
    mine = MendCount.organisation_id == organisation, MendCount.quiz_version_id == version
    session.execute(update(MendCount).where(*mine).values(done=min(done, of), of=of))


def _add(session: Session, mend: Mend, attempts: list[Attempt], tallies: Tallies) -> None:
    logs = logged(session, [(attempt.person_id, f"attempt:{attempt.id}") for attempt in attempts])
    new = shelf.quiz(session, mend.row)
    for attempt in attempts:
        given = current_of(logs[f"attempt:{attempt.id}"])
        before = as_it_was(shelf.quiz(session, attempt.quiz_version_id), attempt, given)
        items = mend.items_of(attempt)
        after = {policy: regraded(new, items, attempt, before, given, policy) for policy in Policy}
        tallies.add(attempt, before, after)


@on_published
def look_at_mends(session: Session, version: ModuleVersion, now: datetime) -> None:
    """Have the mends of a version that has just been published counted, wherever results stand on the old key."""
    if version.document.get("mended"):
        ledger.enqueue(session, PUBLISHED, {"version": str(version.id)}, now=now, key=str(version.id))


@job(PUBLISHED, allowed=JOB, label=_l("See whose results a mended key concerns"))
def published(work: Work) -> None:
    """Have each mend of a version counted in every organisation that has results on the old key."""
    with work.reading() as session:
        mends = mends_in(session, UUID(str(work.arguments["version"])))
        concerned = [(organisation, mend.row) for mend in mends for organisation in _concerned(session, mend)]
    with work.last() as session:
        for organisation, row in concerned:
            want(session, organisation, row, work.now())


def _concerned(session: Session, mend: Mend) -> list[UUID]:
    older = Attempt.quiz_version_id.in_(mend.older), Attempt.state == AttemptState.SUBMITTED
    return list(session.scalars(select(Attempt.organisation_id).where(*older).distinct()))
