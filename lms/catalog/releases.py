"""What one version of a module or of a tool shelf puts into the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from lms.calculators.declared import Calculator
from lms.catalog.models import MODULE, SHELF, CalculatorVersion, Medium, PageVersion, QuizVersion
from lms.packs.closure import closure, digest, rights, shelf_closure
from lms.packs.drills.checking import broken_ways
from lms.packs.drills.model import Drill
from lms.packs.instruments import Instrument
from lms.packs.media import Medium as Picture
from lms.packs.model import Module as PackModule
from lms.packs.model import Pack, Page, Quiz
from lms.packs.quiz_pictures import stored_name
from lms.packs.tool_shelves import ToolShelf
from lms.sentences import say


@dataclass(frozen=True)
class Release:
    """A version that may be published: `source` as read, with the quizzes, self-assessments and drills it uses."""

    source: PackModule | ToolShelf
    quizzes: Sequence[Quiz | Instrument | Drill] = ()

    @property
    def kind(self) -> str:
        """Return what its row in `module` is."""
        return SHELF if isinstance(self.source, ToolShelf) else MODULE

    @property
    def label(self) -> str:
        """Return its folder's name and its number, for messages."""
        return f"{self.source.slug} {self.source.version}"

    @property
    def place(self) -> str:
        """Return the file its number stands in, relative to the pack."""
        return f"modules/{self.source.slug}/module.toml"

    @property
    def closure(self) -> dict[str, Any]:
        """Return everything that is frozen with it."""
        if isinstance(self.source, ToolShelf):
            return shelf_closure(self.source)
        return closure(self.source, self.quizzes)

    @property
    def document(self) -> dict[str, Any]:
        """Return what pages about it need, and nothing of keys or feedback."""
        if isinstance(self.source, ToolShelf):
            return _about_shelf(self.source)
        mended = {each.name: [*each.mended] for each in self.quizzes if isinstance(each, Quiz) and each.mended}
        return _about(self.source) | ({"mended": mended} if mended else {})

    def of(self, module: PackModule) -> Release:
        """Return this release with its module settled anew."""
        return replace(self, source=replace(module, digest=digest(closure(module, self.quizzes))))

    def broken_drills(self) -> list[str]:
        """Return why a drill cannot be played with the calculators of this release, which may be older than those read.

        A drill was checked against the pack; only a calculator that was settled since can make it break.
        """
        return [
            say('The drill "{name}" needs the newer edition of "{tool}".', name=each.name, tool=each.calculator)
            for each in self.quizzes
            if isinstance(each, Drill) and any(broken_ways(each, self.source.calculators[each.calculator]))
        ]

    def parts(self, version: UUID) -> list[Any]:
        """Return the rows of its pages, calculators, quizzes and pictures."""
        calculators = _calculators(version, self.source.calculators)
        if isinstance(self.source, ToolShelf):
            return calculators
        return [
            *_pages(version, self.source),
            *calculators,
            *_quizzes(version, self.quizzes),
            *_media(version, _pictures(self.source, self.quizzes)),
        ]


def releases_of(pack: Pack) -> list[Release]:
    """Return what a pack holds in the order it stands: modules first, then tool shelves."""
    both: list[Quiz | Instrument | Drill] = [*pack.quizzes, *pack.instruments, *pack.drills]
    modules = [Release(each, [quiz for quiz in both if quiz.name in _used(each)]) for each in pack.modules]
    return [*modules, *(Release(each) for each in pack.shelves)]


def _used(module: PackModule) -> set[str]:
    return {*module.quiz_names, *module.instrument_names, *module.drill_names}


def _about(module: PackModule) -> dict[str, Any]:
    companions = [_listed(page) | {"beside": page.beside} for page in module.companions]
    return {
        "version": module.version,
        "title": module.title,
        "summary": module.summary,
        "objectives": list(module.objectives),
        "minutes": module.minutes,
        "work_minutes": module.work_minutes,
        "cover": module.cover,
        "languages": list(module.languages),
        **({"partly": list(module.partly)} if module.partly else {}),
        "quizzes": list(module.quiz_names),
        "instruments": list(module.instrument_names),
        "drills": list(module.drill_names),
        "calculators": sorted(module.calculators),
        "sources": [source.document() for source in module.sources],
        "media": {name: {"alt": m.alt, "width": m.width, "height": m.height} for name, m in module.media.items()},
        "pages": [_listed(page) | {"required": page.required} for page in module.course],
        # apart from the pages, so that nothing that counts, sums or turns pages ever meets one
        **({"companions": companions} if companions else {}),
        **rights(module),
    }


def _listed(page: Page) -> dict[str, Any]:
    titles = {language: text.title for language, text in page.texts.items()}
    return {"name": page.name, "minutes": page.minutes, "title": titles}


def _about_shelf(shelf: ToolShelf) -> dict[str, Any]:
    return {
        "version": shelf.version,
        "title": shelf.title,
        "languages": list(shelf.languages),
        "calculators": sorted(shelf.calculators),
        "groups": [group.document() for group in shelf.groups],
        "facts": [fact.document() for fact in shelf.facts],
    }


def _pages(version: UUID, module: PackModule) -> list[Any]:
    return [
        PageVersion(
            version_id=version,
            name=page.name,
            language=language,
            position=position,
            required=page.required,
            minutes=page.minutes,
            title=text.title,
            document=text.document(),
        )
        for position, page in enumerate(module.pages)
        for language, text in page.texts.items()
    ]


def _calculators(version: UUID, calculators: Mapping[str, Calculator]) -> list[Any]:
    return [
        CalculatorVersion(version_id=version, calculator_id=UUID(each.uuid), name=name, document=each.document())
        for name, each in calculators.items()
    ]


def _quizzes(version: UUID, quizzes: Sequence[Quiz | Instrument | Drill]) -> list[Any]:
    return [
        QuizVersion(
            version_id=version, quiz_id=UUID(quiz.uuid), name=quiz.name, number=quiz.version, document=quiz.document()
        )
        for quiz in quizzes
    ]


def _pictures(module: PackModule, quizzes: Sequence[Quiz | Instrument | Drill]) -> dict[str, Picture]:
    """Return the pictures of a module's pages and of its quizzes under the names they are stored by."""
    shown = {stored_name(name): each for quiz in quizzes if isinstance(quiz, Quiz) for name, each in quiz.media.items()}
    return {**module.media, **shown}


def _media(version: UUID, pictures: Mapping[str, Picture]) -> list[Any]:
    return [
        Medium(version_id=version, name=name, content_type=each.media_type, content=each.content, alt=each.alt)
        for name, each in pictures.items()
    ]
