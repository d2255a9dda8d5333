"""A calculator file as its forms see it: parts with what they say, and the formulas that stand in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from lms.calculators.toml_source import LANGUAGES
from lms.packs.segments import HEAD, split
from lms.studio.calculators.part_text import Path, Unreadable, values_of

KINDS: Final = ("inputs", "tables", "series", "outputs", "words", "notes", "chart", "charts", "examples")
"""The tables of a calculator file, in the order in which new ones are added."""

_FORMULAS: Final = {"outputs": "formula", "series": "formula", "notes": "when"}


@dataclass(frozen=True)
class Part:
    """One part: its name and text in the file, its kind ("@head", "inputs" …), its place among those of its kind."""

    part: str
    text: str
    base: str
    at: int

    @property
    def kind(self) -> str:
        """Return what the part is one of."""
        return self.part.partition(".")[0].partition("~")[0]

    @cached_property
    def values(self) -> dict[str, Any] | None:
        """Return what it says; None where it is no TOML and only its text can be changed."""
        try:
            return values_of(self.text)
        except (Unreadable, KeyError, TypeError):
            return None

    @property
    def known(self) -> Mapping[str, Any]:
        """Return what it says, nothing where it cannot be read."""
        return self.values or {}

    @property
    def name(self) -> str:
        """Return the name formulas use; empty where it has none."""
        found = self.known.get("name")
        return found if isinstance(found, str) else ""

    @property
    def anchor(self) -> str:
        """Return the id of its form on the page: the name of the part, which other rooms link to."""
        return self.part

    def at_path(self, path: Path) -> Any:
        """Return the value at a path, None where there is none."""
        found: Any = self.known
        for key in path:
            try:
                found = found[key]
            except (KeyError, IndexError, TypeError):
                return None
        return found

    def label(self, language: str) -> str:
        """Return what a person calls it."""
        for key in ("label", "title", "text", "description"):
            said = self.known.get(key)
            if isinstance(said, Mapping) and (text := said.get(language) or said.get("en")):
                return str(text)
        return self.name

    def formulas(self) -> Iterator[tuple[Path, str]]:
        """Yield (where it stands in the part, its text) of each formula."""
        if self.kind in _FORMULAS and isinstance(text := self.known.get(_FORMULAS[self.kind]), str):
            yield (_FORMULAS[self.kind],), text
        if self.kind in ("chart", "charts"):
            for at, row in enumerate(listed(self.known.get("rows"))):
                fields = row.get("fields")
                for name, text in fields.items() if isinstance(fields, Mapping) else ():
                    if isinstance(text, str):
                        yield ("rows", at, "fields", name), text


class Sheet:
    """A calculator file cut into its parts."""

    def __init__(self, path: str, text: str) -> None:
        """Cut the text at `path`."""
        self.path, self.text = path, text
        counts: dict[str, int] = {}
        self.parts: list[Part] = []
        for each in split(path, text):
            found = Part(each.part, each.text, each.base, 0)
            counts[found.kind] = counts.get(found.kind, 0) + 1
            self.parts.append(Part(each.part, each.text, each.base, counts[found.kind]))

    def part(self, name: str) -> Part | None:
        """Return one part; None where there is none of that name."""
        return next((each for each in self.parts if each.part == name), None)

    @property
    def head(self) -> Part:
        """Return the head of the file: its name and its texts."""
        return self.parts[0]

    def of(self, *kinds: str) -> list[Part]:
        """Return the parts of some kinds, in the order of the file."""
        return [each for each in self.parts if each.kind in kinds]

    def named(self, *kinds: str) -> list[str]:
        """Return the names of the parts of some kinds."""
        return [each.name for each in self.of(*kinds) if each.name]

    @property
    def names(self) -> list[str]:
        """Return every name that a new one may not be."""
        return self.named("inputs", "tables", "series", "outputs")

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages the calculator is written in: those of its title, English always."""
        title = self.head.known.get("title")
        return tuple(each for each in LANGUAGES if each == "en" or (isinstance(title, Mapping) and each in title))

    def last_of(self, kind: str) -> str | None:
        """Return behind which part a new one of a kind goes; None where it is the end of the file."""
        before = KINDS[: KINDS.index(kind) + 1]
        return next((each.part for wanted in reversed((HEAD, *before)) for each in reversed(self.of(wanted))), None)


def listed(value: object) -> Sequence[Mapping[str, Any]]:
    """Return a list of tables, leaving out what is none."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
