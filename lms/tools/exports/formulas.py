"""A formula of our language as one of a spreadsheet: the same value from the same cells.

What a formula needs of the sheet (cells of its own, columns of series) it asks of a `Sheet`; `working.py` is the one.
No formula is an array formula and none uses anything newer than 2003, so every spreadsheet computes it. A series is a
column; a formula over series is translated place by place. Where our language ends without a number the cell holds one
of the spreadsheet's own errors, which spreads as ours does: `none` is #N/A, and `Sheet.failing` says which other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lms.calculators.codes import OUT_OF_DOMAIN
from lms.calculators.formula.language import COMPARISON, Tree
from lms.tools.exports.cells import NONE, Block, Sheet, Size, number
from lms.tools.exports.functions import FUNCTIONS

_ATOM, _POWER, _TIMES, _PLUS, _COMPARED = 5, 4, 3, 2, 1
_SIGNS: Final = {"==": "=", "!=": "<>"}
_BINDING: Final = {**dict.fromkeys(COMPARISON, _COMPARED), "+": _PLUS, "-": _PLUS, "*": _TIMES, "/": _TIMES}
_SINGLE: Final = frozenset(
    ("sum", "mean", "median", "product", "changes", "distinct", "at", "last", "count", "sbg_alpha", "sbg_beta", "given")
    + ("option", "fail")
)


@dataclass(frozen=True, slots=True)
class Formulas:
    """Translates trees for one sheet."""

    sheet: Sheet

    def text(self, tree: Tree, place: int | None = None) -> str:
        """Return the formula, without its `=`: of a single value, or of a series' value at `place`, from 1."""
        return self._bound(tree, place)[0]

    def size(self, tree: Tree) -> Size | None:
        """Return how long the series is that a formula gives; None where it gives a single value."""
        if isinstance(tree, str):
            found = self.sheet.named(tree)
            return found.size if isinstance(found, Block) else None
        if not isinstance(tree, list) or tree[0] in _SINGLE:
            return None
        if tree[0] in {"min", "max"} and len(tree) == 2:  # noqa: PLR2004  of one series
            return None
        if tree[0] == "years":
            return self.sheet.checked(tree[1])
        if tree[0] == "if" and self.size(tree[1]) is None:
            return self._either(tree[1], self.size(tree[2]), self.size(tree[3]))
        found_sizes = [each for each in map(self.size, tree[1 : 2 if tree[0] == "shift" else None]) if each]
        return self._alike(found_sizes)

    def _either(self, condition: Tree, one: Size | None, other: Size | None) -> Size | None:
        if one is None or other is None or one == other:
            return one or other
        text = f"IF({self.text(condition)},{one.text},{other.text})"
        return Size(text, max(one.places, other.places))

    def _alike(self, sizes: list[Size]) -> Size | None:
        """Return the one length of several series; where they may differ, one that fails when they do."""
        unlike = list(dict.fromkeys(sizes))
        if len(unlike) <= 1:
            return unlike[0] if unlike else None
        first = unlike[0].text
        same = ",".join(f"{first}={each.text}" for each in unlike[1:])
        text = f"IF(AND({same}),{first},{self.sheet.failing(OUT_OF_DOMAIN)})"
        return Size(text, max(each.places for each in unlike))

    def atom(self, tree: Tree, place: int | None) -> str:
        """Return what may be written more than once: a number or a cell; anything else gets a cell."""
        if not isinstance(tree, list):
            return self._tight(tree, place, _ATOM)
        block = self.sheet.column(tree) if place is not None and self.size(tree) else None
        return self.sheet.held(tree) if block is None else self.cell(block, place)

    def cell(self, block: Block, place: int | None) -> str:
        """Return a series' cell; beyond the places kept for it there is none."""
        fits = place is not None and 1 <= place <= block.size.places
        return block.cell(place) if fits and place else self.sheet.failing(OUT_OF_DOMAIN)

    def _bound(self, tree: Tree, place: int | None) -> tuple[str, int]:
        """Return the text, and how tightly its outermost operator binds."""
        if tree is None:
            return NONE, _ATOM
        if isinstance(tree, str):
            found = self.sheet.named(tree)
            return (self.cell(found, place) if isinstance(found, Block) else found), _ATOM
        if not isinstance(tree, list):
            return number(tree), _ATOM if tree >= 0 else _PLUS
        head = str(tree[0])
        if head in _BINDING:
            return self._operation(head, tree, place), _BINDING[head]
        if head == "^":
            return self._power(tree, place)
        return FUNCTIONS[head](self, tree, place), _ATOM

    def _tight(self, tree: Tree, place: int | None, binding: int) -> str:
        text, own = self._bound(tree, place)
        return text if own >= binding else f"({text})"

    def _operation(self, head: str, tree: list[Tree], place: int | None) -> str:
        if len(tree) == 2:  # noqa: PLR2004  a minus sign: -2^2 is 4 in a spreadsheet, so what follows is closed in
            return f"-{self._tight(tree[1], place, _ATOM)}"
        if isinstance(tree[2], list) and tree[2][0] == "option":
            return f"{tree[1]}{_SIGNS[head]}{self.sheet.option(str(tree[1]), str(tree[2][1]))}"
        if isinstance(tree[1], list) and tree[1][0] == "option":
            return self._operation(head, [head, tree[2], tree[1]], place)
        binding = _BINDING[head]
        left = self._tight(tree[1], place, binding + (head in COMPARISON))
        return f"{left}{_SIGNS.get(head, head)}{self._tight(tree[2], place, binding + 1)}"

    def _power(self, tree: list[Tree], place: int | None) -> tuple[str, int]:
        """Return a power; 0^0 is 1 here, and an error in some spreadsheets."""
        if isinstance(tree[2], int | float) and tree[2] > 0:
            return f"{self._tight(tree[1], place, _ATOM)}^{number(tree[2])}", _POWER
        exponent = self.atom(tree[2], place)
        return f"IF({exponent}=0,1,{self._tight(tree[1], place, _ATOM)}^{exponent})", _ATOM
