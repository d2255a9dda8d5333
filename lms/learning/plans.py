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


@dataclass(frozen=True, slots=True)
class Planned:
    """One module somebody has been given as part of a curriculum.

    `curriculum`: its title by language; `assigned`: the row it was given with. `due`: the day the curriculum has to be
    done by; `suggested`: the day this module would be done in the suggested rhythm. `available_from`: not before this
    day; `after`: modules that come first. `counted_from`: completed before this day does not count (a new cycle).
    """

    module_id: UUID
    assigned: UUID
    curriculum: dict[str, str]
    required: bool
    position: int
    due: date | None = None
    suggested: date | None = None
    available_from: date | None = None
    after: tuple[UUID, ...] = ()
    counted_from: date | None = None


Source = Callable[[Session, Actor], Sequence[Planned]]
_sources: list[Source] = []


def set_source(source: Source) -> None:
    """Set who says what a learner has been given; the last one said counts."""
    _sources[:] = [source]


def planned_for(session: Session, actor: Actor) -> Sequence[Planned]:
    """Return what the actor has been given, earliest due first; empty without a source."""
    return _sources[0](session, actor) if _sources else ()
