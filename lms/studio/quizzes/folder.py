"""What stands around a file of questions in its draft: languages, pages, who uses it, pictures, the module's own tools.

Everything is read leniently: a draft may be faulty, and what can be told of it is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from lms.calculators.declared import Calculator
from lms.packs.calculator_files import read_calculators
from lms.packs.drills.model import KIND as DRILL
from lms.packs.files import SourceFiles
from lms.packs.identity import Identities
from lms.packs.instruments import KIND as SELF_ASSESSMENT
from lms.packs.media import FILE_NAME
from lms.packs.pages import MARK
from lms.packs.problems import Findings
from lms.packs.quiz_pictures import FOLDER as PICTURES
from lms.packs.segments import split
from lms.questions.tables import NAME
from lms.questions.text import LANGUAGES, Text
from lms.studio.quizzes.file import ENDING, FOLDER, QuestionFile
from lms.studio.quizzes.pieces import QUIZ

BLOCKS = (QUIZ, SELF_ASSESSMENT, DRILL)
FENCE = "```"


@dataclass(frozen=True)
class PageOf:
    """A page of the module: its name and its title in the languages it is written in."""

    name: str
    title: Text


@dataclass(frozen=True)
class Folder:
    """The files of a draft, {path: content}, of the module in the folder `slug`."""

    files: Mapping[str, bytes]
    slug: str

    @cached_property
    def module(self) -> dict[str, Any]:
        """What module.toml says; nothing where it cannot be read."""
        return _toml(self._text(f"modules/{self.slug}/module.toml"))

    @cached_property
    def languages(self) -> list[str]:
        """The languages of the module, English among them."""
        named = self.module.get("languages")
        return [each for each in LANGUAGES if each == "en" or (isinstance(named, list) and each in named)]

    @cached_property
    def pages(self) -> list[PageOf]:
        """The pages in the order of the outline; a question leads to none of those beside the module."""
        entries = self.module.get("pages")
        tables = [each for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []
        names = [each["name"] for each in tables if isinstance(each.get("name"), str) and not each.get("beside")]
        return [PageOf(name, self._title(name)) for name in names]

    @cached_property
    def question_files(self) -> list[QuestionFile]:
        """Every file of questions, by name."""
        return [QuestionFile(path, self._text(path)) for path in sorted(self.files) if is_question_file(path)]

    def named(self, name: str) -> QuestionFile | None:
        """Return the file of questions of that name."""
        path = f"{FOLDER}{name}{ENDING}"
        return QuestionFile(path, self._text(path)) if path in self.files and is_question_file(path) else None

    @cached_property
    def users(self) -> dict[str, list[PageOf]]:
        """The pages that invite to each file of questions, by its name."""
        found: dict[str, list[PageOf]] = {}
        for page in self.pages:
            uses = {name for language in self.languages for name in self._uses(page.name, language)}
            for name in sorted(uses):
                found.setdefault(name, []).append(page)
        return found

    @property
    def pictures(self) -> list[str]:
        """The names of the pictures that questions can show."""
        names = [PurePosixPath(path).name for path in sorted(self.files) if path.startswith(f"{PICTURES}/")]
        return [name for name in names if FILE_NAME.fullmatch(name)]

    @cached_property
    def own_calculators(self) -> dict[str, Calculator]:
        """The module's own tools that can be read, by name."""
        source = SourceFiles(self.files, Findings())
        read = read_calculators(source, f"modules/{self.slug}", ["en"], Identities(), self.languages)
        return {name: each.calculator for name, each in read.items()}

    def _text(self, path: str) -> str:
        return self.files.get(path, b"").decode("utf-8", "replace")

    def _title(self, page: str) -> Text:
        found: Text = {}
        for language in self.languages:
            title = _matter(self._text(f"modules/{self.slug}/{language}/{page}.md")).get("title")
            if isinstance(title, str) and title:
                found[language] = title
        return found or {"en": page}

    def _uses(self, page: str, language: str) -> Iterator[str]:
        path = f"modules/{self.slug}/{language}/{page}.md"
        for part in split(path, self._text(path)):
            first, _end, rest = part.text.partition("\n")
            if first.strip().removeprefix(FENCE) in BLOCKS:
                name = _toml(rest.partition(FENCE)[0]).get("use")
                if isinstance(name, str):
                    yield name


def is_question_file(path: str) -> bool:
    """Whether a path in a draft is that of a file of questions."""
    place = PurePosixPath(path)
    return place.parent.as_posix() == "quizzes" and place.suffix == ENDING and bool(NAME.fullmatch(place.stem))


def _matter(text: str) -> dict[str, Any]:
    _before, mark, rest = text.partition(f"{MARK}\n")
    return _toml(rest.partition(f"\n{MARK}")[0]) if mark else {}


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
