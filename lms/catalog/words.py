"""Words as the search knows them: cut out of a text, folded, and brought to their stem by the language's stemmer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock
from typing import Any

import snowballstemmer

LONGEST = 40
"""Characters of a stem that are kept: longer words are told apart by their first forty."""
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
_STEMMERS = {"en": "english", "da": "danish", "sv": "swedish"}
_FOLDED = str.maketrans("àáâèéêëìíîïòóôùúûüçñ’", "aaaeeeeiiiiooouuuucn'")
"""Accents nobody types in a search box. The letters of Danish and Swedish (å, ä, æ, ö, ø) stay what they are."""
_one_at_a_time = Lock()  # a stemmer holds the word it works on


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: where it stands, from `start` to before `end`, and how it reads folded."""

    start: int
    end: int
    folded: str


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text that is in Unicode's composed form (see `composed`), in order."""
    for found in _WORD.finditer(text):
        yield Word(found.start(), found.end(), fold(found[0]))


def composed(text: str) -> str:
    """Return the text with each letter and its marks as one sign, the form in which words are looked for."""
    return unicodedata.normalize("NFC", text)


def fold(word: str) -> str:
    """Return a word in small letters and without accents, å, ä, æ, ö and ø kept."""
    return word.casefold().translate(_FOLDED)


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a folded word: what its inflections share ("kundeafgangen" and "kundeafgang")."""
    with _one_at_a_time:
        return str(_stemmer(language).stemWord(word))[:LONGEST]


@cache
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(_STEMMERS[language])
