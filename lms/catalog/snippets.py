"""A few words around what was found, with the found ones marked; plain text in pieces, for a template to escape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from os.path import commonprefix
from typing import Final

from lms.catalog.search import Query
from lms.catalog.words import Word, fold, stem, words

AROUND: Final = 180
"""Characters of a snippet, about two lines."""
BEFORE: Final = 50

Piece = tuple[str, bool]
"""Some text, and whether it is what was looked for."""


def snippet(text: str, query: Query, language: str) -> list[Piece]:
    """Return the piece of `text` around the first word found, or its beginning where none is, cut between words."""
    first = next(_found(text, query, language), None)
    start = 0 if first is None or first.start <= BEFORE else _next_word(text, first.start - BEFORE)
    end = len(text) if start + AROUND >= len(text) else text.rfind(" ", start, start + AROUND)
    end = end if end > start else start + AROUND
    return (
        [("… ", False)] * (start > 0) + marked(text[start:end], query, language) + [(" …", False)] * (end < len(text))
    )


def marked(text: str, query: Query, language: str) -> list[Piece]:
    """Return the whole text in pieces, those that were looked for marked."""
    pieces: list[Piece] = []
    done = 0
    for word in _found(text, query, language):
        pieces += [(text[done : word.start], False), (text[word.start : word.end], True)]
        done = word.end
    return [piece for piece in (*pieces, (text[done:], False)) if piece[0]]


def holds_all(text: str, query: Query, language: str) -> bool:
    """Return whether every word of the query stands in the text."""
    stems = query.stems(language)
    folded = fold(text)
    shared = [_shared(typed, wanted) for typed, wanted in zip(query.words, stems, strict=True)]
    if not all(_beginning(each).search(folded) for each in shared):
        return False
    missing = set(range(len(stems)))
    for word in words(text):
        likely = {number for number in missing if word.folded.startswith(shared[number])}
        own = stem(word.folded, language) if likely else ""
        missing -= {number for number in likely if query.matches(number, stems[number], own)}
        if not missing:
            return True
    return not missing


def _found(text: str, query: Query, language: str) -> Iterator[Word]:
    """Yield the words that match. Stemming is slow: only words that begin alike are looked at closely."""
    wanted_words = [
        (wanted, _shared(typed, wanted)) for typed, wanted in zip(query.words, query.stems(language), strict=True)
    ]
    for word in words(text):
        for number, (wanted, shared) in enumerate(wanted_words):
            if word.folded.startswith(shared) and query.matches(number, wanted, stem(word.folded, language)):
                yield word
                break


def _shared(typed: str, wanted: str) -> str:
    """Return how a word begins that may match: as what was typed and its stem do, give or take two signs."""
    shared = commonprefix((typed, wanted))
    return shared[: max(2, len(shared) - 2)]


@lru_cache(maxsize=1_000)
def _beginning(shared: str) -> re.Pattern[str]:
    """Return the pattern of a word that begins so, for a folded text: it sorts out most texts at once."""
    return re.compile(rf"(?<![^\W_]){re.escape(shared)}")


def _next_word(text: str, at: int) -> int:
    return text.find(" ", at) + 1
