"""Units through a formula: what a share of money is, and where two things meet that do not belong together.

Coarse on purpose. "Per year" and "per customer" are not declared anywhere, so money times a count, a share or years
stays money; where nothing certain can be said the unit is unknown, and an unknown unit is never remarked on.
"""

from collections.abc import Mapping
from typing import Final

from lms.sentences import say

MONEY: Final = "money"
SHARE: Final = "percent"
COUNT: Final = "count"
YEARS: Final = "years"
MONTHS: Final = "months"
RATIO: Final = "ratio"
PLAIN: Final = "plain"
UNKNOWN: Final = ""

MONTHS_A_YEAR: Final = 12.0

NOUNS: Final[Mapping[str, str]] = {
    MONEY: say("money"),
    SHARE: say("a share"),
    COUNT: say("a count"),
    YEARS: say("years"),
    MONTHS: say("months"),
    RATIO: say("a ratio"),
}
"""What each unit is called in a sentence."""

SUBJECTS: Final[Mapping[str, str]] = {
    MONEY: say("Money"),
    SHARE: say("A share"),
    COUNT: say("A count"),
    YEARS: say("Years"),
    MONTHS: say("Months"),
    RATIO: say("A ratio"),
}
"""What each unit is called at the beginning of a sentence."""

_SIZELESS: Final = (SHARE, RATIO, PLAIN)
_CLASHES: Final = frozenset(
    frozenset(pair)
    for pair in (
        (MONEY, SHARE), (MONEY, COUNT), (MONEY, YEARS), (MONEY, MONTHS), (MONEY, RATIO), (SHARE, COUNT),
        (SHARE, YEARS), (SHARE, MONTHS), (YEARS, MONTHS), (YEARS, COUNT), (MONTHS, COUNT),
    )
)  # fmt: skip


def clash(first: str, second: str) -> bool:
    """Tell whether two units cannot be added, compared or stand for each other."""
    return frozenset((first, second)) in _CLASHES


def remedy(first: str, second: str) -> str:
    """Return what to do about two units that clash."""
    pair = {first, second}
    if pair == {MONEY, SHARE}:
        return say("A share of money is a product: write money * share.")
    if pair == {YEARS, MONTHS}:
        return say("Months divided by 12 are years.")
    if MONEY in pair:
        return say("Multiply or divide to make money of it, or check which name you meant.")
    return say("Check which name you meant, or bring both to the same unit.")


def together(first: str, second: str) -> str:
    """Return the unit of a sum, a difference or a choice between two things."""
    if first == second:
        return first
    if UNKNOWN in (first, second) or clash(first, second):
        return UNKNOWN
    if PLAIN in (first, second):
        return RATIO if SHARE in (first, second) else first if second == PLAIN else second
    return RATIO if {first, second} <= set(_SIZELESS) else UNKNOWN


def times(first: str, second: str, number: float | None = None) -> str:
    """Return the unit of a product; `number` is the written number where one side is one."""
    pair = {first, second}
    if UNKNOWN in pair or first == second == MONEY:
        return UNKNOWN
    if MONEY in pair:
        return MONEY
    if number == MONTHS_A_YEAR and YEARS in pair:
        return MONTHS
    if first == second:
        return first if first in {*_SIZELESS, COUNT} else UNKNOWN
    if pair <= set(_SIZELESS):
        return RATIO
    size = [each for each in (first, second) if each not in _SIZELESS]
    return size[0] if len(size) == 1 else UNKNOWN


def divided(first: str, second: str, number: float | None = None) -> str:
    """Return the unit of a quotient; `number` is the divisor where it is a written number."""
    if UNKNOWN in (first, second):
        return UNKNOWN
    if first == second:
        return PLAIN if first == PLAIN else RATIO
    if first == MONEY:
        return MONEY
    if number == MONTHS_A_YEAR and first == MONTHS:
        return YEARS
    if second in {PLAIN, RATIO}:
        return first
    return first if second == SHARE and first in {COUNT, YEARS, MONTHS} else UNKNOWN


def power(base: str) -> str:
    """Return the unit of a power."""
    return RATIO if base in {SHARE, RATIO} else base if base == PLAIN else UNKNOWN
