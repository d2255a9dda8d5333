"""Where a learner stands with one module by what they have been given: by when, whether it is open, whether again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from lms.kernel.permissions import Actor
from lms.learning.in_hand import InHand
from lms.learning.models import Enrolment, State
from lms.learning.plans import Given, Planned, given_to


class Shut(Exception):
    """Somebody wants to begin a module that is not open to them yet."""

    def __init__(self, slug: str) -> None:
        """`slug` is the module's address: its page says what opens it."""
        super().__init__(f"{slug} is not open yet")
        self.slug = slug


@dataclass(frozen=True, slots=True)
class Standing:
    """One module of one learner by the curricula it belongs to, the most urgent first; `planned` may be empty."""

    planned: tuple[Planned, ...]
    enrolment: Enrolment | None
    today: date

    @property
    def left(self) -> tuple[Planned, ...]:
        """Return the curricula in which it is still to be done."""
        return tuple(one for one in self.planned if one.completed_on is None)

    @property
    def first(self) -> Planned | None:
        """Return the curriculum it is most urgent in; None where it is asked by none."""
        return self.left[0] if self.left else None

    @property
    def state(self) -> State:
        """Return where the cycle stands that is to be done now."""
        return State.NOT_STARTED if self.enrolment is None or self.is_again else self.enrolment.state

    @property
    def is_completed(self) -> bool:
        """Return whether its latest cycle is completed."""
        return self.enrolment is not None and self.enrolment.state is State.COMPLETED

    @property
    def is_begun(self) -> bool:
        """Return whether its latest cycle is under way or completed."""
        return self.enrolment is not None and self.enrolment.state is not State.NOT_STARTED

    @property
    def is_again(self) -> bool:
        """Return whether it was completed, and is to be taken once more because that does not count any longer."""
        return self.is_completed and any(one.counted_from is not None for one in self.left)

    @property
    def is_shut(self) -> bool:
        """Return whether it may not be begun yet: it is still to be begun, and no curriculum opens it."""
        waits = not self.is_begun or self.is_again
        return waits and bool(self.left) and all(one.is_shut(self.today) for one in self.left)

    @property
    def due(self) -> date | None:
        """Return the day it has to be done by: its curricula's where they have one, else the enrolment's own."""
        if self.is_completed and not self.is_again:
            return None
        days = [one.due for one in self.left if one.due is not None]
        return min(days, default=self.enrolment.due if self.enrolment is not None else None)

    @property
    def required(self) -> bool:
        """Return whether a curriculum asks for it."""
        return any(one.required for one in self.left)

    @property
    def available_from(self) -> date | None:
        """Return the first day on which a curriculum opens it, None where one is open from the beginning."""
        days = [one.available_from for one in self.left]
        return None if not days or None in days else min(day for day in days if day is not None)


Standings = Mapping[UUID, Standing]


def standings(given: Iterable[Given], hands: Iterable[InHand], today: date) -> Standings:
    """Return where the learner stands with each module in hand, by its id."""
    by_module: dict[UUID, list[Planned]] = {}
    for each in given:
        for item in each.items:
            by_module.setdefault(item.module_id, []).append(item)
    return {hand.module.id: _standing(by_module.get(hand.module.id, ()), hand, today) for hand in hands}


def _standing(planned: Sequence[Planned], hand: InHand, today: date) -> Standing:
    return Standing(tuple(sorted(planned, key=_urgency)), hand.enrolment, today)


def _urgency(planned: Planned) -> tuple[bool, bool, date]:
    return not planned.required, planned.due is None, planned.due or date.max


def standing_of(session: Session, actor: Actor, hand: InHand, today: date) -> Standing:
    """Return where the actor stands with one module; one query."""
    return standings(given_to(session, actor), [hand], today)[hand.module.id]


def check_open(session: Session, actor: Actor, hand: InHand, today: date) -> None:
    """Raise `Shut` where the actor has not begun the module and may not yet; asks nothing where they have."""
    if hand.enrolment is not None and hand.enrolment.state is not State.NOT_STARTED:
        return
    if standing_of(session, actor, hand, today).is_shut:
        raise Shut(hand.slug)
