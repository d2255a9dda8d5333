"""T07 Kano questionnaire: which kind of quality a feature is, from two answers per person, and from counts of many.

Sources: the evaluation table of Kano et al. 1984 as printed by Berger et al. 1993, Center for Quality of Management
Journal 2(4), 3–36, who also give the better and worse coefficients; Fong's test as told in the domain reference, T07.
Categories: A attractive, O one-dimensional (performance), M must-be, I indifferent, R reverse, Q questionable.
"""

import math
from typing import Final

from lms.calculators.operations import Parameter, operation

NO_RESPONSES: Final = "NO_RESPONSES"
TABLE: Final = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
"""Rows: the answer to the feature being there, 1 like … 5 dislike; columns: to its absence."""

PRECEDENCE: Final = "MOAIRQ"
"""Which category is taken where several are named equally often: the first of these."""

CLEAR_FROM: Final = 0.06
"""A lead of a smaller share than this is no clear category."""

BADLY_WORDED_ABOVE: Final = 0.1
"""A larger share of questionable answers than this says that the question is not understood."""

_FONG: Final = 1.65
_NAMES: Final = {
    "A": "attractive", "O": "one-dimensional (performance)", "M": "must-be", "I": "indifferent", "R": "reverse",
    "Q": "questionable",
}  # fmt: skip


@operation(
    "kano_classify", "Which kind of quality one person's two answers make a feature",
    Parameter("functional", "answer", "with the feature: 1 like, 2 expect, 3 neutral, 4 can live with, 5 dislike",
              minimum=1, maximum=5, whole=True, required=True),
    Parameter("dysfunctional", "answer", "without the feature: 1 like, 2 expect, 3 neutral, 4 can live with, 5 dislike",
              minimum=1, maximum=5, whole=True, required=True),
)  # fmt: skip
def kano_classify(*, functional: float, dysfunctional: float) -> dict[str, object]:
    """Return the `category`, a letter of `TABLE`."""
    return {"category": TABLE[int(functional) - 1][int(dysfunctional) - 1]}


@operation(
    "kano_summary", "Which kind of quality a feature is, from everybody's answers",
    *(Parameter(letter, "count", f"how many found it {name}", minimum=0, default=0.0, whole=True)
      for letter, name in _NAMES.items()),
)  # fmt: skip
def kano_summary(**counts: float) -> dict[str, object]:
    """Return the most frequent category (ties by `PRECEDENCE`), how clear it is, and better and worse.

    better = (A+O)/(A+O+M+I), 0 to 1, and worse = −(O+M)/(A+O+M+I), −1 to 0, both None where nobody is in the four;
    category_strength = (first − second)/n; total_strength = (A+O+M)/n; Fong: the two largest counts a and b differ
    where |a−b| ≥ 1.65·√((a+b)(2n−a−b)/(2n)). Three cautions: `no_clear_category` below 6 % category strength,
    `badly_worded` above 10 % questionable, `ask_reversed` where the feature itself is not wanted. No answers:
    NO_RESPONSES.
    """
    answers = sum(counts.values())
    if answers == 0:
        return {"error": NO_RESPONSES}
    ranked = sorted(PRECEDENCE, key=lambda letter: -counts[letter])
    first, second = counts[ranked[0]], counts[ranked[1]]
    threshold = _FONG * math.sqrt((first + second) * (2 * answers - first - second) / (2 * answers))
    strength = (first - second) / answers
    return {
        "n": int(answers),
        "category": ranked[0],
        **_coefficients(counts),
        "category_strength": strength,
        "total_strength": (counts["A"] + counts["O"] + counts["M"]) / answers,
        "fong_threshold": threshold,
        "fong_significant": first - second >= threshold,
        "no_clear_category": strength < CLEAR_FROM,
        "badly_worded": counts["Q"] / answers > BADLY_WORDED_ABOVE,
        "ask_reversed": ranked[0] == "R",
    }


def _coefficients(counts: dict[str, float]) -> dict[str, object]:
    """Return how much more satisfied customers are with the feature, and how much less without it (Berger)."""
    about = counts["A"] + counts["O"] + counts["M"] + counts["I"]
    if about == 0:
        return {"better": None, "worse": None}
    return {"better": (counts["A"] + counts["O"]) / about, "worse": -(counts["O"] + counts["M"]) / about}
