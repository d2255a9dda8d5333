"""What the page of one language shows: the places of the module, and one of them text beside text."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any, Final

from lms.packs.calculator_files import SUFFIX
from lms.packs.translating.checks import Remark, remarks
from lms.packs.translating.glossary import Term, terms_in
from lms.packs.translating.page_texts import texts_in
from lms.packs.translating.units import Unit, places
from lms.packs.translating.word_changes import Piece, word_changes
from lms.studio.translating.wording import label_of, name_of_block, remark_words

SHOWS: Final = ("todo", "stale", "all")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a translation is, in texts."""

    done: int
    stale: int
    all: int

    @classmethod
    def of(cls, units: Sequence[Unit]) -> Progress:
        """Count; a stale text is not done."""
        return cls(sum(u.state == "current" for u in units), sum(u.state == "stale" for u in units), len(units))

    @property
    def todo(self) -> int:
        """Return how many have no translation."""
        return self.all - self.done - self.stale

    @property
    def percent(self) -> int:
        """Return the share that is done; 100 only when everything is."""
        return 100 if self.done == self.all else min(99, 100 * self.done // max(1, self.all))


@dataclass(frozen=True, slots=True)
class Place:
    """One file of the module: what a reader calls it, how far its translation is; `number` from 1 is its address."""

    number: int
    path: str
    title: str
    kind: str
    progress: Progress


@dataclass(frozen=True, slots=True)
class ShownText:
    """One text beside its translation. `changes`: what changed in English since, None where that is not known."""

    unit: Unit
    label: str
    remarks: tuple[Remark, ...]
    terms: tuple[Term, ...]
    changes: tuple[Piece, ...] | None

    @property
    def field(self) -> str:
        """Return the name of its field in the form."""
        return f"text:{self.unit.part}"

    @property
    def base_field(self) -> str:
        """Return the name of the field that holds which translation the page was made with."""
        return f"base:{self.unit.path}:{self.unit.part}"

    @property
    def rows(self) -> int:
        """Return how high its field is to begin with, in lines."""
        length = max(len(self.unit.source), len(self.unit.target))
        lines = max(self.unit.source.count("\n"), self.unit.target.count("\n"))
        return 1 if self.unit.is_line else min(24, max(3, length // 60 + lines))

    @property
    def remark_words(self) -> list[str]:
        """Return what to look at, in words."""
        return [remark_words(each) for each in self.remarks]


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """The texts of one block together: one form."""

    part: str
    name: str
    texts: tuple[ShownText, ...]

    @property
    def id(self) -> str:
        """Return its anchor on the page."""
        return "block-" + "".join(sign if sign.isalnum() else "-" for sign in self.part)

    @property
    def waits(self) -> bool:
        """Return whether something in it is to be done."""
        return any(each.unit.state != "current" for each in self.texts)


def places_of(texts: Mapping[str, str], units: Sequence[Unit]) -> list[Place]:
    """Return the places of a module in the order a reader meets them, without those that have no words."""
    together = {path: list(own) for path, own in groupby(units, key=lambda unit: unit.path)}
    found = [path for path in places(texts) if path in together]
    return [
        Place(number, path, title_of(path, texts[path]), kind_of(path, texts[path]), Progress.of(together[path]))
        for number, path in enumerate(found, 1)
    ]


def title_of(path: str, text: str) -> str:
    """Return what a file is called in English."""
    if path.endswith(".md"):
        head = next((each.words for each in texts_in("@head", _head(text)) if each.key == "title"), "")
        return head or PurePosixPath(path).stem
    title = _loaded(text).get("title")
    words = title.get("en") if isinstance(title, dict) else None
    return words if isinstance(words, str) else PurePosixPath(path).name


def kind_of(path: str, text: str) -> str:
    """Return "page", "module", "calculator", or the kind of a quiz file."""
    if path.endswith(".md"):
        return "page"
    if path.endswith(SUFFIX):
        return "calculator"
    return str(_loaded(text).get("kind", "quiz")) if path.startswith("quizzes/") else "module"


def blocks_of(
    units: Sequence[Unit], language: str, show: str, terms: Sequence[Term], earlier: Mapping[str, str]
) -> list[ShownBlock]:
    """Return the blocks of one place that `show` lets through. `earlier`: {base: English words} that are no more."""
    shown = []
    for part, own in groupby(units, key=lambda unit: unit.block):
        texts = tuple(_shown(unit, language, terms, earlier) for unit in own)
        if show == "all" or any(
            each.unit.state == show or (show == "todo" and each.unit.state == "stale") for each in texts
        ):
            shown.append(ShownBlock(part, name_of_block(texts[0].unit), texts))
    return shown


def _shown(unit: Unit, language: str, terms: Sequence[Term], earlier: Mapping[str, str]) -> ShownText:
    old = earlier.get(unit.mark) if unit.state == "stale" else None
    changes = tuple(word_changes(old, unit.source)) if old is not None else None
    found = tuple(terms_in(unit.source, language, terms))
    return ShownText(unit, label_of(unit), remarks(unit, language, terms), found, changes)


def _head(text: str) -> str:
    end = text.find("\n+++", 3)
    return text[: end + 5] if end >= 0 else ""


def _loaded(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
