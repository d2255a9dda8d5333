"""The glossary: what a term of the field is called in each language, ours and an organisation's own."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import StringIO
from typing import Final

FILE: Final = "glossary.csv"


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its words per language, English among them. `own`: the organisation's, which goes before ours."""

    words: Mapping[str, str]
    own: bool = False

    @property
    def english(self) -> str:
        """Return the term itself."""
        return self.words["en"]


@cache
def shared_terms() -> tuple[Term, ...]:
    """Return the terms that come with the product: drafts, which a native reader has not reviewed yet."""
    text = resources.files("lms.packs.translating").joinpath(FILE).read_text(encoding="utf-8")
    return tuple(Term({key: words for key, words in row.items() if words}) for row in csv.DictReader(StringIO(text)))


def terms_in(text: str, language: str, terms: Iterable[Term]) -> list[Term]:
    """Return the terms that stand in an English text and have a word in the language, the longest first.

    A term inside a longer one that stands there too is left out, and of two for one word the organisation's own wins.
    """
    found: dict[str, Term] = {}
    for term in sorted(terms, key=lambda each: (not each.own, -len(each.english))):
        if term.words.get(language) and _stands_in(term.english, text):
            found.setdefault(term.english.casefold(), term)
    kept = sorted(found.values(), key=lambda each: -len(each.english))
    return [each for each in kept if not any(_inside(each, other) for other in kept)]


def missing_terms(source: str, target: str, language: str, terms: Sequence[Term]) -> list[Term]:
    """Return the terms of an English text whose word is not in its translation, in any inflection that ends longer."""
    folded = target.casefold()
    return [term for term in terms_in(source, language, terms) if _stem(term.words[language]) not in folded]


def _inside(term: Term, other: Term) -> bool:
    return len(other.english) > len(term.english) and term.english.casefold() in other.english.casefold()


def _stands_in(term: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(term.casefold())}(?:s|es)?(?!\w)", text.casefold()) is not None


def _stem(word: str) -> str:
    """Return the beginning of a word that its inflections share: Danish and Swedish put their endings last."""
    folded = word.casefold()
    return folded if len(folded) < 5 else folded[:-1]
