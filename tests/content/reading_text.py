"""What a learner reads on a page, as plain text, and how hard and how long it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from lms.packs.blocks import Block
from lms.packs.page_text import PageText

WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)|\n")
LONG = 7
"""LIX counts words of more than six letters as long."""
ENDS = {"p", "li", "h2", "h3", "h4", "blockquote", "td", "th", "tr"}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("\n", " "))

    def handle_endtag(self, tag: str) -> None:
        if tag in ENDS:
            self.parts.append("\n")


def plain(html: str) -> str:
    """Return the words of clean HTML; every paragraph, heading and list item on a line of its own."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    return re.sub(r"[ \t]+", " ", "".join(parser.parts)).strip()


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield plain(value)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in {"id", "use", "file", "choice"}:
                yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def block_text(block: Block) -> str:
    """Return everything a learner reads in a block."""
    own = [plain(block.html)] if block.html else []
    return "\n".join([*_texts(block.data), *own])


def page_words(page: PageText) -> str:
    """Return everything a learner reads on a page, title first."""
    return "\n".join([page.title, *map(block_text, page.blocks)])


def prose(page: PageText) -> str:
    """Return the running text of a page: what LIX is made for. Captions, lists of keys and titles stay out."""
    return "\n".join(plain(block.html) for block in page.blocks if block.kind == "text" and block.html)


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return WORD.findall(text)


def lix(text: str) -> float:
    """Return the readability index: words per sentence + per cent of long words (Björnsson 1968)."""
    found = words(text)
    sentences = [part for part in SENTENCE_END.split(text) if WORD.search(part)]
    return len(found) / len(sentences) + 100 * sum(len(word) >= LONG for word in found) / len(found)
