"""Moving an enrolment to the current edition of its module, and back: one row held, nothing stored is lost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms.kernel.database import insert
from lms.kernel.permissions import Actor
from lms.learning import progress
from lms.learning.in_hand import InHand
from lms.learning.models import Enrolment, PageRead, State
from lms.learning.moving.choosing import read_in, staying_between, tries_in, ways_back
from lms.learning.moving.pinning import edition_of, pinned


def choose(session: Session, actor: Actor, hand: InHand, major: int, now: datetime) -> bool:
    """Bring the learner to the edition `major`: the current one, or one they came from; return whether they moved.

    Whatever else is asked leaves everything as it is: to be there already, a lower edition that one did not come from
    or since when something was done, a module completed or not begun. The row is held, so that of two tabs one moves.
    """
    if hand.enrolment is None or hand.enrolment.state is not State.UNDER_WAY:
        return False
    mine = progress.enrol(session, actor, hand, now)
    if mine.state is not State.UNDER_WAY or major == mine.major:
        return False
    if mine.major < major == hand.module.major:
        _move(session, actor, pinned(session, hand, mine), mine, now)
    elif major in ways_back(session, mine):
        while mine.major != major:
            _go_back(session, hand, mine, now)
    else:
        return False
    return True


def _move(session: Session, actor: Actor, hand: InHand, mine: Enrolment, now: datetime) -> None:
    version = edition_of(session, hand, hand.module.major)
    stay = staying_between(session, actor, hand.version.id, version.id)
    here = {page["name"] for page in (*hand.document["pages"], *version.document["pages"])}
    read = read_in(session, mine)
    aside = {page: at for page, at in read.items() if page in here and page not in stay}
    session.execute(delete(PageRead).where(PageRead.enrolment_id == mine.id, PageRead.page.in_(aside)))
    move = {
        "from": mine.major,
        "to": version.major,
        "at": now.isoformat(),
        "kept": sorted(read.keys() - aside.keys()),
        "aside": aside,
        "tries": tries_in(session, mine),
        "passed": mine.quiz_passed,
    }
    mine.moves, mine.major, mine.quiz_passed = [*(mine.moves or ()), move], version.major, False
    progress.pass_quiz(session, pinned(session, hand, mine), mine, now)


def _go_back(session: Session, hand: InHand, mine: Enrolment, now: datetime) -> None:
    moves = mine.moves or []
    earlier, move = moves[:-1], moves[-1]
    own = {"enrolment_id": mine.id, "organisation_id": mine.organisation_id, "person_id": mine.person_id}
    rows = [own | {"page": page, "read_at": datetime.fromisoformat(at)} for page, at in move["aside"].items()]
    if rows:
        session.execute(insert(session, PageRead).values(rows).on_conflict_do_nothing())
    mine.moves, mine.major, mine.quiz_passed = earlier or None, int(move["from"]), bool(move["passed"])
    progress.pass_quiz(session, pinned(session, hand, mine), mine, now)
