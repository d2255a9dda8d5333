"""Pages: headings without a step left out, tables with heads, links that say where they lead, something to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from markdown_it.token import Token

from lms.packs.markdown import parse
from lms.questions.text import N_
from lms.studio.publishing.checks.finding import Finding
from lms.studio.publishing.checks.pieces import Piece, page_paths, pieces

NOTHING_SAID: Final = frozenset(
    {
        "here", "click here", "this", "this link", "link", "more", "read more", "see here", "go here",
        "her", "klik her", "læs mere", "mere", "dette link", "linket",
        "här", "klicka här", "läs mer", "mer", "denna länk", "länken",
    }
)  # fmt: skip
"""What a link says that says nothing to whoever hears the links of a page read out one after the other."""
_TITLE_LEVEL: Final = 1


def check_pages(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield what is wrong with the pages in every language."""
    for path, language in page_paths(files):
        found = [*pieces(path, files[path].decode("utf-8", "replace"))]
        if language == "en" and not any(_says_something(each) for each in found):
            said = N_("The page is empty.")
            yield Finding("must", said, N_("Write something, or take the page out of the outline."), path)
        yield from _headings(found)
        for piece in found:
            yield from _tables(piece)
            yield from _links(piece)


def _says_something(piece: Piece) -> bool:
    if piece.kind:
        return True
    tokens = parse(piece.markdown).tokens
    return any(token.type in ("paragraph_open", "list_item_open", "td_open", "code_block", "fence") for token in tokens)


def _headings(found: Sequence[Piece]) -> Iterator[Finding]:
    before = _TITLE_LEVEL
    for piece in found:
        for token in parse(piece.markdown).tokens if not piece.kind else ():
            if token.type != "heading_open":
                continue
            level = int(token.tag[1:])
            if level > before + 1:
                said = N_("A heading of step %(level)s follows one of step %(before)s: a step is left out.")
                remedy = N_("Make it a heading of step %(next)s, as whoever listens to the page counts the steps.")
                values = {"level": level, "before": before, "next": before + 1}
                yield Finding("must", said, remedy, piece.path, piece.part, values)
            before = max(level, _TITLE_LEVEL)


def _tables(piece: Piece) -> Iterator[Finding]:
    """Yield each table that has a column without a head; only the first column may go without."""
    heads: list[bool] = []
    tokens = parse(piece.markdown).tokens
    for token, following in zip(tokens, tokens[1:], strict=False):
        if token.type == "table_open":
            heads = []
        elif token.type == "th_open":
            heads.append(bool(following.content.strip()))
        elif token.type == "thead_close" and (not all(heads[1:]) or heads == [False]):
            said = N_("A table has columns without a head.")
            yield Finding("must", said, N_("Write what stands in each column above it."), piece.path, piece.part)


def _links(piece: Piece) -> Iterator[Finding]:
    for token in parse(piece.markdown).tokens:
        for words, address in _linked(token.children or ()):
            if words.strip(" .:!→").casefold() in NOTHING_SAID or words == address or not words.strip():
                said = N_("A link says “%(words)s”, which does not tell where it leads.")
                remedy = N_("Let the link say what is there.")
                yield Finding("note", said, remedy, piece.path, piece.part, {"words": words or address})


def _linked(children: Sequence[Token]) -> Iterator[tuple[str, str]]:
    words, address = "", None
    for child in children:
        if child.type == "link_open":
            words, address = "", str(child.attrs.get("href", ""))
        elif child.type == "link_close" and address is not None:
            yield words, address
            address = None
        elif address is not None:
            words += child.content
