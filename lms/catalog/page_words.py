"""A page as plain words: the text of each block, its headings apart, whatever kind of block it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from lms.catalog.words import composed

INLINE = frozenset(
    {"a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "span", "strong"}
)
INLINE_MARKS = frozenset({"sub", "sup", "small", "u", "wbr"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
READ_AS_HTML = "html"
READ_AS_HEADING = frozenset({"title", "heading"})
READ_AS_TEXT = frozenset({"text", "question", "hint", "caption", "label", "bring_back"})


@dataclass(frozen=True, slots=True)
class BlockText:
    """One block: `text` is everything a reader sees of it, headings included, with single spaces between words;
    `heading` and `body` are its two kinds of text apart."""

    id: str
    heading: str
    body: str
    text: str


def block_texts(document: Mapping[str, Any]) -> tuple[BlockText, ...]:
    """Return the blocks of a page's document in order, those without words too."""
    return tuple(_block_text(block) for block in document["blocks"])


def _block_text(block: Mapping[str, Any]) -> BlockText:
    pieces = [*_pieces_of(block.get("data") or {}), *html_pieces(block.get("html") or "")]
    heading, body = (_joined(piece for piece, is_heading in pieces if is_heading is wanted) for wanted in (True, False))
    return BlockText(block["id"], heading, body, _joined(piece for piece, _heading in pieces))


def _joined(pieces: Iterator[str]) -> str:
    return composed(" ".join("".join(pieces).split()))


def _pieces_of(data: Any, key: str = "") -> Iterator[tuple[str, bool]]:
    """Yield the readable texts of a block's data: names of files and ids under other keys are none."""
    if isinstance(data, str):
        if key == READ_AS_HTML:
            yield from html_pieces(data)
        elif key in READ_AS_HEADING or key in READ_AS_TEXT:
            yield f" {data} ", key in READ_AS_HEADING
    elif isinstance(data, Mapping):
        for name, value in data.items():
            yield from _pieces_of(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from _pieces_of(value, key)


def html_pieces(html: str) -> list[tuple[str, bool]]:
    """Return the text of clean HTML in pieces, each with whether it stands in a heading."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.pieces


class _Reader(HTMLParser):
    """Collects text; the border of a paragraph, a cell or a line is a border between words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[tuple[str, bool]] = []
        self._heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a word anew where a block begins."""
        self._border(tag, begins=True)

    def handle_endtag(self, tag: str) -> None:
        """End the word where a block ends."""
        self._border(tag, begins=False)

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.pieces.append((data, self._heading))

    def _border(self, tag: str, *, begins: bool) -> None:
        if tag in HEADINGS and begins:
            self._heading = True
        if tag not in INLINE and tag not in INLINE_MARKS:
            self.pieces.append((" ", self._heading))
        if tag in HEADINGS and not begins:
            self._heading = False
