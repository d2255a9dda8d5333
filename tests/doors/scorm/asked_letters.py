"""The tables of letters that the browser lacks, made from Python's own: what case folds to, and which marks combine."""

from __future__ import annotations

import unicodedata
from itertools import groupby
from typing import Final

_EVERY: Final = range(0x110000)
_CHEROKEE: Final = (range(0x13A0, 0x13FE), range(0xAB70, 0xABC0))
"""Capitals fold to themselves and small letters to capitals, the other way round than everywhere: a rule of its own."""


def folds() -> str:
    """Return what folds to anything else than its small letter: "ßss ςσ …", letter and letters, with spaces between."""
    found = [
        f"{letter}{letter.casefold()}"
        for letter in map(chr, _EVERY)
        if letter.casefold() != letter.lower()
        and unicodedata.normalize("NFKC", letter) == letter
        and not any(ord(letter) in part for part in _CHEROKEE)
    ]
    return " ".join(found)


def marks() -> str:
    """Return the code points with a combining class, as the inside of a regular expression's brackets."""
    combining = [number for number in _EVERY if unicodedata.combining(chr(number))]
    runs = groupby(enumerate(combining), key=lambda pair: pair[1] - pair[0])
    spans = [[number for _place, number in run] for _key, run in runs]
    return "".join(_code(span[0]) + (f"-{_code(span[-1])}" if len(span) > 1 else "") for span in spans)


def _code(number: int) -> str:
    return f"\\u{{{number:x}}}"
