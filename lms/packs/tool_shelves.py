"""A tool shelf: calculators that no module owns, the questions they are grouped by, and the facts they share.

It lies among the modules (`kind = "shelf"` in its module.toml) and is published, numbered and frozen like one, but has
no pages and is never shown as a module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from lms.calculators.declared import Calculator
from lms.questions.text import Json, Text

ICONS: Final = ("coins", "door", "wish", "journey", "signal", "scales", "depth", "tools")
"""The drawings a group may have; the last one is for a group that names none."""
KIND: Final = "shelf"
"""What a module.toml says of itself when it is a tool shelf."""


@dataclass(frozen=True, slots=True)
class ToolGroup:
    """Tools that answer one kind of question. `calculators`: their names, in order, from whichever module or shelf.

    `advanced`: folded away until somebody asks for it. `icon`: one of `ICONS`.
    """

    name: str
    title: Text
    calculators: tuple[str, ...]
    advanced: bool = False
    icon: str = ICONS[-1]

    def document(self) -> dict[str, Json]:
        """Return the group as JSON."""
        return {
            "name": self.name,
            "title": {**self.title},
            "calculators": [*self.calculators],
            "advanced": self.advanced,
            "icon": self.icon,
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> ToolGroup:
        """Build the group from its document."""
        return cls(**{**document, "calculators": tuple(document["calculators"])})


@dataclass(frozen=True, slots=True)
class FactDefinition:
    """A number of the reader's company that several tools ask for, entered once.

    `unit` is one of the units of calculators; per cent are fractions. `minimum` and `maximum` are included, None where
    there is no bound.
    """

    name: str
    unit: str
    label: Text
    help: Text
    minimum: float | None = None
    maximum: float | None = None

    def document(self) -> dict[str, Json]:
        """Return the definition as JSON."""
        about: dict[str, Json] = {"name": self.name, "unit": self.unit, "label": {**self.label}, "help": {**self.help}}
        return {**about, "minimum": self.minimum, "maximum": self.maximum}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> FactDefinition:
        """Build the definition from its document."""
        return cls(**document)


@dataclass(frozen=True, slots=True)
class ToolShelf:
    """One shelf of a pack; `digest` is that of its closure."""

    uuid: str
    slug: str
    version: str
    languages: tuple[str, ...]
    title: Text
    groups: tuple[ToolGroup, ...]
    facts: tuple[FactDefinition, ...]
    calculators: dict[str, Calculator]
    digest: str = ""

    def document(self) -> dict[str, Json]:
        """Return the shelf as JSON, in the shape of a module that has no pages."""
        return {
            "kind": KIND,
            "uuid": self.uuid,
            "slug": self.slug,
            "version": self.version,
            "languages": [*self.languages],
            "title": {**self.title},
            "pages": [],
            "groups": [group.document() for group in self.groups],
            "facts": [fact.document() for fact in self.facts],
            "calculators": {name: calculator.document() for name, calculator in self.calculators.items()},
        }


def merged(groups: Iterable[ToolGroup]) -> list[ToolGroup]:
    """Return the groups of several shelves as one list: same name, one group, its tools in the order they came.

    The first one's title and place count; it is advanced when all of them are.
    """
    found: dict[str, ToolGroup] = {}
    for group in groups:
        first = found.get(group.name)
        found[group.name] = group if first is None else _joined(first, group)
    return list(found.values())


def _joined(first: ToolGroup, second: ToolGroup) -> ToolGroup:
    names = tuple(dict.fromkeys((*first.calculators, *second.calculators)))
    return replace(first, calculators=names, advanced=first.advanced and second.advanced)
