"""What a learner has been given to take: the room that assigns says it, learning asks for it.

Learning knows no curricula. The one source is set where the assigning room opens; without one nobody is given anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from lms.kernel.permissions import Actor

Away = tuple[date, date]
"""The first and the last day on which somebody is away."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when something has to be done: on `due`, and late after `late_after`, which a later cycle's grace moves.

    `away`: the days on which nothing of theirs is late. HR's lists judge by the same days.
    """

    due: date
    late_after: date | None
    away: Away | None = None

    def is_late(self, today: date) -> bool:
        """Return whether it is late on that day, where they live."""
        return self.late_after is not None and self.late_after < today and not self.is_paused(today)

    def is_paused(self, today: date) -> bool:
        """Return whether they are away on that day."""
        return self.away is not None and self.away[0] <= today <= self.away[1]


@dataclass(frozen=True, slots=True)
class Planned:
    """One module somebody has been given as part of a curriculum.

    `curriculum`: its title by language; `assigned`: the row it was given with. `deadline`: by when the curriculum has
    to be done; `suggested`: the day this module would be done in the suggested rhythm. `available_from`: not before
    this day; `after`: modules that come first and are not completed yet. `counted_from`: completed before this day does
    not count (a new cycle); `completed_on`: the day it was completed, where that counts.
    """

    module_id: UUID
    assigned: UUID
    curriculum: dict[str, str]
    required: bool
    position: int
    deadline: Deadline | None = None
    suggested: date | None = None
    available_from: date | None = None
    after: tuple[UUID, ...] = ()
    counted_from: date | None = None
    curriculum_id: UUID | None = None
    completed_on: date | None = None

    @property
    def due(self) -> date | None:
        """Return the day the curriculum has to be done by."""
        return self.deadline.due if self.deadline is not None else None

    def is_shut(self, today: date) -> bool:
        """Return whether it may not be begun yet."""
        return bool(self.after) or (self.available_from is not None and self.available_from > today)


@dataclass(frozen=True, slots=True)
class GivenSection:
    """Modules of a curriculum that stand together: `asks` of its `of` required ones have to be done."""

    title: dict[str, str]
    asks: int
    of: int
    items: tuple[Planned, ...]

    @property
    def done(self) -> int:
        """Return how many of the modules it asks for are done."""
        return min(self.asks, sum(item.required and item.completed_on is not None for item in self.items))


@dataclass(frozen=True, slots=True)
class Given:
    """One curriculum somebody has been given: `done` of `total` modules that are asked, due by `deadline`.

    `finished`: nothing that is asked is left. `start`: the day days are counted from. `waits`: its due date waits for
    something HR has still to say. `away`: the learner's days away.
    """

    assigned: UUID
    curriculum_id: UUID
    title: dict[str, str]
    summary: dict[str, str]
    sections: tuple[GivenSection, ...]
    done: int
    total: int
    start: date
    deadline: Deadline | None = None
    finished: bool = False
    waits: bool = False
    away: Away | None = None

    @property
    def due(self) -> date | None:
        """Return the day it has to be done by."""
        return self.deadline.due if self.deadline is not None else None

    @property
    def items(self) -> tuple[Planned, ...]:
        """Return its modules in order."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def optional(self) -> int:
        """Return how many of its modules ask for nothing."""
        return sum(not item.required for item in self.items)


Source = Callable[[Session, Actor], Sequence[Given]]
_sources: list[Source] = []


def set_source(source: Source) -> None:
    """Set who says what a learner has been given; the last one said counts."""
    _sources[:] = [source]


def given_to(session: Session, actor: Actor) -> Sequence[Given]:
    """Return the curricula the actor has been given, open ones first, earliest due first; empty without a source.

    One query, whatever they have.
    """
    return _sources[0](session, actor) if _sources else ()


def planned_for(session: Session, actor: Actor) -> Sequence[Planned]:
    """Return the modules of open curricula that the actor has been given, in the order of `given_to`."""
    return [item for given in given_to(session, actor) if not given.finished for item in given.items]
