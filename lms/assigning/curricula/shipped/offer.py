"""A curriculum of the library as one organisation can have it: modules on its shelf, days from a Monday on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from lms.assigning.curricula.document import Document
from lms.assigning.curricula.plan import Hours, Item, Plan, Section, Step, hours, later, rhythm
from lms.assigning.curricula.shelf import OnShelf, minutes_of
from lms.packs.curricula.model import ShippedCurriculum, ShippedItem

WEEK: Final = 7


@dataclass(frozen=True)
class Offer:
    """One curriculum. `shelf`: the modules that may come into a curriculum, by their names; `start`: a Monday."""

    shipped: ShippedCurriculum
    shelf: Mapping[str, OnShelf]
    start: date

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the names of its modules that are not on the shelf; with one of them it cannot be begun."""
        return tuple(name for name in self.shipped.modules if name not in self.shelf)

    @cached_property
    def document(self) -> Document:
        """Return it as a curriculum of the organisation. A module that is missing has a made-up id, for its days."""
        sections = tuple(
            Section(tuple(map(self._item, each.items)), each.title, each.needed) for each in self.shipped.sections
        )
        return Document(self.shipped.title, self.shipped.summary, sections, self.shipped.every_days)

    def _item(self, item: ShippedItem) -> Item:
        after = tuple(self._id(name) for name in item.after)
        return Item(self._id(item.module), item.required, after, None, item.opens_after_days)

    def _id(self, name: str) -> UUID:
        found = self.shelf.get(name)
        return found.id if found is not None else uuid5(NAMESPACE_URL, name)

    @property
    def plan(self) -> Plan:
        """Return what it asks."""
        return self.document.plan

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """Return the suggested days of each module, by its name, in the order of the days."""
        names = {self._id(name): name for name in self.shipped.modules}
        return {names[step.module]: step for step in rhythm(self.plan, self.start)}

    @cached_property
    def hours(self) -> Hours:
        """Return what it takes, as far as its modules are there."""
        return hours(self.plan, minutes_of(self.shelf.values()))

    @property
    def due(self) -> date:
        """Return the suggested due date."""
        return self.on(self.shipped.due_days)

    @property
    def halfway(self) -> date:
        """Return the Monday in the middle."""
        return self.on(self.shipped.due_days // 2 // WEEK * WEEK)

    @property
    def weeks(self) -> int:
        """Return how many weeks it takes to the due date, whole ones."""
        return -(-self.shipped.due_days // WEEK)

    def on(self, day: int) -> date:
        """Return the date of a day, counted from the start; before the start where it is below 0."""
        return later(self.start, day) if day >= 0 else self.start - timedelta(days=-day)


def first_monday(today: date, shipped: ShippedCurriculum | None = None) -> date:
    """Return the first Monday after today on which all its letters can still be sent, or any can."""
    ahead = max((-letter.day for letter in shipped.letters), default=0) if shipped is not None else 0
    return _monday_from(later(today, max(ahead, 1)))


def _monday_from(day: date) -> date:
    return later(day, -day.weekday() % WEEK)


def mondays(today: date, chosen: date, count: int = 26) -> list[date]:
    """Return the coming Mondays to choose among, and the one that is chosen."""
    first = _monday_from(later(today, 1))
    return sorted({chosen, *(later(first, WEEK * number) for number in range(count))})
