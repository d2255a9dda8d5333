"""What there is to translate in a pack: its texts in reading order, each beside its translation and how that stands."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final, Literal

from lms.packs.calculator_files import SUFFIX
from lms.packs.partly import SOURCE
from lms.packs.segments import base_of, split
from lms.packs.translating.page_texts import HEADING, texts_in
from lms.packs.translating.toml_texts import texts_of
from lms.packs.translations import COPIED, FILE, Marks, parsed

State = Literal["todo", "stale", "current"]
MODULE: Final = "module.toml"
LONG: Final = 90
"""Characters from which a text is no line any more."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One text to translate.

    `path`: the English file; `part`: the text's name in it; `block`: the part of the file it stands in. `target`: its
    translation, "" where there is none; `mark`: what that was made from, "" where nobody noted it.
    """

    path: str
    part: str
    block: str
    source: str
    target: str
    mark: str

    @property
    def id(self) -> str:
        """Return its lasting name: path#part."""
        return f"{self.path}#{self.part}"

    @property
    def base(self) -> str:
        """Return the revision of its English words."""
        return base_of(self.source)

    @property
    def target_base(self) -> str:
        """Return the revision of its translation, "" where there is none."""
        return base_of(self.target) if self.target else ""

    @property
    def state(self) -> State:
        """Return whether it waits for its translation, for another look, or for nothing."""
        if not self.target or self.mark == COPIED:
            return "todo"
        return "stale" if self.mark and self.mark != self.base else "current"

    @property
    def is_line(self) -> bool:
        """Return whether it is one short line rather than a text."""
        return self.part.endswith(f".{HEADING}") or ("\n" not in self.source and len(self.source) < LONG)

    @property
    def is_markdown(self) -> bool:
        """Return whether signs of Markdown in it mean something."""
        return self.path.endswith(".md") and self.part.rpartition(".")[2] in ("text", "caption")


def slug_of(paths: Any) -> str:
    """Return the name of the module's folder among these paths, "" where there is none."""
    found = (PurePosixPath(path).parts for path in paths)
    return next((parts[1] for parts in found if parts[:1] == ("modules",) and parts[2:] == (MODULE,)), "")


def marks_in(texts: Mapping[str, str], slug: str) -> Marks:
    """Return the marks of a module."""
    return parsed(texts.get(f"modules/{slug}/{FILE}", ""))


def units_of(texts: Mapping[str, str], language: str) -> list[Unit]:
    """Return what is to be translated in a module (path -> text of all its files) in the order it is met."""
    slug = slug_of(texts)
    marks = marks_in(texts, slug).get(language, {})
    return [unit for path in places(texts) for unit in units_in(texts, path, language, marks.get(file_of(path), {}))]


def places(texts: Mapping[str, str]) -> list[str]:
    """Return the English files in the order a reader meets them: the module, its pages, quizzes, calculators."""
    slug = slug_of(texts)
    folder = f"modules/{slug}"
    pages = [f"{folder}/{SOURCE}/{name}.md" for name in _page_names(texts.get(f"{folder}/{MODULE}", ""))]
    quizzes = sorted(path for path in texts if path.startswith("quizzes/") and path.endswith(".toml"))
    calculators = sorted(path for path in texts if path.startswith(f"{folder}/") and path.endswith(SUFFIX))
    return [path for path in (f"{folder}/{MODULE}", *pages, *quizzes, *calculators) if path in texts]


def units_in(texts: Mapping[str, str], path: str, language: str, marks: Mapping[str, str]) -> Iterator[Unit]:
    """Yield the texts of one English file; `marks` are those of that file."""
    if not path.endswith(".md"):
        for found in texts_of(path, texts[path]):
            english, words = found.words.get(SOURCE, "").strip(), found.words.get(language, "").strip()
            if english:
                yield Unit(path, found.name, found.part, english, words, marks.get(found.name, ""))
        return
    theirs = {each.part: each.text for each in split(path, texts.get(in_language(path, language), ""))}
    for segment in split(path, texts[path]):
        own = {each.key: each.words for each in texts_in(segment.part, theirs.get(segment.part, ""))}
        for each in texts_in(segment.part, segment.text):
            name = f"{segment.part}.{each.key}"
            yield Unit(path, name, segment.part, each.words, own.get(each.key, ""), marks.get(name, ""))


def in_language(path: str, language: str) -> str:
    """Return where the translation of an English file lies: a page of its own, any other file the same."""
    place = PurePosixPath(path)
    return f"{place.parent.parent}/{language}/{place.name}" if place.suffix == ".md" else path


def file_of(path: str) -> str:
    """Return what a file is called among the marks: a page by its name, a quiz by its path."""
    place = PurePosixPath(path)
    return path if place.parts[0] == "quizzes" else place.name


def _page_names(module: str) -> list[str]:
    try:
        pages = tomllib.loads(module).get("pages", [])
    except tomllib.TOMLDecodeError:
        return []
    entries = pages if isinstance(pages, list) else []
    return [each["name"] for each in entries if isinstance(each, dict) and isinstance(each.get("name"), str)]
