"""What a pack holds: modules with their pages, quizzes with their items. Plain values, made for reading.

Everything can be written as a JSON document and built from one again; the documents are what versions are made of and
what the player reads, so building from them checks nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lms.calculators.declared import Calculator
from lms.packs.curricula.model import ShippedCurriculum
from lms.packs.drills.model import KIND as DRILL
from lms.packs.drills.model import Drill
from lms.packs.instruments import KIND as SELF_ASSESSMENT
from lms.packs.instruments import Instrument
from lms.packs.media import Medium
from lms.packs.page_text import PageText
from lms.packs.pools import Pool
from lms.packs.problems import Problem
from lms.packs.quiz_settings import Settings
from lms.packs.recalling import Recall
from lms.packs.tool_shelves import ToolShelf
from lms.packs.translations import Marks
from lms.questions.absent.kind import AbsentItem
from lms.questions.kinds import Item, item_from_document, kind_of
from lms.questions.text import Json, Text


@dataclass(frozen=True, slots=True)
class Source:
    """Something a module draws on; `year` is None where it is not known, `note` empty where there is none."""

    title: str
    author: str
    year: int | None
    kind: str
    note: Text

    def document(self) -> dict[str, Json]:
        """Return the source as JSON."""
        about: dict[str, Json] = {"title": self.title, "author": self.author, "year": self.year, "kind": self.kind}
        return {**about, "note": {**self.note}}


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a module: its name is its address and its place in the order; `minutes` to read and do it.

    `beside`: which companion of the module it is (`lms.packs.companions`), "" for a page of the module itself.
    """

    name: str
    required: bool
    minutes: int
    texts: dict[str, PageText]
    beside: str = ""

    def text(self, language: str) -> PageText:
        """Return the page in `language`, or in English where it is not written."""
        return self.texts.get(language) or self.texts["en"]

    def document(self) -> dict[str, Json]:
        """Return the page in all languages as JSON."""
        texts: dict[str, Json] = {language: text.document() for language, text in self.texts.items()}
        # a page of the module itself keeps the digest it was published under before there were any companions
        beside: dict[str, Json] = {"beside": self.beside} if self.beside else {}
        return {"name": self.name, "required": self.required, "minutes": self.minutes, "texts": texts, **beside}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Page":
        """Build the page from its document."""
        texts = {language: PageText.from_document(text) for language, text in document["texts"].items()}
        return cls(document["name"], document["required"], document["minutes"], texts, document.get("beside", ""))


@dataclass(frozen=True, slots=True)
class Quiz:
    """A quiz: its items, the share of points (0 to 1) that passes, the pool an attempt draws from, and its rules.

    `media`: the pictures its items show, by their names. `recall`: what of it comes back after its module.
    `mended`: the items whose key was put right since the major began, once for each time.
    """

    uuid: str
    name: str
    version: str
    kind: str
    title: Text
    pass_mark: float
    items: tuple[Item, ...]
    languages: tuple[str, ...]
    digest: str = ""
    pool: Pool = Pool()
    settings: Settings = Settings()
    media: dict[str, Medium] = field(default_factory=dict)
    recall: Recall = Recall()
    mended: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many items an attempt asks."""
        return self.pool.count(self.items)

    @property
    def missing_kinds(self) -> tuple[str, ...]:
        """The kinds of its questions that are not installed: while there are any, nobody begins it or hands it in."""
        return tuple(sorted({item.kind for item in self.items if isinstance(item, AbsentItem)}))

    def item(self, id: str) -> Item | None:
        """Return the item with that id."""
        return next((item for item in self.items if item.id == id), None)

    def document(self) -> dict[str, Json]:
        """Return the quiz, answer key included, as JSON; for the server only."""
        # a quiz without a pool, settings or pictures keeps the digest it was published under before there were any
        pool: dict[str, Json] = {"pool": self.pool.document()} if self.pool != Pool() else {}
        settings: dict[str, Json] = {"settings": self.settings.document()} if self.settings != Settings() else {}
        shown: dict[str, Json] = {name: medium.document() for name, medium in self.media.items()}
        media: dict[str, Json] = {"media": shown} if shown else {}
        recall: dict[str, Json] = {"recall": self.recall.document()} if self.recall != Recall() else {}
        mended: dict[str, Json] = {"mended": [*self.mended]} if self.mended else {}
        return {
            "uuid": self.uuid,
            "name": self.name,
            "version": self.version,
            "kind": self.kind,
            "title": {**self.title},
            "pass_mark": self.pass_mark,
            "languages": [*self.languages],
            "items": [kind_of(item.kind).document(item) for item in self.items],
            **pool,
            **settings,
            **media,
            **recall,
            **mended,
        }

    def public(self) -> dict[str, Json]:
        """Return what a learner may see before answering."""
        items: list[Json] = [kind_of(item.kind).public(item) for item in self.items]
        return {"uuid": self.uuid, "name": self.name, "title": {**self.title}, "items": items}

    @classmethod
    def from_document(cls, document: Mapping[str, Any], digest: str = "") -> "Quiz":
        """Build the quiz from its document."""
        d = document
        items = tuple(map(item_from_document, d["items"]))
        pass_mark, languages = float(d["pass_mark"]), tuple(d["languages"])
        pool = Pool.from_document(d["pool"]) if "pool" in d else Pool()
        about = d["uuid"], d["name"], d["version"], d["kind"], d["title"], pass_mark
        settings = Settings.from_document(d.get("settings", {}))
        media = {name: Medium.from_document(each) for name, each in d.get("media", {}).items()}
        recall = Recall.from_document(d["recall"]) if "recall" in d else Recall()
        return cls(*about, items, languages, digest, pool, settings, media, recall, tuple(d.get("mended", ())))


@dataclass(frozen=True, slots=True)
class Module:
    """A module: what it teaches, its pages in order, its companions last, and what they use.

    `minutes` of reading and doing, `work_minutes` of trying it at work. `digest` is that of its closure, quizzes
    included. `borrowed` names those of its calculators that are copies from a tool shelf. `partly`: those of its
    languages that lack something, which is shown in English; `translations`: what each translation was made from.
    `licence`: under which terms others may use it, "" where it does not say; `authors`: who wrote it.
    """

    uuid: str
    slug: str
    version: str
    languages: tuple[str, ...]
    title: Text
    summary: Text
    objectives: tuple[Text, ...]
    minutes: int
    work_minutes: int
    cover: str
    pages: tuple[Page, ...]
    calculators: dict[str, Calculator]
    media: dict[str, Medium]
    sources: tuple[Source, ...]
    digest: str = ""
    borrowed: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    translations: Marks = field(default_factory=dict)
    licence: str = ""
    authors: tuple[str, ...] = ()

    def page(self, name: str) -> Page | None:
        """Return the page of that name."""
        return next((page for page in self.pages if page.name == name), None)

    @property
    def course(self) -> tuple[Page, ...]:
        """The pages that are read one after another, without the companions beside them."""
        return tuple(page for page in self.pages if not page.beside)

    @property
    def companions(self) -> tuple[Page, ...]:
        """The pages beside the module."""
        return tuple(page for page in self.pages if page.beside)

    def spoken(self, language: str) -> str:
        """Return the language its pages are shown in to a reader of `language`: that one, or English."""
        return language if language in self.languages else "en"

    @property
    def quiz_names(self) -> tuple[str, ...]:
        """The quizzes its pages use, in order of appearance."""
        return self._used("quiz")

    @property
    def instrument_names(self) -> tuple[str, ...]:
        """The self-assessments its pages invite to, in order of appearance."""
        return self._used(SELF_ASSESSMENT)

    @property
    def drill_names(self) -> tuple[str, ...]:
        """The decision drills its pages invite to, in order of appearance."""
        return self._used(DRILL)

    def _used(self, role: str) -> tuple[str, ...]:
        blocks = (block for page in self.pages for block in page.texts["en"].blocks)
        uses = (use.name for block in blocks for use in block.references if use.role == role)
        return tuple(dict.fromkeys(uses))


@dataclass(frozen=True, slots=True)
class Pack:
    """A checked pack: `notes` are remarks of the checker that stop nothing."""

    modules: tuple[Module, ...]
    quizzes: tuple[Quiz, ...]
    notes: tuple[Problem, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    shelves: tuple[ToolShelf, ...] = ()
    drills: tuple[Drill, ...] = ()
    curricula: tuple[ShippedCurriculum, ...] = ()

    def module(self, slug: str) -> Module | None:
        """Return the module whose folder has that name."""
        return next((module for module in self.modules if module.slug == slug), None)

    def quiz(self, name: str) -> Quiz | None:
        """Return the quiz whose file has that name."""
        return next((quiz for quiz in self.quizzes if quiz.name == name), None)

    def instrument(self, name: str) -> Instrument | None:
        """Return the self-assessment whose file has that name."""
        return next((each for each in self.instruments if each.name == name), None)

    def drill(self, name: str) -> Drill | None:
        """Return the decision drill whose file has that name."""
        return next((each for each in self.drills if each.name == name), None)
