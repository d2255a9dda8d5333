"""Words looked for in all a trainer works with: modules, pages, questions, tools, and drafts not yet published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from lms.catalog.card_models import ModuleCard
from lms.catalog.models import Module, ModuleVersion
from lms.catalog.search import Chosen, Hit, Query, search
from lms.catalog.snippets import Piece, marked, snippet
from lms.catalog.words import composed
from lms.kernel.permissions import Actor, scope_of
from lms.questions.text import LANGUAGES
from lms.studio.library.draft_words import FoundDraft, find_in_drafts
from lms.studio.library.listing import Line, listed
from lms.studio.library.questions import FoundQuestion, find_questions
from lms.studio.library.wanted import Wanted
from lms.tools.finding import FoundTool, find_tools
from lms.tools.inputs import all_newest

MOST_MODULES: Final = 6
MOST_PAGES: Final = 20
MOST_TOOLS: Final = 6
MOST_HITS: Final = 60
"""Pages that are read, so that the same page in several languages is shown once."""


@dataclass(frozen=True)
class FoundPage:
    """A page with the words found: where it opens, and a piece of its text. `language`: the one it is found in."""

    slug: str
    module: str
    name: str
    language: str
    title: list[Piece]
    text: list[Piece]
    anchor: str | None


@dataclass(frozen=True)
class Found:
    """Everything found, the best first in each kind. `modules_left`: how many more modules there are."""

    query: Query
    modules: Sequence[Line] = ()
    modules_left: int = 0
    pages: Sequence[FoundPage] = ()
    questions: Sequence[FoundQuestion] = ()
    tools: Sequence[FoundTool] = ()
    drafts: Sequence[FoundDraft] = ()

    @property
    def is_empty(self) -> bool:
        """Return whether nothing holds the words."""
        return not any((self.modules, self.pages, self.questions, self.tools, self.drafts))


def find(session: Session, actor: Actor, text: str, language: str) -> Found:
    """Return what the words are found in, in any of the three languages."""
    query = Query.of(text)
    if not query.words:
        return Found(query)
    modules = listed(session, actor, Wanted(text), language)
    return Found(
        query,
        modules.lines[:MOST_MODULES],
        max(0, modules.total - MOST_MODULES),
        _pages(session, actor, query, language),
        find_questions(session, actor, query, language),
        find_tools(all_newest(session, actor), query, language)[:MOST_TOOLS],
        find_in_drafts(session, actor, query, language),
    )


def _pages(session: Session, actor: Actor, query: Query, language: str) -> list[FoundPage]:
    here = (scope_of(ModuleCard, actor), scope_of(Module, actor))
    cards: Any = select(ModuleVersion.id, ModuleCard.language).join(ModuleVersion, _carded())
    shown = cards.join(Module, Module.id == ModuleCard.module_id).where(*here)
    hits = search(session, query, Chosen(shown, LANGUAGES), MOST_HITS)
    once: dict[tuple[UUID, str], Hit] = {}
    for hit in hits:
        known = once.get((hit.version, hit.page))
        if known is None or (hit.language == language and known.language != language):
            once[hit.version, hit.page] = hit
    best = list(once.values())[:MOST_PAGES]
    titled: Any = select(ModuleCard.version_id, ModuleCard.title, Module.slug)
    about = titled.join(Module, Module.id == ModuleCard.module_id).where(
        *here, ModuleCard.language == language, ModuleCard.version_id.in_([hit.version for hit in best])
    )
    known_as = {row.version_id: (row.slug, row.title) for row in session.execute(about)}
    return [_page(hit, query, *known_as[hit.version]) for hit in best if hit.version in known_as]


def _carded() -> ColumnElement[bool]:
    """Return the condition for the version of a card by the indexes of both: version by id, card by module."""
    return and_(ModuleCard.module_id == ModuleVersion.module_id, ModuleCard.version_id == ModuleVersion.id)


def _page(hit: Hit, query: Query, slug: str, module: str) -> FoundPage:
    block = hit.block or hit.opening
    text = snippet(block.text, query, hit.language) if block and block.text else []
    title = marked(composed(hit.title), query, hit.language)
    return FoundPage(slug, module, hit.page, hit.language, title, text, hit.block.id if hit.block else None)
