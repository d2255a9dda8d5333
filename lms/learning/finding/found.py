"""What a person's words are found in: pages they have read or begun, the rest of their shelf, their own notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from sqlalchemy.orm import Session

from lms.catalog.search import Hit, Query, search
from lms.catalog.snippets import Piece, holds_all, marked, snippet
from lms.catalog.words import composed
from lms.kernel.permissions import Actor
from lms.learning.in_hand import InHand, offered_in_hand
from lms.learning.notes.contents import Note
from lms.learning.notes.mine import my_notes
from lms.tools.finding import FoundTool, find_tools
from lms.tools.inputs import all_newest

MOST: Final = 30
"""Pages, and notes, that are shown of what was found."""
MOST_TOOLS: Final = 3
"""Tools that are shown of what was found; the shelf shows them all."""
MOST_NOTES: Final = 2_000
"""Notes that are looked through, the latest changed first."""


@dataclass(frozen=True)
class FoundPage:
    """A page with the words found: its title and a piece of its text, both in pieces to mark."""

    hand: InHand
    name: str
    language: str
    title: list[Piece]
    heading: list[Piece]
    text: list[Piece]
    anchor: str | None


@dataclass(frozen=True)
class FoundNote:
    """A note with the words found, each of its two texts cut to a piece."""

    hand: InHand
    note: Note
    quote: list[Piece]
    text: list[Piece]


@dataclass(frozen=True)
class Found:
    """Everything found.

    `tools`: the tools that hold the words, used or not. `tools_left`, `pages_left`: how many more there are than are
    shown; `more_notes`: whether there are more notes; `unread`: how many pages beyond those read or begun hold the
    words; `anything_read`: whether there is anything to look through.
    """

    query: Query
    pages: list[FoundPage]
    notes: list[FoundNote]
    tools: Sequence[FoundTool] = ()
    tools_left: int = 0
    pages_left: int = 0
    more_notes: bool = False
    unread: int = 0
    anything_read: bool = False


def find(session: Session, actor: Actor, text: str, language: str, secret: bytes, *, everything: bool) -> Found:
    """Return what the words are found in, in the reader's language; six queries at most, three when nothing is asked.

    Without `everything` only pages count that the actor has read or begun; their own notes always do.
    """
    query = Query.of(text)
    hands = offered_in_hand(session, actor)
    anything_read = any(_opened(hand) for hand in hands)
    if not query.words:
        return Found(query, [], [], anything_read=anything_read)
    hits = _hits(session, query, hands, language)
    known = [(hand, hit) for hand, hit in hits if hit.page in _opened(hand)]
    pages = hits if everything else known
    tools = find_tools(all_newest(session, actor), query, language)
    notes = list(islice(_notes(session, actor, hands, query, language, secret), MOST + 1))
    return Found(
        query,
        [_page(hand, hit, query) for hand, hit in pages[:MOST]],
        notes[:MOST],
        tools[:MOST_TOOLS],
        max(0, len(tools) - MOST_TOOLS),
        pages_left=max(0, len(pages) - MOST),
        more_notes=len(notes) > MOST,
        unread=len(hits) - len(known),
        anything_read=anything_read,
    )


def _opened(hand: InHand) -> frozenset[str]:
    """Return the pages of a module that were read or begun, and with them those beside it."""
    here = hand.enrolment.place_page if hand.enrolment else None
    pages = hand.read | {here} if here else hand.read
    return pages | {each.name for each in hand.companions} if pages else pages


def _hits(session: Session, query: Query, hands: Sequence[InHand], language: str) -> list[tuple[InHand, Hit]]:
    """Return the pages found on the whole shelf, best first, each with its module in hand."""
    by_version = {hand.version.id: hand for hand in hands}
    shown = [(hand.version.id, spoken) for hand in hands for spoken in _spoken(hand, language)]
    hits = [(by_version[hit.version], hit) for hit in search(session, query, shown)]
    return [(hand, hit) for hand, hit in hits if hit.language == _shown_in(hand, hit.page, language)]


def _spoken(hand: InHand, language: str) -> set[str]:
    """Return the languages a module's pages are shown in to this reader: two where it is only partly translated."""
    document = hand.document
    return {language if language in document["languages"] else "en"} | (
        {"en"} if language in document.get("partly", ()) else set()
    )


def _shown_in(hand: InHand, page: str, language: str) -> str:
    """Return the language one page is shown in, which has a title in each one it is written in."""
    listed = (*hand.document["pages"], *hand.document.get("companions", ()))
    written: dict[str, str] = next((each["title"] for each in listed if each["name"] == page), {})
    return language if language in written else "en"


def _page(hand: InHand, hit: Hit, query: Query) -> FoundPage:
    block = hit.block or hit.opening
    return FoundPage(
        hand,
        hit.page,
        hit.language,
        marked(composed(hit.title), query, hit.language),
        marked(block.heading, query, hit.language) if block else [],
        snippet(block.body, query, hit.language) if block and block.body else [],
        hit.block.id if hit.block else None,
    )


def _notes(
    session: Session, actor: Actor, hands: Iterable[InHand], query: Query, language: str, secret: bytes
) -> Iterator[FoundNote]:
    by_module = {hand.module.id: hand for hand in hands}
    for note in my_notes(session, actor, by_module.values(), secret)[:MOST_NOTES]:
        quote, text = composed(note.contents.quote), composed(note.contents.text)
        for spoken in dict.fromkeys((language, note.contents.language)):
            if holds_all(f"{quote} {text}", query, spoken):
                hand = by_module[note.module]
                yield FoundNote(hand, note, snippet(quote, query, spoken), snippet(text, query, spoken))
                break
