"""Where each part of a formula stands in its text.

The tree of a formula keeps no places. But its numbers, names and functions come in the order in which they are written,
so walking tree and words side by side finds each again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lms.calculators.formula.language import ARITHMETIC, COMPARISON, Tree
from lms.calculators.formula.parser import Token, tokens_of


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a formula: its tree, its text from `start` to before `end` (from 0), and the parts within it."""

    tree: Tree
    start: int
    end: int
    parts: tuple["Place", ...] = ()

    @property
    def head(self) -> str:
        """Return the operator or function; empty for a number, a name or an option."""
        return str(self.tree[0]) if isinstance(self.tree, list) else ""


def places(text: str, tree: Tree) -> Place:
    """Return the places of `tree`, which must be what `text` was read as."""
    words = (token for token in tokens_of(text) if token.sort in {"number", "name"})
    return _place(text, tree, words)


def line_and_column(text: str, start: int) -> tuple[int, int]:
    """Return line and column, both from 1, of a place in a text."""
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def _place(text: str, tree: Tree, words: Iterator[Token]) -> Place:
    if not isinstance(tree, list) or tree[0] == "option":
        word = next(words)
        return Place(tree, word.column - 1, word.column - 1 + len(word.text))
    if tree[0] in ARITHMETIC or tree[0] in COMPARISON:
        parts = tuple(_place(text, each, words) for each in tree[1:])
        start = text.rindex("-", 0, parts[0].start) if len(parts) == 1 else parts[0].start
        return Place(tree, *_closed(text, start, parts[-1].end), parts)
    start = next(words).column - 1
    if tree[0] == "fail":
        code = next(words)
        return Place(tree, *_closed(text, start, code.column - 1 + len(code.text)))
    parts = tuple(_place(text, each, words) for each in tree[1:])
    return Place(tree, *_closed(text, start, parts[-1].end), parts)


def _closed(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch of text until no bracket in it is without its other half."""
    before, after = 0, 0
    for sign in text[start:end]:
        if sign == "(":
            after += 1
        elif sign == ")" and after:
            after -= 1
        elif sign == ")":
            before += 1
    for _ in range(after):
        end = text.index(")", end) + 1
    for _ in range(before):
        start = text.rindex("(", 0, start)
    return start, end
