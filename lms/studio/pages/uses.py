"""What the blocks of a draft can stand for: its own questions and tools, what the library lends, its pictures."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from typing import Any

from lms.calculators.declared import Calculator
from lms.calculators.problems import CalculatorErrors
from lms.calculators.reading import read_calculator
from lms.catalog.sources import lent_to
from lms.packs.calculator_files import SUFFIX
from lms.packs.clips import CLIP_NAME
from lms.packs.drills.file import read_drill
from lms.packs.drills.model import KIND as DRILL
from lms.packs.drills.model import Drill
from lms.packs.files import SourceFiles
from lms.packs.identity import Identities
from lms.packs.instrument_files import read_instrument
from lms.packs.instruments import KIND as SELF_ASSESSMENT
from lms.packs.instruments import Instrument
from lms.packs.lending import Lent
from lms.packs.media import FILE_NAME, Medium, read_medium
from lms.packs.model import Quiz
from lms.packs.partly import Spoken
from lms.packs.problems import Findings
from lms.packs.quizzes import read_quiz
from lms.questions.text import LANGUAGES, Text
from lms.studio.drafts.held import content_of
from lms.studio.pages.places import Place
from lms.web.context import db

QUIZ = "quiz"
Questions = Quiz | Instrument | Drill


class Uses:
    """Everything that the pages of a draft may use, read as far as it is asked for; what is faulty is not there."""

    def __init__(self, place: Place) -> None:
        self.place = place

    @cached_property
    def lent(self) -> Lent:
        """Return what may be used without lying in the draft."""
        draft = self.place.draft
        return lent_to(db(), draft.organisation_id, without=draft.module_id)

    @cached_property
    def own_calculators(self) -> dict[str, str]:
        """Return the paths of the draft's own calculators by name, the faulty ones too."""
        folder = f"modules/{self.place.draft.slug}/"
        paths = [path for path in self.place.files if path.startswith(folder) and path.endswith(SUFFIX)]
        return {PurePosixPath(path).name.removesuffix(SUFFIX): path for path in paths}

    @cached_property
    def question_files(self) -> dict[str, tuple[str, Mapping[str, Any]]]:
        """Return the kind and what the file says of each quiz, drill and self-assessment, by name."""
        paths = [path for path in self.place.files if path.startswith("quizzes/") and path.endswith(".toml")]
        return {PurePosixPath(path).stem: _head_of(self._bytes(path)) for path in paths}

    @cached_property
    def media(self) -> list[str]:
        """Return the names of the module's pictures."""
        folder = f"modules/{self.place.draft.slug}/media/"
        names = [path.removeprefix(folder) for path in self.place.files if path.startswith(folder)]
        return [name for name in names if FILE_NAME.fullmatch(name)]

    @cached_property
    def clips(self) -> list[str]:
        """Return the names of the module's clips."""
        folder = f"modules/{self.place.draft.slug}/media/"
        names = [path.removeprefix(folder) for path in self.place.files if path.startswith(folder)]
        return [name for name in names if CLIP_NAME.fullmatch(name)]

    def calculator(self, name: str) -> Calculator | None:
        """Return a calculator, the draft's own before a lent one; None where there is none that works."""
        own = self.own_calculators.get(name)
        if own is not None:
            return _calculator(self._bytes(own), own)
        return self.lent.calculators.get(name)

    def questions(self, name: str) -> Questions | None:
        """Return a quiz, drill or self-assessment; None where there is none that works."""
        if name not in self.question_files:
            return None
        path, kind = f"quizzes/{name}.toml", self.question_files[name][0]
        if kind == DRILL:
            return self._drill(name, path)
        pictures = {each: self._bytes(each) for each in self.place.files if each.startswith("quizzes/media/")}
        return _questions(kind, name, path, self._bytes(path), tuple(pictures.items()))

    def medium(self, name: str) -> Medium | None:
        """Return a picture of the module with its words; None where there is none that can be shown."""
        path = f"modules/{self.place.draft.slug}/media/{name}"
        if name not in self.media:
            return None
        declared = self.place.module.get("media")
        entry = declared.get(name) if isinstance(declared, dict) else None
        alt = entry.get("alt") if isinstance(entry, dict) else None
        words = {each: str(alt[each]) for each in LANGUAGES if each in alt} if isinstance(alt, dict) else {}
        return read_medium(SourceFiles({path: self._bytes(path)}, Findings()), path, words)

    def choices(self) -> dict[str, list[tuple[str, Text]]]:
        """Return what each kind of block can stand for: (name, title) of each, the draft's own first."""
        lent = [name for name in self.lent.calculators if name not in self.own_calculators]
        found: dict[str, list[tuple[str, Text]]] = {"calculator": [], QUIZ: [], SELF_ASSESSMENT: [], DRILL: []}
        own = [
            (name, _text(_head_of(self._bytes(path))[1].get("title"))) for name, path in self.own_calculators.items()
        ]
        found["calculator"] = own + [(name, _title(self.calculator(name))) for name in lent]
        for name, (kind, values) in self.question_files.items():
            if kind in found:
                found[kind].append((name, _text(values.get("title"))))
        return found

    def _drill(self, name: str, path: str) -> Drill | None:
        computing = str(self.question_files[name][1].get("calculator", ""))
        calculators = {computing: self.calculator(computing)}
        source = SourceFiles({path: self._bytes(path)}, Findings())
        return read_drill(source, name, path, Spoken(), Identities(), calculators)

    def _bytes(self, path: str) -> bytes:
        return content_of(db(), self.place.draft, path) or b""


def _head_of(content: bytes) -> tuple[str, Mapping[str, Any]]:
    return _head(hashlib.sha256(content).hexdigest(), content)


@lru_cache(maxsize=128)
def _head(_digest: str, content: bytes) -> tuple[str, Mapping[str, Any]]:
    try:
        values = tomllib.loads(content.decode("utf-8", "replace"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return "", {}
    return str(values.get("kind", QUIZ)), {key: values.get(key) for key in ("title", "calculator")}


@lru_cache(maxsize=64)
def _calculator(content: bytes, path: str) -> Calculator | None:
    try:
        return read_calculator(content.decode("utf-8", "replace"), path)
    except CalculatorErrors:
        return None


@lru_cache(maxsize=32)
def _questions(
    kind: str, name: str, path: str, content: bytes, pictures: tuple[tuple[str, bytes], ...]
) -> Questions | None:
    source = SourceFiles({path: content, **dict(pictures)}, Findings())
    read = read_instrument if kind == SELF_ASSESSMENT else read_quiz
    return read(source, name, path, Spoken(), Identities())


def _title(calculator: Calculator | None) -> Text:
    return dict(calculator.title) if calculator is not None else {}


def _text(value: object) -> Text:
    return {key: str(words) for key, words in value.items()} if isinstance(value, dict) else {}
