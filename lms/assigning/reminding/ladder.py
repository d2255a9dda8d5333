"""The steps of reminders and which of them has come for one due date. Pure: no database, no clock, no request.

A step that speaks before a day off speaks on the working day before it, never after the due date; one that speaks after
the due date speaks on the working day that follows. A step that nobody could say, because the machine stood still, is
caught up for `CAUGHT_UP` days, and only the newest of them: a reminder of the same thing that went on a step's day or
after it has said that step too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

MOST_STEPS: Final = 12
MOST_DAYS: Final = 365
WEEK: Final = 7
MOST_WEEKS: Final = 52
MOST_ROUNDS: Final = 12
CAUGHT_UP: Final = 7
"""Days after its own on which a step is still said."""
LONGEST_SHIFT: Final = 10
"""Days off in a row that a step is moved over at most: a longer closure is left to the post."""

IsWorking = Callable[[date], bool]


class Kind(StrEnum):
    """What a step is to the due date; `ROUND` is for what has none."""

    BEFORE = "before"
    DUE = "due"
    AFTER = "after"
    ESCALATION = "escalation"
    ROUND = "round"


class BadLadder(ValueError):
    """A ladder that cannot be kept. `place`: the step, counted from 0, or None; `why`: a code of `WHYS`."""

    def __init__(self, place: int | None, why: str) -> None:
        """Name the step and the reason."""
        super().__init__(f"step {place}: {why}" if place is not None else why)
        self.place, self.why = place, why


SHAPE, KIND, DAYS, ROUNDS, TWICE, TOO_MANY = "shape", "kind", "days", "rounds", "twice", "too-many"
WHYS: Final = (SHAPE, KIND, DAYS, ROUNDS, TWICE, TOO_MANY)


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `days`: how many before or after the due date, 0 on it; between two rounds, whole weeks.

    `most`: how many rounds there are; 0 in other kinds.
    """

    kind: Kind
    days: int = 0
    most: int = 0

    @property
    def name(self) -> str:
        """Return what the step is called where it was said; changing its days makes it another."""
        return f"{self.kind}-{self.days}" if self.kind in (Kind.BEFORE, Kind.AFTER) else str(self.kind)

    @property
    def offset(self) -> int:
        """Return the days from the due date to the step, negative before it."""
        return -self.days if self.kind is Kind.BEFORE else self.days


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps of an assignment's reminders in the order in which they come."""

    steps: tuple[Step, ...] = ()

    @property
    def reminding(self) -> tuple[Step, ...]:
        """Return the steps that speak to the person themselves about a due date."""
        return tuple(step for step in self.steps if step.kind in (Kind.BEFORE, Kind.DUE, Kind.AFTER))

    @property
    def escalation(self) -> Step | None:
        """Return the step that tells the line manager."""
        return self._only(Kind.ESCALATION)

    @property
    def rounds(self) -> Step | None:
        """Return the step for what has no due date."""
        return self._only(Kind.ROUND)

    def _only(self, kind: Kind) -> Step | None:
        return next((step for step in self.steps if step.kind is kind), None)


DEFAULT: Final = Ladder(
    (
        Step(Kind.BEFORE, 14),
        Step(Kind.BEFORE, 3),
        Step(Kind.DUE),
        Step(Kind.AFTER, 3),
        Step(Kind.AFTER, 10),
        Step(Kind.ESCALATION, 14),
        Step(Kind.ROUND, 4 * WEEK, 3),
    )
)
"""What holds where HR has settled nothing."""


@dataclass(frozen=True, slots=True)
class Come:
    """A step that has come: the day it was for, and the occasion it is said about."""

    step: Step
    moment: date
    occasion: str


def moment_of(step: Step, due: date, is_working: IsWorking) -> date:
    """Return the day a step is for: moved back over days off before the due date and on it, forward after it."""
    day = due + timedelta(days=step.offset)
    back = step.kind in (Kind.BEFORE, Kind.DUE)
    return _working(day, -1 if back else 1, is_working)


def come(ladder: Ladder, due: date, given: date, today: date, is_working: IsWorking) -> Come | None:
    """Return the newest step to the person that has come by `today` and can still be said; None where none has.

    What had come on the day it was given, or before, is not said: the invitation did. A step before the due date is not
    said after it.
    """
    said = (step for step in ladder.reminding if step.kind is not Kind.BEFORE or today < due)
    moments = [(moment_of(step, due, is_working), step.offset, step) for step in said]
    passed = [each for each in moments if each[0] <= today]
    if not passed:
        return None
    moment, _offset, step = max(passed, key=lambda each: each[:2])
    return Come(step, moment, due.isoformat()) if given < moment and today <= moment + _CAUGHT else None


def come_to_manager(ladder: Ladder, late_after: date, today: date, is_working: IsWorking) -> Come | None:
    """Return the step to the line manager that has come and can be said; counted from the last day in time."""
    step = ladder.escalation
    if step is None:
        return None
    moment = moment_of(step, late_after, is_working)
    return Come(step, moment, late_after.isoformat()) if late_after < moment <= today <= moment + _CAUGHT else None


def come_round(ladder: Ladder, given: date, today: date, is_working: IsWorking) -> Come | None:
    """Return the round about something without a due date that has come and can still be said, counted from `given`."""
    step = ladder.rounds
    if step is None:
        return None
    for number in range(min(step.most, (today - given).days // step.days), 0, -1):
        moment = _working(given + timedelta(days=number * step.days), 1, is_working)
        if moment <= today:
            return Come(step, moment, f"round {number}") if today <= moment + _CAUGHT else None
    return None


def days_asked(ladder: Ladder, today: date) -> tuple[date, date] | None:
    """Return the first and the last due date about which the ladder can have something to say on `today`."""
    steps = ladder.reminding
    if not steps:
        return None
    slack = timedelta(days=CAUGHT_UP + LONGEST_SHIFT)
    offsets = [step.offset for step in steps]
    return today - timedelta(days=max(offsets)) - slack, today - timedelta(days=min(offsets)) + slack


def to_json(ladder: Ladder) -> list[dict[str, Any]]:
    """Return a ladder as it is stored."""
    return [
        {"kind": str(step.kind), "days": step.days, **({"most": step.most} if step.most else {})}
        for step in ladder.steps
    ]


def from_json(kept: object) -> Ladder:
    """Read a ladder as it is stored, or as a form sent it; its steps come in order. Raises BadLadder."""
    if not isinstance(kept, list):
        raise BadLadder(None, SHAPE)
    if len(kept) > MOST_STEPS:
        raise BadLadder(None, TOO_MANY)
    steps = [_step(place, each) for place, each in enumerate(kept)]
    names = [step.name for step in steps]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise BadLadder(place, TWICE)
    order = list(Kind)
    return Ladder(
        tuple(sorted(steps, key=lambda step: (order.index(step.kind) >= order.index(Kind.ESCALATION), step.offset)))
    )


def _step(place: int, kept: object) -> Step:
    if not isinstance(kept, Mapping):
        raise BadLadder(place, SHAPE)
    try:
        kind = Kind(str(kept.get("kind")))
    except ValueError:
        raise BadLadder(place, KIND) from None
    days, most = kept.get("days", 0), kept.get("most", 0)
    if not _whole(days, 0, MOST_DAYS) or not _fits(kind, int(days)):
        raise BadLadder(place, DAYS)
    if not _whole(most, *((1, MOST_ROUNDS) if kind is Kind.ROUND else (0, 0))):
        raise BadLadder(place, ROUNDS)
    return Step(kind, int(days), int(most))


def _fits(kind: Kind, days: int) -> bool:
    if kind is Kind.DUE:
        return days == 0
    if kind is Kind.ROUND:
        return days % WEEK == 0 and 1 <= days // WEEK <= MOST_WEEKS
    return days >= 1


def _whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _working(day: date, direction: int, is_working: IsWorking) -> date:
    """Return the nearest working day in one direction, or the day itself where there is none near."""
    tried = (day + timedelta(days=direction * number) for number in range(LONGEST_SHIFT + 1))
    return next((each for each in tried if is_working(each)), day)


_CAUGHT: Final = timedelta(days=CAUGHT_UP)
