"""Whether the words a note quotes still stand where they stood, after a corrected text or in another language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lms.catalog.models import PageVersion
from lms.catalog.page_words import BlockText
from lms.catalog.search import remembered_texts
from lms.catalog.words import composed
from lms.learning.notes.contents import Contents, Note


class Anchor(StrEnum):
    """Where the quoted words of a note are now."""

    HERE = "here"
    OTHER_LANGUAGE = "other-language"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class PlacedNote:
    """A note on a page in hand. `heading`: what its part is called, empty for the page as a whole."""

    note: Note
    anchor: Anchor
    heading: str


def placed(notes: Sequence[Note], page: PageVersion) -> list[PlacedNote]:
    """Return notes of a page with where their words are in the page as it is shown now, in reading order."""
    if not notes:
        return []
    blocks = remembered_texts(page.id, page.document)
    order = {block.id: number for number, block in enumerate(blocks)}
    names = block_names(blocks, page.title)
    ranked = sorted(notes, key=lambda note: (order.get(note.contents.place, len(order)), note.id))
    return [
        PlacedNote(note, anchor(note.contents, page.language, blocks), names.get(note.contents.place, ""))
        for note in ranked
    ]


def anchor(contents: Contents, language: str, blocks: Sequence[BlockText]) -> Anchor:
    """Return where the words are; spaces do not count, because a browser and a file break lines differently."""
    block = next((each for each in blocks if each.id == contents.place), None)
    if contents.place and block is None:
        return Anchor.GONE
    if not contents.quote or block is None or _solid(contents.quote) in _solid(block.text):
        return Anchor.HERE
    return Anchor.CHANGED if contents.language == language else Anchor.OTHER_LANGUAGE


def block_names(blocks: Sequence[BlockText], title: str) -> dict[str, str]:
    """Return {block: the heading it stands under}: one without belongs to the heading before it, the first to the
    page's title."""
    names: dict[str, str] = {}
    current = title
    for block in blocks:
        current = block.heading or current
        names[block.id] = current
    return names


def _solid(text: str) -> str:
    return "".join(composed(text).split())
