"""What a curriculum asks, as a plan of sections and modules: pure values, no database, no clock.

A section asks for all of its required modules, or for `needed` of them. An optional module asks for nothing and counts
for nothing. Ids of modules are their lasting uuids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from uuid import UUID

MOST_MODULES: Final = 60
FORTNIGHT: Final = 14


@dataclass(frozen=True, slots=True)
class Item:
    """One module: `after` come first; it opens on `opens_on`, or `opens_after_days` days (0 or more) after the start.

    With both, the later of the two days counts.
    """

    module: UUID
    required: bool = True
    after: tuple[UUID, ...] = ()
    opens_on: date | None = None
    opens_after_days: int | None = None

    def first_day(self, start: date | None) -> date | None:
        """Return the day it opens for somebody who began on `start`; None where it is open from the beginning."""
        by_days = None
        if start is not None and self.opens_after_days is not None:
            by_days = later(start, self.opens_after_days)
        return max((day for day in (self.opens_on, by_days) if day is not None), default=None)


@dataclass(frozen=True, slots=True)
class Section:
    """Modules that stand together. `needed` of its required ones are enough, None means all; `title` by language."""

    items: tuple[Item, ...]
    title: Mapping[str, str] = field(default_factory=dict)
    needed: int | None = None

    @property
    def required(self) -> tuple[Item, ...]:
        """Return its required modules in order."""
        return tuple(item for item in self.items if item.required)

    @property
    def asks(self) -> int:
        """Return how many of its required modules have to be done, 0 where it has none."""
        every = len(self.required)
        return every if self.needed is None else min(self.needed, every)

    @property
    def is_choice(self) -> bool:
        """Return whether the learner chooses among its required modules."""
        return self.asks < len(self.required)


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole curriculum. `every_days`: the suggested days from one module to the next, 1 or more."""

    sections: tuple[Section, ...]
    every_days: int = FORTNIGHT

    @property
    def items(self) -> tuple[Item, ...]:
        """Return all modules in order."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def modules(self) -> tuple[UUID, ...]:
        """Return the ids of all modules in order."""
        return tuple(item.module for item in self.items)

    @property
    def total(self) -> int:
        """Return how many modules have to be done to finish."""
        return sum(section.asks for section in self.sections)

    def item(self, module: UUID) -> Item | None:
        """Return the item of a module, None where the plan has none."""
        return next((item for item in self.items if item.module == module), None)


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` required modules, 0 ≤ done ≤ total; `finished` where nothing that is asked is left."""

    done: int
    total: int

    @property
    def finished(self) -> bool:
        """Return whether everything that is asked is done; a plan that asks nothing is never finished."""
        return 0 < self.total <= self.done


def counts(completed: Mapping[UUID, date], counted_from: date | None) -> frozenset[UUID]:
    """Return the modules whose completion counts: those of `counted_from` or later, all without such a day."""
    return frozenset(module for module, day in completed.items() if counted_from is None or day >= counted_from)


def progress(plan: Plan, completed: Mapping[UUID, date], counted_from: date | None = None) -> Progress:
    """Return where somebody stands who completed these modules on these days.

    `counted_from`: what was completed before this day does not count. In a section that asks for n of m, what is done
    beyond n does not stand in for another section.
    """
    done = counts(completed, counted_from)
    return Progress(sum(_done_of(section, done) for section in plan.sections), plan.total)


def _done_of(section: Section, done: frozenset[UUID]) -> int:
    return min(section.asks, sum(item.module in done for item in section.required))


@dataclass(frozen=True, slots=True)
class Opening:
    """What keeps a module shut for somebody: a day that has not come, modules that come first. Nothing: it is open."""

    on: date | None = None
    after: tuple[UUID, ...] = ()

    @property
    def is_open(self) -> bool:
        """Return whether it may be begun."""
        return self.on is None and not self.after


def opens(
    item: Item, today: date, start: date | None, completed: Mapping[UUID, date], counted_from: date | None = None
) -> Opening:
    """Return what keeps a module shut today for somebody whose curriculum began on `start`."""
    first = item.first_day(start)
    done = counts(completed, counted_from)
    return Opening(
        first if first is not None and first > today else None, tuple(m for m in item.after if m not in done)
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One module in the suggested rhythm: begun on `begins`, done by `done_by`, which is when the next one begins."""

    module: UUID
    begins: date
    done_by: date
    required: bool = True


def rhythm(plan: Plan, start: date) -> tuple[Step, ...]:
    """Return the suggested days for somebody who begins on `start`, in the order of the days.

    One required module every `every_days`: always the first in the order that is open by then and whose predecessors
    are over; where none is, the rhythm waits for the day the next one opens. Modules beyond the n that a section asks
    for, and optional ones, take no time of their own: they stand with the module before them. What can never be begun
    (a circle of predecessors) is left out.
    """
    return _Rhythm(plan, start).steps()


class _Rhythm:
    def __init__(self, plan: Plan, start: date) -> None:
        self._start, self._step = start, max(plan.every_days, 1)
        self._waiting = list(plan.items)
        self._timed = _timed(plan)
        self._day = self._last = start
        self._placed: dict[UUID, Step] = {}

    def steps(self) -> tuple[Step, ...]:
        while (item := self._next()) is not None:
            self._waiting.remove(item)
            self._placed[item.module] = self._place(item)
        return tuple(sorted(self._placed.values(), key=lambda step: step.begins))

    def _next(self) -> Item | None:
        free = [item for item in self._waiting if all(module in self._placed for module in item.after)]
        return next((item for item in free if self._ready(item) <= self._day), None) or min(
            free, key=self._ready, default=None
        )

    def _place(self, item: Item) -> Step:
        if item.module not in self._timed:
            begins = max(self._ready(item), self._last)
            return Step(item.module, begins, later(begins, self._step), item.required)
        begins = max(self._day, self._ready(item))
        self._last, self._day = begins, later(begins, self._step)
        return Step(item.module, begins, self._day)

    def _ready(self, item: Item) -> date:
        """Return the first day on which it could begin: it is open, and those before it have had their time."""
        before = (self._placed[module] for module in item.after)
        over = (step.done_by if step.module in self._timed else step.begins for step in before)
        return max(item.first_day(self._start) or self._start, self._start, *over)


def later(day: date, days: int) -> date:
    """Return the day so many days later, at most the last one there is."""
    return day + timedelta(days=min(days, (date.max - day).days))


def _timed(plan: Plan) -> frozenset[UUID]:
    """Return the modules that take time in the rhythm: in each section the first ones, as many as it asks for."""
    return frozenset(item.module for section in plan.sections for item in section.required[: section.asks])


@dataclass(frozen=True, slots=True)
class Minutes:
    """What one module takes: minutes of `reading` and tools, and of practice at `work`."""

    reading: int
    work: int = 0

    @property
    def all(self) -> int:
        """Return both together."""
        return self.reading + self.work


@dataclass(frozen=True, slots=True)
class Hours:
    """What a plan takes, in minutes: `least` to `most` for what is asked (equal without a choice), `optional` apart.

    `reading` is the share of `most` that is reading and tools; the rest is practice at work.
    """

    least: int
    most: int
    optional: int
    reading: int


def hours(plan: Plan, minutes: Mapping[UUID, Minutes]) -> Hours:
    """Return what the plan takes; a module whose minutes are not known takes none.

    In a section that asks for n of m, `least` adds the n shortest and `most` the n longest.
    """
    none = Minutes(0)
    least, most = 0, []
    for section in plan.sections:
        each = sorted((minutes.get(item.module, none) for item in section.required), key=lambda one: one.all)
        least += sum(one.all for one in each[: section.asks])
        most += each[len(each) - section.asks :]
    optional = sum(minutes.get(item.module, none).all for item in plan.items if not item.required)
    return Hours(least, sum(one.all for one in most), optional, sum(one.reading for one in most))


def without(plan: Plan, modules: Iterable[UUID]) -> Plan:
    """Return the plan without these modules, which then come first for nobody."""
    gone = frozenset(modules)
    return Plan(tuple(_section_without(section, gone) for section in plan.sections), plan.every_days)


def _section_without(section: Section, gone: frozenset[UUID]) -> Section:
    kept = (item for item in section.items if item.module not in gone)
    return Section(tuple(_item_without(item, gone) for item in kept), section.title, section.needed)


def _item_without(item: Item, gone: frozenset[UUID]) -> Item:
    after = tuple(module for module in item.after if module not in gone)
    return Item(item.module, item.required, after, item.opens_on, item.opens_after_days)
