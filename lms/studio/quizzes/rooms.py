"""The questions of one draft for the visitor: its files, what stands around them, and what is published of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.calculators.declared import Calculator
from lms.calculators.service.names import names_of
from lms.catalog.models import QuizVersion
from lms.catalog.sources import lent_to
from lms.kernel.permissions import NotFound
from lms.packs.drills.model import KIND as DRILL
from lms.packs.lending import Layered
from lms.packs.quiz_pictures import FOLDER as PICTURES
from lms.studio.drafts.files import content_of, draft_or_404, paths_of
from lms.studio.drafts.models import Draft, DraftFile
from lms.studio.drafts.paths import is_text
from lms.studio.quizzes.file import QuestionFile
from lms.studio.quizzes.folder import Folder
from lms.studio.quizzes.forms.piece_form import Around, words_of
from lms.studio.quizzes.pieces import QUIZ, entries_of
from lms.web.context import db
from lms.web.languages import language


@dataclass(frozen=True)
class Room:
    """A draft with the texts in it; pictures are known by name, and fetched when asked for."""

    draft: Draft
    folder: Folder

    def file(self, name: str) -> QuestionFile:
        """Return the file of questions of that name; NotFound."""
        found = self.folder.named(name)
        if found is None:
            raise NotFound
        return found

    @cached_property
    def calculators(self) -> Mapping[str, Calculator]:
        """The tools a drill may compute with: the module's own, and those of the library."""
        lent = lent_to(db(), self.draft.organisation_id, without=self.draft.module_id)
        return Layered(self.folder.own_calculators, lent.calculators)

    def around(self, file: QuestionFile) -> Around:
        """Return what the forms of a file can refer to, in words of the reader's language."""
        pages = [(page.name, words_of(page.title, language())) for page in self.folder.pages]
        if file.kind == QUIZ:
            topics = file.values.get("topics")
            named = topics.items() if isinstance(topics, Mapping) else ()
            return Around(pages, topics=[(name, _title(each, "title") or name) for name, each in named])
        if file.kind == DRILL:
            return self._around_drill(file, pages)
        return Around(pages, subscales=[*_named(file, "subscales")])

    def published(self, file: QuestionFile) -> dict[str, Any]:
        """Return the file as the draft's version has published it; {} where it never was."""
        if self.draft.based_on_id is None:
            return {}
        query = select(QuizVersion.document).where(
            QuizVersion.version_id == self.draft.based_on_id, QuizVersion.name == file.name
        )
        return dict(db().scalar(query) or {})

    def picture(self, name: str) -> bytes:
        """Return a picture that questions can show; NotFound."""
        content = content_of(db(), self.draft, f"{PICTURES}/{name}")
        if content is None:
            raise NotFound
        return content

    def _around_drill(self, file: QuestionFile, pages: list[tuple[str, str]]) -> Around:
        tools = [(name, words_of(self.calculators[name].title, language())) for name in self.calculators]
        calculator = self.calculators.get(str(file.values.get("calculator")))
        places = [*_named(file, "scenes"), *_named(file, "endings")]
        if calculator is None:
            return Around(pages, places=places, calculators=tools)
        known = names_of(calculator, language())
        words = {name: each.meaning or name for name, each in known.items()}
        inputs = [(each.name, words[each.name]) for each in calculator.inputs if each.unit not in ("choice", "text")]
        own = [(str(each.get("name")), _title(each, "label")) for each in entries_of(file.values, "figures")]
        outputs = [(each.name, words[each.name]) for each in calculator.outputs if known[each.name].meaning]
        return Around(
            pages, places=places, calculators=tools, inputs=inputs, shown=[*inputs, *outputs, *own], names=known
        )


def open_room(draft_id: UUID) -> Room:
    """Return the questions of a draft that the visitor may write; NotFound."""
    draft = draft_or_404(draft_id)
    paths = paths_of(db(), draft)
    texts = [path for path in paths if is_text(path)]
    there = (DraftFile.draft_id == draft.id, DraftFile.path.in_(texts))
    rows = db().execute(select(DraftFile.path, DraftFile.content).where(*there))
    known = {row.path: row.content for row in rows}
    return Room(draft, Folder({path: known.get(path, b"") for path in paths}, draft.slug))


def ids_in(document: Any) -> Collection[str]:
    """Return every id inside something published: none of them may change."""
    return frozenset(_ids(document))


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("id"), str):
            yield value["id"]
        for inner in value.values():
            yield from _ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _ids(inner)


def _named(file: QuestionFile, section: str) -> Iterator[tuple[str, str]]:
    for each in entries_of(file.values, section):
        name = str(each.get("id", ""))
        yield name, _title(each, "title") or name


def _title(table: Any, key: str) -> str:
    return words_of(table.get(key), language()) if isinstance(table, Mapping) else ""
