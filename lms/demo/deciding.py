"""Managers of the demo company who played the drill when they read the page that invites to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from random import Random
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.catalog.models import QuizVersion
from lms.demo import history
from lms.demo.course import Course
from lms.demo.managers import Invited
from lms.kernel.permissions import Actor
from lms.learning.drills import plays
from lms.learning.invitations import invitation
from lms.learning.models import PageRead
from lms.packs.drills.model import KIND

PLAYERS: Final = 32
"""Enough for what others decided to be shown, some of them short of the next release."""
LEAVES: Final = 0.1
"""The share of scenes in which somebody leaves and has not come back yet."""


def decide(session: Session, invited: Sequence[Invited], course: Course, seed: int) -> None:
    """Let the first readers of the page that invites to a drill play it, each by their own chance."""
    people = {each.person.id: each.person for each in invited}
    reader = history.actor_of(invited[0].person)
    for name in course.hand.document.get("drills", ()):
        row = shelf.quiz_version(session, reader, course.hand.version.id, name)
        place = invitation(session, reader, course.hand, KIND, name)
        if row is not None and place is not None:
            for number, read in enumerate(_readers(session, people, place[0])):
                chance = Random(f"{seed}/drill/{number}")  # noqa: S311  - the same decisions every time is the point
                _play(session, history.actor_of(people[read.person_id]), row, read.read_at, chance)


def _readers(session: Session, people: Collection[UUID], page: str) -> Sequence[PageRead]:
    mine = PageRead.page == page, PageRead.person_id.in_(people)
    return session.scalars(select(PageRead).where(*mine).order_by(PageRead.read_at).limit(PLAYERS)).all()


def _play(session: Session, actor: Actor, row: QuizVersion, at: datetime, chance: Random) -> None:
    """Play until the end, or until they leave."""
    play, step = plays.begin(session, actor, row, at), 1
    mine = plays.in_hand(session, actor, play, row)
    while mine.scene is not None and chance.random() > LEAVES:
        plays.choose(session, actor, mine, step, chance.choice(mine.scene.options).id, at)
        mine, step = plays.in_hand(session, actor, play, row), step + 1
