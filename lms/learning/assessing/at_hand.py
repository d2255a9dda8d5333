"""Self-assessments as one learner has them at hand: those their modules invite to, each with its sittings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.catalog.models import QuizVersion
from lms.kernel.permissions import Actor, NotFound
from lms.kernel.zones import zone_of
from lms.learning import invitations
from lms.learning.assessing.models import Sitting, SittingState
from lms.learning.assessing.rhythm import offered_from, possible_from
from lms.learning.assessing.sittings import sittings_of
from lms.learning.in_hand import InHand, offered_in_hand
from lms.packs.identity import version_numbers
from lms.packs.instruments import KIND, Instrument


@dataclass(frozen=True)
class AtHand:
    """One instrument: the version a new sitting would be on, the module that invites to it, and one's sittings."""

    hand: InHand
    row: QuizVersion
    instrument: Instrument
    sittings: tuple[Sitting, ...] = ()

    @property
    def open(self) -> Sitting | None:
        """Return the sitting that still takes answers."""
        return next((each for each in self.sittings if each.state is SittingState.OPEN), None)

    @property
    def closed(self) -> tuple[Sitting, ...]:
        """Return the sittings with a result, oldest first."""
        return tuple(each for each in self.sittings if each.state is SittingState.CLOSED)

    def last_day(self, zone: str) -> date | None:
        """Return the day, by the wall clock of `zone`, on which the latest was closed."""
        return day_of(self.closed[-1], zone) if self.closed else None

    def repeat(self, today: date, zone: str) -> Repeat | None:
        """Return when it may be done again; None before the first."""
        last = self.last_day(zone)
        return None if last is None else Repeat(possible_from(last), offered_from(last), today)


@dataclass(frozen=True)
class Repeat:
    """The first day on which a repeat is possible, and the day from which it is suggested."""

    possible: date
    offered: date
    today: date

    @property
    def is_possible(self) -> bool:
        """Return whether eight weeks have passed."""
        return self.today >= self.possible

    @property
    def is_offered(self) -> bool:
        """Return whether 90 days have passed."""
        return self.today >= self.offered


def day_of(sitting: Sitting, zone: str) -> date:
    """Return the day on which a sitting was closed, by the wall clock of `zone`; of an open one, begun."""
    return (sitting.closed_at or sitting.started_at).astimezone(zone_of(zone)).date()


def all_at_hand(session: Session, actor: Actor) -> list[AtHand]:
    """Return every self-assessment on the actor's shelf with their sittings; three queries."""
    found = list(_on_shelf(session, actor))
    mine = sittings_of(session, actor, [each.row.quiz_id for each in found])
    return [AtHand(each.hand, each.row, each.instrument, tuple(mine[each.row.quiz_id])) for each in found]


def named(session: Session, actor: Actor, name: str) -> AtHand:
    """Return the self-assessment of that name with the actor's sittings; three queries. NotFound when there is none."""
    called = [each for each in _on_shelf(session, actor) if each.instrument.name == name]
    # an organisation's own keeps its address, whatever the library has since
    found = min(called, key=lambda each: each.row.organisation_id is None, default=None)
    if found is None:
        raise NotFound
    mine = sittings_of(session, actor, [found.row.quiz_id])
    return AtHand(found.hand, found.row, found.instrument, tuple(mine[found.row.quiz_id]))


def of_instrument(session: Session, actor: Actor, instrument: UUID) -> AtHand | None:
    """Return the self-assessment under its lasting identity; None when no module invites to it any more."""
    found = next((each for each in _on_shelf(session, actor) if each.row.quiz_id == instrument), None)
    if found is None:
        return None
    mine = sittings_of(session, actor, [instrument])
    return AtHand(found.hand, found.row, found.instrument, tuple(mine[instrument]))


def invitation(session: Session, actor: Actor, hand: InHand, name: str) -> tuple[str, str] | None:
    """Return (page, block) where the module invites to the self-assessment of that name."""
    return invitations.invitation(session, actor, hand, KIND, name)


def _on_shelf(session: Session, actor: Actor) -> Iterator[AtHand]:
    """Yield each instrument once: of several modules that invite to it, the one with its newest version."""
    found: dict[UUID, AtHand] = {}
    for hand in offered_in_hand(session, actor):
        for name in hand.document.get("instruments", ()):
            row = shelf.quiz_version(session, actor, hand.version.id, name)
            if row is not None and (row.quiz_id not in found or _newer(row, found[row.quiz_id].row)):
                found[row.quiz_id] = AtHand(hand, row, shelf.instrument(session, row.id))
    yield from found.values()


def _newer(one: QuizVersion, other: QuizVersion) -> bool:
    return (version_numbers(one.number) or (0, 0)) > (version_numbers(other.number) or (0, 0))
