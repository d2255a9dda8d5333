"""Noting what somebody does with a page. It costs the learner's request one row; the counters are a job's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, case, update
from sqlalchemy.orm import Session

from lms.kernel.database import insert
from lms.learning.in_hand import InHand
from lms.learning.models import Enrolment
from lms.learning.usefulness.models import Answer, PageUseful, PageVisit
from lms.learning.usefulness.parts import SETTLES

STEP: Final = 5
"""Seconds: what somebody is known to have spent is rounded down to this."""
MOST_AT_ONCE: Final = 600
"""Seconds that one message of a browser may claim."""
MOST_IN_ALL: Final = 4 * 3600
"""Seconds that one person may come to on one page."""
FIRST_TIME: Final = 1
"""The cycle that is counted: whoever reads a module again reads it differently."""


def opened(session: Session, hand: InHand, enrolment: Enrolment, page: str, now: datetime, *, seconds: int = 0) -> None:
    """Note that somebody has a page open, and for how many seconds more they were active on it.

    A page that is opened for the first time has the counters look at the others of the enrolment again: their reader
    went on.
    """
    more = min(max(seconds, 0), MOST_AT_ONCE) // STEP * STEP
    counts = enrolment.cycle == FIRST_TIME
    row = {
        "enrolment_id": enrolment.id,
        "page": page,
        "organisation_id": enrolment.organisation_id,
        "person_id": enrolment.person_id,
        "number": f"{hand.version.major}.{hand.version.minor}",
        "seconds": more,
        "opened_at": now,
        "seen_at": now,
        "counted": {},
        "look_at": now + SETTLES if counts else None,
    }
    added = insert(session, PageVisit).values(row).on_conflict_do_nothing().returning(PageVisit.page)
    if session.execute(added).first() is not None:
        _look_again(session, enrolment, now, PageVisit.page != page)
        return
    in_all = PageVisit.seconds + more
    capped = case((in_all > MOST_IN_ALL, MOST_IN_ALL), else_=in_all)
    changed: dict[str, Any] = {"seen_at": now, "seconds": capped}
    if more and counts:  # only what was counted already is counted anew; an hour later, so that it is not each time
        soon = now + timedelta(hours=1)
        changed["look_at"] = case((PageVisit.look_at < soon, PageVisit.look_at), else_=soon)
    _change(session, changed, PageVisit.enrolment_id == enrolment.id, PageVisit.page == page)


def read(session: Session, enrolment: Enrolment, page: str, now: datetime) -> None:
    """Note that a page was read to its end: the counters look at it again."""
    _look_again(session, enrolment, now, PageVisit.page == page)


def say(session: Session, hand: InHand, enrolment: Enrolment, page: str, answer: Answer, now: datetime) -> None:
    """Keep what somebody says to "Was this useful?", in the place of what they said before."""
    opened(session, hand, enrolment, page, now)
    row = {
        "enrolment_id": enrolment.id,
        "page": page,
        "organisation_id": enrolment.organisation_id,
        "person_id": enrolment.person_id,
        "answer": answer.value,
        "said_at": now,
    }
    said = insert(session, PageUseful).values(row)
    key = [PageUseful.enrolment_id, PageUseful.page]
    session.execute(said.on_conflict_do_update(index_elements=key, set_={"answer": answer.value, "said_at": now}))
    _look_again(session, enrolment, now, PageVisit.page == page)


def _look_again(session: Session, enrolment: Enrolment, now: datetime, *which: ColumnElement[bool]) -> None:
    if enrolment.cycle == FIRST_TIME:
        _change(session, {"look_at": now}, PageVisit.enrolment_id == enrolment.id, *which)


def _change(session: Session, values: dict[str, Any], *which: ColumnElement[bool]) -> None:
    changed = update(PageVisit).where(*which).values(values)
    session.execute(changed.execution_options(synchronize_session=False))
