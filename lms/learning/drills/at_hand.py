"""Drills as one learner has them at hand: those their modules invite to, each with its plays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.catalog.models import QuizVersion
from lms.kernel.permissions import Actor, NotFound
from lms.learning.drills.models import Play
from lms.learning.drills.plays import plays_of
from lms.learning.in_hand import InHand, offered_in_hand
from lms.packs.drills.model import Drill
from lms.packs.identity import version_numbers


@dataclass(frozen=True)
class DrillAtHand:
    """One drill: the version a new play would be on, the module that invites to it, and one's plays, oldest first."""

    hand: InHand
    row: QuizVersion
    drill: Drill
    plays: tuple[Play, ...] = ()

    @property
    def open(self) -> Play | None:
        """Return the play that goes on."""
        return next((play for play in self.plays if not play.is_over), None)

    @property
    def ended(self) -> tuple[Play, ...]:
        """Return the plays that came to an ending, oldest first."""
        return tuple(play for play in self.plays if play.is_over)


def named(session: Session, actor: Actor, name: str) -> DrillAtHand:
    """Return the drill of that name with the actor's plays; three queries. NotFound when there is none."""
    called = [each for each in _on_shelf(session, actor) if each.drill.name == name]
    # an organisation's own keeps its address, whatever the library has since
    found = min(called, key=lambda each: each.row.organisation_id is None, default=None)
    if found is None:
        raise NotFound
    return _with_plays(session, actor, found)


def of_drill(session: Session, actor: Actor, drill: UUID) -> DrillAtHand | None:
    """Return the drill under its lasting identity; None when no module invites to it any more."""
    found = next((each for each in _on_shelf(session, actor) if each.row.quiz_id == drill), None)
    return None if found is None else _with_plays(session, actor, found)


def _with_plays(session: Session, actor: Actor, found: DrillAtHand) -> DrillAtHand:
    mine = plays_of(session, actor, [found.row.quiz_id])
    return DrillAtHand(found.hand, found.row, found.drill, tuple(mine[found.row.quiz_id]))


def _on_shelf(session: Session, actor: Actor) -> Iterator[DrillAtHand]:
    """Yield each drill once: of several modules that invite to it, the one with its newest version."""
    found: dict[UUID, DrillAtHand] = {}
    for hand in offered_in_hand(session, actor):
        for name in hand.document.get("drills", ()):
            row = shelf.quiz_version(session, actor, hand.version.id, name)
            if row is not None and (row.quiz_id not in found or _newer(row, found[row.quiz_id].row)):
                found[row.quiz_id] = DrillAtHand(hand, row, shelf.drill(session, row.id))
    yield from found.values()


def _newer(one: QuizVersion, other: QuizVersion) -> bool:
    return (version_numbers(one.number) or (0, 0)) > (version_numbers(other.number) or (0, 0))
