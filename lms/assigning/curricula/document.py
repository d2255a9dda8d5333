"""A curriculum while it is being changed: its words and its plan, as one value that is kept as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from lms.assigning.curricula.plan import FORTNIGHT, Item, Plan, Section

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Document:
    """Title and summary by language, the sections in order, and the suggested days from one module to the next."""

    title: Words = field(default_factory=dict)
    summary: Words = field(default_factory=dict)
    sections: tuple[Section, ...] = (Section(()),)
    every_days: int = FORTNIGHT

    @property
    def plan(self) -> Plan:
        """Return what it asks."""
        return Plan(self.sections, self.every_days)

    @classmethod
    def of(cls, title: Words, summary: Words, plan: Plan) -> Document:
        """Return the document of a plan with its words."""
        return cls(dict(title), dict(summary), plan.sections or (Section(()),), plan.every_days)

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {
            "title": dict(self.title),
            "summary": dict(self.summary),
            "every_days": self.every_days,
            "sections": [
                {"title": dict(each.title), "needed": each.needed, "items": [_item(item) for item in each.items]}
                for each in self.sections
            ],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Document:
        """Return what was kept with `to_json`."""
        sections = tuple(
            Section(tuple(_read_item(item) for item in each["items"]), each["title"], each["needed"])
            for each in kept["sections"]
        )
        return cls(kept["title"], kept["summary"], sections, kept["every_days"])


def _item(item: Item) -> dict[str, Any]:
    return {
        "module": str(item.module),
        "required": item.required,
        "after": [str(module) for module in item.after],
        "opens_on": item.opens_on.isoformat() if item.opens_on else None,
        "opens_after_days": item.opens_after_days,
    }


def _read_item(kept: Mapping[str, Any]) -> Item:
    return Item(
        UUID(kept["module"]),
        kept["required"],
        tuple(UUID(module) for module in kept["after"]),
        date.fromisoformat(kept["opens_on"]) if kept["opens_on"] else None,
        kept["opens_after_days"],
    )
