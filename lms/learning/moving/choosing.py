"""What a learner may choose who is under way on a module: to move to its new edition, or back to the one they began."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.catalog.frozen import Frozen
from lms.catalog.models import ModuleVersion
from lms.kernel.permissions import Actor, scope_of
from lms.learning.in_hand import InHand
from lms.learning.models import Attempt, Enrolment, PageRead, State
from lms.learning.moving.pinning import edition_of
from lms.packs.staying import staying

_staying: Final[Frozen[tuple[UUID, UUID], frozenset[str]]] = Frozen(200)


@dataclass(frozen=True, slots=True)
class Offer:
    """The edition one may move to, and of the pages one has read how many stay read, are to be read again, are gone.

    `fresh`: pages that are new in it; `quizzes`: how many quizzes it asks, each anew.
    """

    major: int
    number: str
    stay: int
    again: int
    gone: int
    fresh: int
    quizzes: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What is open to a learner: an edition to move to, a major to go back to; either may be none.

    `first`: the earliest major one may go back to in one go, where that is more than one step away; `began`: the
    one the learner began on.
    """

    offer: Offer | None = None
    back: int | None = None
    first: int | None = None
    began: int | None = None

    @property
    def is_where_it_began(self) -> bool:
        """Return whether one step back leads to the edition the learner began."""
        return self.back == self.began

    @property
    def is_first_where_it_began(self) -> bool:
        """Return whether all steps back lead to the edition the learner began."""
        return self.first == self.began


def choice_of(session: Session, actor: Actor, hand: InHand) -> Choice:
    """Return what the learner may choose; it asks nothing where they are on the current edition and never moved."""
    mine = hand.enrolment
    if mine is None or mine.state is not State.UNDER_WAY:
        return Choice()
    offer = _offer(session, actor, hand) if mine.major < hand.module.major else None
    ways = ways_back(session, mine)
    began = int(mine.moves[0]["from"]) if mine.moves else mine.major
    return Choice(offer, ways[0] if ways else None, ways[-1] if len(ways) > 1 else None, began)


def ways_back(session: Session, mine: Enrolment) -> list[int]:
    """Return the majors the learner came from, the latest first, as far back as nothing was done in between.

    Nothing done is no page read and no questions begun. The first is one step back, the last where that ends.
    """
    moves = mine.moves or []
    if not moves or mine.state is not State.UNDER_WAY or mine.major != moves[-1]["to"]:
        return []
    found: list[int] = []
    read, tries = set(read_in(session, mine)), tries_in(session, mine)
    for move in reversed(moves):
        if set(move["kept"]) != read or move["tries"] != tries:
            break
        found.append(int(move["from"]))
        read = {*move["kept"], *move["aside"]}  # so it was when this move was made; its tries it has written down
    return found


def read_in(session: Session, mine: Enrolment) -> dict[str, str]:
    """Return {page: when it was read} of an enrolment, the instant in ISO 8601."""
    rows = session.execute(select(PageRead.page, PageRead.read_at).where(PageRead.enrolment_id == mine.id))
    return {row.page: row.read_at.isoformat() for row in rows}


def tries_in(session: Session, mine: Enrolment) -> dict[str, int]:
    """Return {block: number of its latest attempt} of an enrolment."""
    top = func.max(Attempt.number).label("top")
    of = select(Attempt.block, top).where(Attempt.enrolment_id == mine.id).group_by(Attempt.block)
    return {row.block: row.top for row in session.execute(of)}


def staying_between(session: Session, actor: Actor, old: UUID, new: UUID) -> frozenset[str]:
    """Return the pages that mean in one version what they mean in another; kept in the process."""

    def read() -> frozenset[str]:
        both = select(ModuleVersion.id, ModuleVersion.closure).where(
            scope_of(ModuleVersion, actor), ModuleVersion.id.in_((old, new))
        )
        found = {row.id: row.closure for row in session.execute(both)}
        return staying(found[old], found[new])

    return _staying.get((old, new), read) or frozenset()


def _offer(session: Session, actor: Actor, hand: InHand) -> Offer:
    version = edition_of(session, hand, hand.module.major)
    names = {page["name"] for page in version.document["pages"]}
    stay = staying_between(session, actor, hand.version.id, version.id) & hand.read
    read = {page.name for page in hand.contents if page.read}
    return Offer(
        major=version.major,
        number=str(version.document["version"]),
        stay=len(stay & read),
        again=len((read & names) - stay),
        gone=len(read - names),
        fresh=len(names - {page.name for page in hand.contents}),
        quizzes=len(version.document["quizzes"]),
    )
