"""Checks what a formula means before it is ever run: names, kinds of value, constants that cannot be computed."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from textwrap import shorten
from typing import Final

from lms.calculators.codes import TOO_MANY_STEPS
from lms.calculators.formula.language import (
    ARITHMETIC,
    CHOICE,
    COMPARISON,
    MAXIMUM_LITERAL,
    MAXIMUM_STEPS,
    NUMBER,
    SERIES,
    TABLE,
    TRUTH,
    TRUTHS,
    Tree,
    noun_of,
)
from lms.calculators.formula.parser import FormulaError
from lms.calculators.formula.printing import print_formula
from lms.calculators.formula.scalar import Failure, evaluate_tree
from lms.sentences import say

NOTHING: Final = "none"
_NUMBERS: Final = (NUMBER, SERIES, NOTHING)
_TRUTHS: Final = (TRUTH, TRUTHS)
_QUOTED: Final = 80


def check(tree: Tree, names: Mapping[str, str], options: Mapping[str, frozenset[str]] | None = None) -> str:
    """Return the kind of value a formula gives, or raise `FormulaError`.

    `names` gives the kind of each name that may be used; `options` the options of each choice.
    A constant part that cannot be computed, or leaves ±1e15, is refused here and not on somebody's page.
    """
    kind = _Checker(names, options or {}).kind(tree)
    _check_constants(tree)
    return NUMBER if kind == NOTHING else kind


def names_in(tree: Tree) -> frozenset[str]:
    """Return every name a formula uses."""
    found: set[str] = set()
    _collect(tree, found)
    return frozenset(found)


def _collect(tree: Tree, found: set[str]) -> None:
    if isinstance(tree, str):
        found.add(tree)
    elif isinstance(tree, list) and tree[0] not in {"option", "fail"}:
        for each in tree[1:]:
            _collect(each, found)


def _check_constants(tree: Tree) -> None:
    """Compute each part without names once; the largest such parts suffice."""
    if _constant(tree):
        _check_computable(tree)


def _constant(tree: Tree) -> bool:
    """Tell whether a part uses no name and cannot fail; compute the constant parts of one that does."""
    if not isinstance(tree, list):
        return not isinstance(tree, str)
    if tree[0] in {"option", "fail"}:
        return False
    constant = [_constant(each) for each in tree[1:]]
    if all(constant):
        return True
    for each, alone in zip(tree[1:], constant, strict=True):
        if alone:
            _check_computable(each)
    return False


def _check_computable(tree: Tree) -> None:
    if not isinstance(tree, list):
        return
    value = evaluate_tree(tree, {})
    if isinstance(value, Failure) and value.code == TOO_MANY_STEPS:
        raise FormulaError(
            say("The formula takes more than {most} steps.", most=f"{MAXIMUM_STEPS:,}"),
            remedy=say("Shorten its series, or split it."),
        )
    if isinstance(value, Failure) or (isinstance(value, float) and abs(value) > MAXIMUM_LITERAL):
        raise FormulaError(
            say("“{part}” cannot be computed.", part=shorten(print_formula(tree), _QUOTED, placeholder=" …")),
            remedy=say("Numbers stay within ±1e15 and nothing is divided by zero."),
        )


class _Checker:
    def __init__(self, names: Mapping[str, str], options: Mapping[str, frozenset[str]]) -> None:
        self.names, self.options = names, options

    def kind(self, tree: Tree) -> str:
        if tree is None:
            return NOTHING
        if isinstance(tree, int | float):
            return NUMBER
        if isinstance(tree, str):
            return self.named(tree)
        head = str(tree[0])
        if head == "fail":
            return NOTHING
        if head == "option":
            raise FormulaError(
                say("The option {option} stands alone.", option=tree[1]),
                1,
                say("Compare it: choice == {option}.", option=tree[1]),
            )
        if head in {"==", "!="} and any(isinstance(each, list) and each[0] == "option" for each in tree[1:]):
            return self.choice(tree)
        kinds = [self.kind(each) for each in tree[1:]]
        return _RULES.get(head, _elementwise)(head, kinds)

    def named(self, name: str) -> str:
        if name not in self.names:
            near = get_close_matches(name, self.names, 1)
            remedy = (
                say("Did you mean “{near}”?", near=near[0])
                if near
                else say("Declare it as an input or an earlier output.")
            )
            raise FormulaError(say("“{name}” is not known here.", name=name), 1, remedy)
        return self.names[name]

    def choice(self, tree: list[Tree]) -> str:
        left, right = tree[1], tree[2]
        if isinstance(left, list):
            left, right = right, left
        if not isinstance(left, str) or self.named(left) != CHOICE or not isinstance(right, list):
            raise FormulaError(say("An option is compared with a choice."), 1, say("Write choice == OPTION."))
        if right[1] not in self.options.get(left, frozenset()):
            known = ", ".join(sorted(self.options.get(left, frozenset())))
            raise FormulaError(
                say("{option} is not an option of “{choice}”.", option=right[1], choice=left),
                1,
                say("Its options are {known}.", known=known),
            )
        return TRUTH


def _elementwise(head: str, kinds: list[str]) -> str:
    """Arithmetic and functions of numbers: one number each, or a series as soon as one is a series."""
    _all_in(head, kinds, _NUMBERS)
    return SERIES if SERIES in kinds else NUMBER


def _extreme(head: str, kinds: list[str]) -> str:
    return _reducing(head, kinds) if len(kinds) == 1 else _elementwise(head, kinds)


def _reducing(head: str, kinds: list[str]) -> str:
    _all_in(head, kinds[:1], (SERIES,))
    _all_in(head, kinds[1:], (NUMBER,))
    return NUMBER


def _running(head: str, kinds: list[str]) -> str:
    _all_in(head, kinds, (SERIES,))
    return SERIES


def _shifting(head: str, kinds: list[str]) -> str:
    _reducing(head, kinds)
    return SERIES


def _years(head: str, kinds: list[str]) -> str:
    _all_in(head, kinds, (NUMBER,))
    return SERIES


def _rounding(head: str, kinds: list[str]) -> str:
    _all_in(head, kinds[1:], (NUMBER,))
    return _elementwise(head, kinds[:1])


def _comparing(head: str, kinds: list[str]) -> str:
    return TRUTHS if _elementwise(head, kinds) == SERIES else TRUTH


def _joining(head: str, kinds: list[str]) -> str:
    _all_in(head, kinds, _TRUTHS)
    return TRUTHS if TRUTHS in kinds else TRUTH


def _given(_head: str, kinds: list[str]) -> str:
    if TABLE in kinds or SERIES in kinds:
        raise FormulaError(
            say("given() asks about an optional input."), 1, say("A table and a series are always there.")
        )
    return TRUTH


def _choosing(head: str, kinds: list[str]) -> str:
    _all_in(head, kinds[:1], _TRUTHS)
    sides = {each for each in kinds[1:] if each != NOTHING}
    if kinds[0] == TRUTHS:
        _all_in(head, kinds[1:], (NUMBER, SERIES))
        return SERIES
    if len(sides) > 1:
        raise FormulaError(
            say("The two sides of if() are of different kinds."), 1, say("Both numbers, or both series.")
        )
    return sides.pop() if sides else NOTHING


def _all_in(head: str, kinds: list[str], allowed: tuple[str, ...]) -> None:
    for each in kinds:
        if each not in allowed:
            raise FormulaError(
                say("{head} cannot take a {kind}.", head=head, kind=noun_of(each)),
                1,
                say("It takes a {kind}.", kind=noun_of(allowed[0])),
            )


_Rule = Callable[[str, list[str]], str]
_RULES: Final[Mapping[str, _Rule]] = {
    **dict.fromkeys(COMPARISON, _comparing),
    **dict.fromkeys(ARITHMETIC, _elementwise),
    **dict.fromkeys(("min", "max"), _extreme),
    **dict.fromkeys(("sum", "mean", "median", "product", "last", "at", "count"), _reducing),
    **dict.fromkeys(("changes", "distinct", "sbg_alpha", "sbg_beta"), _reducing),
    "shift": _shifting,
    **dict.fromkeys(("and", "or", "not"), _joining),
    "cumulative": _running,
    "years": _years,
    "round": _rounding,
    "given": _given,
    "if": _choosing,
}
