"""A file of questions as text: what it says, and the text it becomes when entries come, go, move or are doubled."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lms.packs.problems import Findings
from lms.packs.toml_files import TomlText, parse_toml
from lms.studio.quizzes.naming import id_of
from lms.studio.quizzes.pieces import KINDS, QUIZ, SECTIONS, Section, entries_of
from lms.studio.quizzes.toml_changing import arranged, changed, without

FOLDER = "quizzes/"
ENDING = ".toml"
MOST_ENTRIES = 120


@dataclass(frozen=True)
class QuestionFile:
    """A file of questions by its path in a pack, as it is written."""

    path: str
    text: str

    @property
    def name(self) -> str:
        """Its name in blocks and addresses."""
        return self.path.removeprefix(FOLDER).removesuffix(ENDING)

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """What it says; nothing while it is no TOML."""
        found = self._read[0]
        return {} if found is None else found.values

    @property
    def faults(self) -> Findings:
        """Why it cannot be read at all; no problems where it can."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[TomlText | None, Findings]:
        findings = Findings()
        return parse_toml(self.path, self.text, findings), findings

    @property
    def kind(self) -> str:
        """Which kind it calls itself; a quiz where that is none we know."""
        kind = self.values.get("kind")
        return kind if kind in KINDS else QUIZ

    @property
    def sections(self) -> Mapping[str, Section]:
        """The parts it is edited in."""
        return SECTIONS[self.kind]

    def section(self, name: str) -> Section | None:
        """Return the part of that name."""
        return self.sections.get(name)

    def entry(self, section: str, id: str) -> dict[str, Any] | None:
        """Return the entry with that id."""
        return next((each for each in entries_of(self.values, section) if each.get("id") == id), None)

    def ids(self, section: str) -> list[str]:
        """Return the ids of a list's entries, in order."""
        return [str(each.get("id", "")) for each in entries_of(self.values, section)]

    def with_entry(self, section: str, table: Mapping[str, Any], after: str = "") -> str:
        """Return the text with an entry more, behind another or at the end."""
        ids = self.ids(section)
        place = ids.index(after) + 1 if after in ids else len(ids)
        order: list[int | Mapping[str, Any]] = [*range(len(ids))]
        return arranged(self._with_headers(section), (section,), [*order[:place], table, *order[place:]])

    def without_entry(self, section: str, id: str) -> str:
        """Return the text without an entry."""
        ids = self.ids(section)
        if id not in ids:
            return self.text
        order = [place for place, each in enumerate(ids) if place != ids.index(id)]
        text = self._with_headers(section)
        return arranged(text, (section,), order) if order else without(text, (section,))

    def with_moved(self, section: str, id: str, to: int) -> str:
        """Return the text with an entry at another place, from 0."""
        ids = self.ids(section)
        if id not in ids:
            return self.text
        order = [place for place, each in enumerate(ids) if place != ids.index(id)]
        order.insert(min(max(to, 0), len(order)), ids.index(id))
        return self.text if order == [*range(len(ids))] else arranged(self._with_headers(section), (section,), order)

    def doubled(self, section: str, id: str) -> tuple[str, dict[str, Any]] | None:
        """Return an id for a second entry like this one, and its table; None where there is no such entry."""
        table = self.entry(section, id)
        if table is None:
            return None
        fresh = id_of(id, self.ids(section))
        return fresh, {**copy.deepcopy(table), "id": fresh}

    def _with_headers(self, section: str) -> str:
        """Return the text with each entry of a list under a header of its own, so that it can be arranged."""
        entries = entries_of(self.values, section)
        if not entries or f"[[{section}]]" in self.text:
            return self.text
        return changed(without(self.text, (section,)), {}, {section: entries})
