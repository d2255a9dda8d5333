"""Looking for words on pages: all of them required, inflections found, the last one by its beginning too.

What stands in a title counts more than in a heading, and there more than in the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
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
class Chosen:
    """The versions to look in, as a query of (version, language), for those too many to be named one by one.

    It is asked of each page that holds a word, so a version must be found by its id in it.
    """

    rows: Any
    languages: tuple[str, ...]


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


def search(session: Session, query: Query, shown: Collection[Shown] | Chosen, most: int | None = None) -> list[Hit]:
    """Return the pages of these versions that hold every word, best first; two queries at most.

    The caller says which versions its reader may see. Of more than `most` only the best are read and returned.
    """
    if not query.words or not shown:
        return []
    pages = [each for each in _candidates(session, query, shown) if all(each.places)]
    pages = sorted(pages, key=lambda each: each.rank)[:most]
    texts = page_texts(session, [each.id for each in pages])
    return [each.hit(texts[each.id]) for each in pages]


class _Candidate:
    """A page that holds some of the words. `places`: for each word of the query, where it stands."""

    def __init__(self, row: Any, length: int) -> None:
        self.id: UUID = row.id
        self._row = row
        self.places: list[set[str]] = [set() for _ in range(length)]

    @property
    def rank(self) -> tuple[int, int, str]:
        """Return what sorts pages, the best first."""
        return -self._scored[0], self._row.position, self._row.name

    def hit(self, texts: Sequence[BlockText]) -> Hit:
        """Choose the block to open the page at."""
        score, best = self._scored
        row = self._row
        at = None if best is None else texts[best]
        opening = next((text for text in texts if text.text), None)
        return Hit(row.version_id, row.name, row.language, row.title, row.position, score, at, opening)

    @cached_property
    def _scored(self) -> tuple[int, int | None]:
        """Return the page's score, and the number of the block where most of the words stand."""
        blocks = self._per_block()
        best = max(blocks, key=lambda number: (blocks[number], -number), default=None)
        together = best is not None and blocks[best][0] == len(self.places)
        return sum(max(map(_weight, places)) for places in self.places) + (TOGETHER if together else 0), best

    def _per_block(self) -> dict[int, tuple[int, int]]:
        """Return {block: (how many of the words it holds, how many of them in its heading)}."""
        counted: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for places in self.places:
            for place in places - {TITLE}:
                counted[int(place.removesuffix("h"))][place.endswith("h")] += 1
        return {number: (inside, headed) for number, (inside, headed) in counted.items()}


def _weight(place: str) -> int:
    return IN_TITLE if place == TITLE else IN_HEADING if place.endswith("h") else IN_TEXT


def _candidates(session: Session, query: Query, shown: Collection[Shown] | Chosen) -> list[_Candidate]:
    languages = shown.languages if isinstance(shown, Chosen) else {language for _version, language in shown}
    stems = {language: query.stems(language) for language in languages}
    found: dict[UUID, _Candidate] = {}
    for row in session.execute(_rows(query, stems, shown)):
        page = found.get(row.id) or found.setdefault(row.id, _Candidate(row, len(query.words)))
        for number, wanted in enumerate(stems[row.language]):
            if query.matches(number, wanted, row.word):
                page.places[number].update(row.places.split(" "))
    return list(found.values())


def wanted_words(query: Query, stems: Mapping[str, tuple[str, ...]], word: Any) -> ColumnElement[bool]:
    """Return the condition for a row of an index whose `word` may be one of those looked for."""
    wanted: ColumnElement[bool] = word.in_({each for per_language in stems.values() for each in per_language})
    if query.beginning:
        wanted = or_(wanted, and_(word >= query.beginning, word < query.beginning + LAST_SIGN))
    return wanted


def _rows(query: Query, stems: Mapping[str, tuple[str, ...]], shown: Collection[Shown] | Chosen) -> Any:
    page = PageVersion.id, PageVersion.version_id, PageVersion.name, PageVersion.language, PageVersion.title
    return (
        select(SearchWord.word, SearchWord.places, *page, PageVersion.position)
        .join(PageVersion, PageVersion.id == SearchWord.page_version_id)
        .where(wanted_words(query, stems, SearchWord.word), _among(shown))
        .limit(MOST_ROWS)
    )


def _among(shown: Collection[Shown] | Chosen) -> ColumnElement[bool]:
    if not isinstance(shown, Chosen):
        return tuple_(PageVersion.version_id, PageVersion.language).in_(list(shown))
    version, language = shown.rows.selected_columns
    # EXISTS, not IN: SQLite would begin with every page of every version chosen, and look for the words on each
    asked = shown.rows.where(version == PageVersion.version_id, language == PageVersion.language)
    found: ColumnElement[bool] = asked.correlate(PageVersion).exists()
    return found


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
