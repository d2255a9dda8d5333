"""Looking for words on pages: all of them required, inflections found, the last one by its beginning too.

What stands in a title counts more than in a heading, and there more than in the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, tuple_
from sqlalchemy.orm import Session

from lms.catalog.frozen import Frozen
from lms.catalog.indexing import TITLE
from lms.catalog.models import PageVersion
from lms.catalog.page_words import BlockText, block_texts
from lms.catalog.search_models import SearchWord
from lms.catalog.words import composed, stem, words

LONGEST_QUERY: Final = 200
MOST_WORDS: Final = 8
SHORTEST_BEGINNING: Final = 2
MOST_ROWS: Final = 4_000
IN_TITLE, IN_HEADING, IN_TEXT, TOGETHER = 8, 4, 1, 2
LAST_SIGN: Final = "\U0010ffff"

Shown = tuple[UUID, str]
"""A version of a module and the language its pages are shown in."""


@dataclass(frozen=True)
class Query:
    """What somebody looks for: folded words in the order they were typed, and whether more were typed than count."""

    words: tuple[str, ...]
    cut: bool = False

    @classmethod
    def of(cls, text: str) -> Query:
        """Read at most `MOST_WORDS` words of at most `LONGEST_QUERY` characters."""
        found = [word.folded for word in words(composed(text[:LONGEST_QUERY]))]
        return cls(tuple(found[:MOST_WORDS]), len(text) > LONGEST_QUERY or len(found) > MOST_WORDS)

    def stems(self, language: str) -> tuple[str, ...]:
        """Return the words' stems in a language."""
        return tuple(stem(word, language) for word in self.words)

    @property
    def beginning(self) -> str | None:
        """Return what a word may begin with instead of the last one, which may not be finished yet."""
        last = self.words[-1] if self.words else ""
        return last if len(last) >= SHORTEST_BEGINNING else None

    def matches(self, number: int, wanted: str, word: str) -> bool:
        """Return whether the stem `word` is what word `number`, whose own stem is `wanted`, looks for."""
        last = number == len(self.words) - 1
        return word == wanted or bool(last and self.beginning and word.startswith(self.beginning))


@dataclass(frozen=True)
class Hit:
    """A page that holds every word. `block`: where most of them stand, or None when only the title holds them."""

    version: UUID
    page: str
    language: str
    title: str
    position: int
    score: int
    block: BlockText | None
    opening: BlockText | None


def search(session: Session, query: Query, shown: Collection[Shown]) -> list[Hit]:
    """Return the pages of these versions that hold every word, best first; two queries at most.

    The caller says which versions its reader may see.
    """
    if not query.words or not shown:
        return []
    pages = [each for each in _candidates(session, query, shown) if all(each.places)]
    texts = page_texts(session, [each.id for each in pages])
    hits = [each.hit(texts[each.id]) for each in pages]
    return sorted(hits, key=lambda hit: (-hit.score, hit.position, hit.page))


class _Candidate:
    """A page that holds some of the words. `places`: for each word of the query, where it stands."""

    def __init__(self, row: Any, length: int) -> None:
        self.id: UUID = row.id
        self._row = row
        self.places: list[set[str]] = [set() for _ in range(length)]

    def hit(self, texts: Sequence[BlockText]) -> Hit:
        """Score the page and choose the block to open it at."""
        blocks = self._per_block()
        best = max(blocks, key=lambda number: (blocks[number], -number), default=None)
        together = best is not None and blocks[best][0] == len(self.places)
        score = sum(max(map(_weight, places)) for places in self.places) + (TOGETHER if together else 0)
        row = self._row
        at = None if best is None else texts[best]
        opening = next((text for text in texts if text.text), None)
        return Hit(row.version_id, row.name, row.language, row.title, row.position, score, at, opening)

    def _per_block(self) -> dict[int, tuple[int, int]]:
        """Return {block: (how many of the words it holds, how many of them in its heading)}."""
        counted: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for places in self.places:
            for place in places - {TITLE}:
                counted[int(place.removesuffix("h"))][place.endswith("h")] += 1
        return {number: (inside, headed) for number, (inside, headed) in counted.items()}


def _weight(place: str) -> int:
    return IN_TITLE if place == TITLE else IN_HEADING if place.endswith("h") else IN_TEXT


def _candidates(session: Session, query: Query, shown: Collection[Shown]) -> list[_Candidate]:
    stems = {language: query.stems(language) for _version, language in shown}
    found: dict[UUID, _Candidate] = {}
    for row in session.execute(_rows(query, stems, shown)):
        page = found.setdefault(row.id, _Candidate(row, len(query.words)))
        for number, wanted in enumerate(stems[row.language]):
            if query.matches(number, wanted, row.word):
                page.places[number].update(row.places.split(" "))
    return list(found.values())


def _rows(query: Query, stems: Mapping[str, tuple[str, ...]], shown: Collection[Shown]) -> Any:
    wanted: ColumnElement[bool] = SearchWord.word.in_(
        {each for per_language in stems.values() for each in per_language}
    )
    if query.beginning:
        begins = and_(SearchWord.word >= query.beginning, SearchWord.word < query.beginning + LAST_SIGN)
        wanted = or_(wanted, begins)
    page = PageVersion.id, PageVersion.version_id, PageVersion.name, PageVersion.language, PageVersion.title
    return (
        select(SearchWord.word, SearchWord.places, *page, PageVersion.position)
        .join(PageVersion, PageVersion.id == SearchWord.page_version_id)
        .where(wanted, tuple_(PageVersion.version_id, PageVersion.language).in_(list(shown)))
        .limit(MOST_ROWS)
    )


_texts: Frozen[UUID, tuple[BlockText, ...]] = Frozen(500)


def page_texts(session: Session, pages: Collection[UUID]) -> dict[UUID, tuple[BlockText, ...]]:
    """Return {page version: its blocks as words}; one query for those not read before."""
    found = {page: _texts.get(page, lambda: None) for page in pages}
    missing = [page for page, texts in found.items() if texts is None]
    if missing:
        rows = session.execute(select(PageVersion.id, PageVersion.document).where(PageVersion.id.in_(missing)))
        found |= {row.id: remembered_texts(row.id, row.document) for row in rows}
    return {page: texts or () for page, texts in found.items()}


def remembered_texts(page: UUID, document: Mapping[str, Any]) -> tuple[BlockText, ...]:
    """Return the blocks of a page's document as words, worked out once: a published page never changes."""
    return _texts.get(page, lambda: block_texts(document)) or ()
