"""Where a learner stands with one module by what they have been given: by when, whether it is open, whether again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.permissions import Actor, NotFound
from lms.learning.in_hand import InHand
from lms.learning.models import Enrolment, State
from lms.learning.plans import Away, Deadline, Given, Planned, given_to
from lms.people.models import Person


class Shut(Exception):
    """Somebody wants to begin a module that is not open to them yet."""

    def __init__(self, slug: str) -> None:
        """`slug` is the module's address: its page says what opens it."""
        super().__init__(f"{slug} is not open yet")
        self.slug = slug


@dataclass(frozen=True, slots=True)
class Standing:
    """One module of one learner by the curricula it belongs to, the most urgent first; `planned` may be empty.

    `away`: the learner's days away, where the enrolment's own due date is past.
    """

    planned: tuple[Planned, ...]
    enrolment: Enrolment | None
    today: date
    away: Away | None = None

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
        """Return the day it has to be done by."""
        return self.deadline.due if self.deadline is not None else None

    @property
    def deadline(self) -> Deadline | None:
        """Return by when it has to be done: its curricula's where they have one, else the enrolment's own."""
        if self.is_completed and not self.is_again:
            return None
        every = [one.deadline for one in self.left if one.deadline is not None]
        return min(every, key=lambda each: each.due, default=self._own)

    @property
    def _own(self) -> Deadline | None:
        due = self.enrolment.due if self.enrolment is not None else None
        return Deadline(due, due, self.away) if due is not None else None

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


def standings(given: Iterable[Given], hands: Iterable[InHand], today: date, away: Away | None = None) -> Standings:
    """Return where the learner stands with each module in hand, by its id; `away` as `days_away` says."""
    by_module: dict[UUID, list[Planned]] = {}
    for each in given:
        for item in each.items:
            by_module.setdefault(item.module_id, []).append(item)
    return {hand.module.id: _standing(by_module.get(hand.module.id, ()), hand, today, away) for hand in hands}


def _standing(planned: Sequence[Planned], hand: InHand, today: date, away: Away | None) -> Standing:
    return Standing(tuple(sorted(planned, key=_urgency)), hand.enrolment, today, away)


def _urgency(planned: Planned) -> tuple[bool, bool, date]:
    return not planned.required, planned.due is None, planned.due or date.max


def days_away(
    session: Session, actor: Actor, given: Iterable[Given], hands: Iterable[InHand], today: date
) -> Away | None:
    """Return the actor's days away: what they were given says it, else it is asked where an own due date is past."""
    first = next(iter(given), None)
    if first is not None:
        return first.away
    own = (hand.enrolment for hand in hands if hand.enrolment is not None)
    if not any(each.due is not None and each.due < today and each.state is not State.COMPLETED for each in own):
        return None
    days = session.execute(select(Person.away_from, Person.away_until).where(Person.id == actor.person_id)).one()
    return (days.away_from, days.away_until) if days.away_from and days.away_until else None


def standing_of(session: Session, actor: Actor, hand: InHand, today: date) -> Standing:
    """Return where the actor stands with one module; one query, two where only its own due date is past.

    NotFound for a module that was taken off the shelf before they had it, and that no curriculum asks for.
    """
    given = given_to(session, actor)
    found = standings(given, [hand], today, days_away(session, actor, given, [hand], today))[hand.module.id]
    if hand.is_off_shelf and not found.planned:
        raise NotFound
    return found


def check_open(session: Session, actor: Actor, hand: InHand, today: date) -> None:
    """Raise `Shut` where the actor has not begun the module and may not yet; asks nothing where they have."""
    if hand.enrolment is not None and hand.enrolment.state is not State.NOT_STARTED:
        return
    if standing_of(session, actor, hand, today).is_shut:
        raise Shut(hand.slug)
