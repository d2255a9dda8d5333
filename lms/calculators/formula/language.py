"""The formula language: its functions, its kinds of value, its limits.

A tree is plain JSON: a number, `null` for `none`, a name as text, or a list whose first element is the
operator or function: `["*", "margin", ["^", "retention", 2]]`. Two words are special:
`["option", "END"]` is one option of a choice, `["fail", "DIVERGES"]` ends with that error code.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

Tree: TypeAlias = float | int | str | list["Tree"] | None
Value: TypeAlias = float | bool | str | list[float] | list[bool]

NUMBER: Final = "number"
SERIES: Final = "series"
TRUTH: Final = "truth"
TRUTHS: Final = "series of truths"
CHOICE: Final = "choice"
TABLE: Final = "table"

MAXIMUM_BYTES: Final = 2048
MAXIMUM_NODES: Final = 200
MAXIMUM_DEPTH: Final = 20
MAXIMUM_STEPS: Final = 10_000
MAXIMUM_LITERAL: Final = 1e15
MAXIMUM_PERIODS: Final = 200
MAXIMUM_DIGITS: Final = 12

ARITHMETIC: Final = ("+", "-", "*", "/", "^")
COMPARISON: Final = ("<", "<=", ">", ">=", "==", "!=")
RESERVED: Final = ("none",)


@dataclass(frozen=True, slots=True)
class Function:
    """One function an author may call: how many arguments, and what it does, for the reference page."""

    name: str
    fewest: int
    most: int
    meaning: str


FUNCTIONS: Final = {
    each.name: each
    for each in (
        Function("abs", 1, 1, "size without sign"),
        Function("min", 1, 20, "the smallest of several values, or of one series"),
        Function("max", 1, 20, "the largest of several values, or of one series"),
        Function("clamp", 3, 3, "clamp(x, low, high): x kept between low and high"),
        Function("sum", 1, 1, "the sum of a series"),
        Function("mean", 1, 1, "the average of a series"),
        Function("round", 1, 2, "round(x, digits): halves away from zero; digits 0 to 12, 0 when left out"),
        Function("floor", 1, 1, "the whole number at or below"),
        Function("ceil", 1, 1, "the whole number at or above"),
        Function("sqrt", 1, 1, "square root"),
        Function("exp", 1, 1, "e to the power"),
        Function("ln", 1, 1, "natural logarithm"),
        Function("log10", 1, 1, "logarithm to base ten"),
        Function("if", 3, 3, "if(condition, then, otherwise); only the chosen side is computed, except for a series"),
        Function("and", 2, 20, "all are true"),
        Function("or", 2, 20, "at least one is true"),
        Function("not", 1, 1, "the opposite"),
        Function("given", 1, 1, "given(name): an optional input was filled in"),
        Function("years", 1, 1, "years(n): the series 1, 2, … n; n a whole number from 0 to 200"),
        Function("cumulative", 1, 1, "running totals of a series"),
        Function("at", 2, 2, "at(series, k): the k-th value, counted from 1"),
        Function("last", 1, 1, "the last value of a series"),
        Function("count", 1, 1, "how many values a series has"),
        Function("normal_cdf", 1, 1, "the share of a standard normal distribution below x"),
        Function("normal_quantile", 1, 1, "the x that has the share p below it; p between 0 and 1"),
        Function("fail", 1, 1, "fail(CODE): no number, but this error"),
    )
}
"""The whole list; nothing else can be called."""
