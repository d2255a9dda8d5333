"""The formula language: its functions, its kinds of value, its limits.

A tree is plain JSON: a number, `null` for `none`, a name as text, or a list whose first element is the
operator or function: `["*", "margin", ["^", "retention", 2]]`. Two words are special:
`["option", "END"]` is one option of a choice, `["fail", "DIVERGES"]` ends with that error code.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

from lms.sentences import say

Tree: TypeAlias = float | int | str | list["Tree"] | None
Value: TypeAlias = float | bool | str | list[float] | list[bool]

NUMBER: Final = "number"
SERIES: Final = "series"
TRUTH: Final = "truth"
TRUTHS: Final = "series of truths"
CHOICE: Final = "choice"
TABLE: Final = "table"

NOUNS: Final = {
    NUMBER: say("number"),
    SERIES: say("series"),
    TRUTH: say("truth"),
    TRUTHS: say("series of truths"),
    CHOICE: say("choice"),
    TABLE: say("table"),
}
"""What each kind of value is called in a sentence."""


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


def noun_of(kind: str) -> str:
    """Return what a kind of value is called in a sentence."""
    return NOUNS.get(kind, say("none"))


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
        Function("abs", 1, 1, say("size without sign")),
        Function("min", 1, 20, say("the smallest of several values, or of one series")),
        Function("max", 1, 20, say("the largest of several values, or of one series")),
        Function("clamp", 3, 3, say("clamp(x, low, high): x kept between low and high")),
        Function("sum", 1, 1, say("the sum of a series")),
        Function("mean", 1, 1, say("the average of a series")),
        Function("median", 1, 1, say("the middle value of a series, or halfway between the two in the middle")),
        Function("product", 1, 1, say("all values of a series multiplied")),
        Function("round", 1, 2, say("round(x, digits): halves away from zero; digits 0 to 12, 0 when left out")),
        Function("floor", 1, 1, say("the whole number at or below")),
        Function("ceil", 1, 1, say("the whole number at or above")),
        Function("sqrt", 1, 1, say("square root")),
        Function("exp", 1, 1, say("e to the power")),
        Function("ln", 1, 1, say("natural logarithm")),
        Function("log10", 1, 1, say("logarithm to base ten")),
        Function(
            "if", 3, 3, say("if(condition, then, otherwise); only the chosen side is computed, except for a series")
        ),
        Function("and", 2, 20, say("all are true")),
        Function("or", 2, 20, say("at least one is true")),
        Function("not", 1, 1, say("the opposite")),
        Function("given", 1, 1, say("given(name): an optional input was filled in")),
        Function("years", 1, 1, say("years(n): the series 1, 2, … n; n a whole number from 0 to 200")),
        Function("cumulative", 1, 1, say("running totals of a series")),
        Function("shift", 2, 3, say("shift(series, k, blank): the value k places earlier; blank (0) before the first")),
        Function("changes", 1, 1, say("how many values of a series differ from the one before")),
        Function("distinct", 1, 1, say("how many different values a series has")),
        Function("at", 2, 2, say("at(series, k): the k-th value, counted from 1")),
        Function("last", 1, 1, say("the last value of a series")),
        Function("count", 1, 1, say("how many values a series has")),
        Function("normal_cdf", 1, 1, say("the share of a standard normal distribution below x")),
        Function("normal_quantile", 1, 1, say("the x that has the share p below it; p between 0 and 1")),
        Function(
            "student_cdf", 2, 2, say("student_cdf(t, df): the share of Student's t below t; df from 1 to a million")
        ),
        Function("student_quantile", 2, 2, say("student_quantile(p, df): the t with the share p below it")),
        Function(
            "erlang_c", 2, 2, say("erlang_c(traffic, agents): the share of customers who wait; agents 1 to 10,000")
        ),
        Function("sbg_alpha", 1, 1, say("alpha of the beta-geometric model fitted to survivors n0, n1, …")),
        Function("sbg_beta", 1, 1, say("beta of the same fit; above 10,000 together: all customers are alike")),
        Function("fail", 1, 1, say("fail(CODE): no number, but this error")),
    )
}
"""The whole list; nothing else can be called."""
