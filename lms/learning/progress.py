"""Progress: begun, a page read, a place kept, a module completed. Each a verb on the enrolment; each may come twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.catalog.models import QuizVersion
from lms.kernel.database import insert
from lms.kernel.permissions import Actor
from lms.learning import completed
from lms.learning.completion import is_complete, rules_of
from lms.learning.counting import counting
from lms.learning.in_hand import InHand
from lms.learning.models import Attempt, Enrolment, PageRead, State
from lms.learning.moving.moves import begun_before
from lms.learning.moving.pinning import pinned
from lms.learning.recall import planting

PLACE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Terms:
    """What an enrolment is made under: due on a day, required or not, open from a day on."""

    due: date | None = None
    required: bool = False
    available_from: date | None = None


FREE = Terms()
"""Nobody asked for it."""


def enrol(session: Session, actor: Actor, hand: InHand, now: datetime, terms: Terms = FREE) -> Enrolment:
    """Return the actor's enrolment on the module, made when there is none: pinned to the major that is current now.

    It is made in the cycle of `hand` and under these terms; one that is there already keeps its own.

    Its row is held until the commit, so that two things done at once cannot each overlook the other.
    """
    row = {
        "organisation_id": actor.organisation_id,
        "person_id": actor.person_id,
        "module_id": hand.module.id,
        "cycle": hand.cycle,
        "major": hand.version.major,
        "due": terms.due,
        "required": terms.required,
        "available_from": terms.available_from,
        "pages_required": sum(page.required for page in hand.contents),
        "created_at": now,
    }
    if hand.enrolment is None:
        session.execute(insert(session, Enrolment).values(row).on_conflict_do_nothing())
    mine = select(Enrolment).where(Enrolment.person_id == actor.person_id, Enrolment.module_id == hand.module.id)
    this = Enrolment.id == hand.enrolment.id if hand.enrolment else Enrolment.cycle == row["cycle"]
    held = mine.where(this).with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalars(held).one()


def begin(enrolment: Enrolment, now: datetime) -> None:
    """Note that work has begun; only the first time counts."""
    if enrolment.state is State.NOT_STARTED:
        enrolment.state, enrolment.started_at = State.UNDER_WAY, now


def keep_place(enrolment: Enrolment, page: str, block: str, now: datetime) -> None:
    """Remember where the learner is, for every browser they come back with."""
    begin(enrolment, now)
    enrolment.place_page, enrolment.place_block, enrolment.place_at = page, block[:PLACE_LENGTH], now


def mark_read(session: Session, hand: InHand, enrolment: Enrolment, page: str, now: datetime) -> None:
    """Note that a page was read to its end, and complete the module when that was the last thing missing."""
    begin(enrolment, now)
    row = {
        "enrolment_id": enrolment.id,
        "page": page,
        "organisation_id": enrolment.organisation_id,
        "person_id": enrolment.person_id,
        "read_at": now,
    }
    session.execute(insert(session, PageRead).values(row).on_conflict_do_nothing())
    summarise(session, hand, enrolment, now)


def pass_quiz(session: Session, hand: InHand, enrolment: Enrolment, now: datetime) -> None:
    """Note whether the quizzes are passed, and complete the module when that was the last thing missing.

    Where a module has several quizzes each of them has to be passed, in the attempt that counts. Only where the latest
    counts can an attempt undo what one before it reached, and only while the module is not completed.
    """
    begin(enrolment, now)
    hand = pinned(session, hand, enrolment)
    passed, may_undo = _passed(session, enrolment)
    undone = may_undo and enrolment.state is not State.COMPLETED
    enrolment.quiz_passed = set(hand.document["quizzes"]) <= passed or (enrolment.quiz_passed and not undone)
    summarise(session, hand, enrolment, now)


def _passed(session: Session, enrolment: Enrolment) -> tuple[set[str], bool]:
    """Return the names of the quizzes that are passed, and whether of any of them the latest attempt counts."""
    mine = (
        select(QuizVersion.name, Attempt)
        .join(Attempt, Attempt.quiz_version_id == QuizVersion.id)
        .where(Attempt.enrolment_id == enrolment.id)
        .order_by(Attempt.number)
    )
    tries: dict[tuple[str, str], list[Attempt]] = {}
    for name, attempt in session.execute(mine):
        if attempt.number <= begun_before(enrolment, attempt.block):
            continue  # a try at an edition they have left
        tries.setdefault((name, attempt.block), []).append(attempt)
    policies = {key: shelf.quiz(session, each[-1].quiz_version_id).settings.counts for key, each in tries.items()}
    deciding = {key: counting(each, policies[key]) for key, each in tries.items()}
    passed = {name for (name, _block), attempt in deciding.items() if attempt is not None and attempt.passed}
    return passed, "latest" in policies.values()


def summarise(session: Session, hand: InHand, enrolment: Enrolment, now: datetime) -> None:
    """Bring the enrolment's summary up to date: required pages read, and completion, which is never taken back."""
    hand = pinned(session, hand, enrolment)
    required = [page.name for page in hand.contents if page.required]
    counted = select(func.count()).where(PageRead.enrolment_id == enrolment.id, PageRead.page.in_(required))
    enrolment.pages_required = len(required)
    enrolment.pages_read = session.scalar(counted) or 0
    done = is_complete(rules_of(hand.document, enrolment.pages_read, enrolment.quiz_passed))
    if done and enrolment.state is not State.COMPLETED:
        enrolment.state, enrolment.completed_at = State.COMPLETED, now
        planting.plant(session, hand, enrolment, now)
        completed.announce(session, enrolment, now)
