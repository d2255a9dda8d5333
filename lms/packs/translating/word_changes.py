"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

_PIECE: Final = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
MOST: Final = 4_000
"""Words and signs between them that are compared; longer texts are shown whole."""


class Piece(NamedTuple):
    """A stretch of text that stayed, is gone, or is new."""

    kind: Literal["same", "gone", "new"]
    text: str


def word_changes(old: str, new: str) -> list[Piece]:
    """Return the pieces of both texts in reading order."""
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    if len(before) + len(after) > MOST:
        return [Piece("gone", old), Piece("new", new)]
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(before[a:b])))
        else:
            pieces += [Piece("gone", "".join(before[a:b]))] if b > a else []
            pieces += [Piece("new", "".join(after[c:d]))] if d > c else []
    return pieces
