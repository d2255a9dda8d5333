"""Finding a tool by words: all of them in its title, its question or what it teaches, in any of its languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from lms.calculators.declared import Calculator
from lms.catalog.search import Query
from lms.catalog.snippets import Piece, marked
from lms.catalog.words import composed, stem, words
from lms.questions.text import LANGUAGES

IN_NAME, IN_TEACHING = 2, 1


@dataclass(frozen=True)
class FoundTool:
    """A tool that holds every word: its title and its question in the reader's language, in pieces to mark."""

    name: str
    title: list[Piece]
    question: list[Piece]


def find_tools(calculators: Iterable[Calculator], query: Query, language: str) -> list[FoundTool]:
    """Return the tools that hold every word of the query, those that have them in title and question first.

    The reader's language is looked through before the others: a tool remembered by its English name is found in Danish.
    """
    scored = [(_score(each, query, language), each) for each in calculators] if query.words else []
    found = sorted(((score, each) for score, each in scored if score), key=lambda pair: -pair[0])
    return [_found(each, query, language) for _score_, each in found]


def _found(calculator: Calculator, query: Query, language: str) -> FoundTool:
    title, question = (_said(text, language) for text in (calculator.title, calculator.question))
    return FoundTool(calculator.name, marked(title, query, language), marked(question, query, language))


def _score(calculator: Calculator, query: Query, language: str) -> int:
    """Return 0 where a word is missing, more where all stand in title and question."""
    for spoken in dict.fromkeys((language, *LANGUAGES)):
        name = f"{calculator.title.get(spoken, '')} {calculator.question.get(spoken, '')}"
        if _holds(name, query, spoken):
            return IN_NAME
    for spoken in dict.fromkeys((language, *LANGUAGES)):
        texts = (calculator.title, calculator.question, calculator.teaching)
        if _holds(" ".join(text.get(spoken, "") for text in texts), query, spoken):
            return IN_TEACHING
    return 0


def _holds(text: str, query: Query, language: str) -> bool:
    there, stems = _stems(text, language), query.stems(language)
    if any(each not in there for each in stems[:-1]):
        return False
    # the last word may be unfinished, so its beginning is enough: as `Query.matches` says, without asking each word
    beginning = query.beginning
    return stems[-1] in there or bool(beginning and any(word.startswith(beginning) for word in there))


@lru_cache(maxsize=1_000)
def _stems(text: str, language: str) -> frozenset[str]:
    """Return the stems of a published text: it never changes, so each is worked out once."""
    return frozenset(stem(word.folded, language) for word in words(composed(text)))


def _said(text: Mapping[str, str], language: str) -> str:
    return composed(text.get(language) or text.get("en", ""))
