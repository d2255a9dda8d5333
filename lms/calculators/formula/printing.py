"""Writes a tree back as text: the canonical form, which parses to the same tree."""

from decimal import Decimal
from typing import Final

from lms.calculators.formula.language import ARITHMETIC, COMPARISON, Tree

_BINDING: Final = {"<": 1, "<=": 1, ">": 1, ">=": 1, "==": 1, "!=": 1, "+": 2, "-": 2, "*": 3, "/": 3, "^": 5}
_NEGATIVE: Final = 4
_ATOM: Final = 6
_BINARY: Final = 3


def print_formula(tree: Tree) -> str:
    """Return the shortest text with the same meaning, spaced for reading."""
    return _printed(tree)[0]


def _printed(tree: Tree) -> tuple[str, int]:
    """Return text and how tightly its outermost operator binds."""
    if not isinstance(tree, list):
        return _leaf(tree), _ATOM
    head = str(tree[0])
    if head == "option":
        return str(tree[1]), _ATOM
    if head == "-" and len(tree) < _BINARY:
        return f"-{_within(tree[1], _NEGATIVE)}", _NEGATIVE
    if head in ARITHMETIC or head in COMPARISON:
        return _operation(head, tree[1], tree[2]), _BINDING[head]
    return f"{head}({', '.join(_printed(each)[0] for each in tree[1:])})", _ATOM


def _leaf(tree: float | str | None) -> str:
    if tree is None:
        return "none"
    return tree if isinstance(tree, str) else _number(float(tree))


def _operation(sign: str, left: Tree, right: Tree) -> str:
    binding = _BINDING[sign]
    if sign == "^":
        return f"{_within(left, _ATOM)}^{_within(right, _NEGATIVE)}"
    leftmost = binding + 1 if sign in COMPARISON else binding
    return f"{_within(left, leftmost)} {sign} {_within(right, binding + 1)}"


def _within(tree: Tree, binding: int) -> str:
    text, own = _printed(tree)
    return text if own >= binding else f"({text})"


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}"
