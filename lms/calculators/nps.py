"""T05 The recommendation score with its uncertainty: one sample, its size, and two independent samples compared.

Variance per answer p + d − (p − d)²; adjusted interval with ¾ promoter, ¾ detractor and 3 answers added (Rocks 2016;
Lewis & Sauro 2021). Formulas of the domain reference, section T05.
"""

import math
from typing import Final

from lms.calculators.operations import Invalid, Parameter, operation
from lms.calculators.statistics import normal

NO_RESPONSES: Final = "NO_RESPONSES"
PROMOTER_FROM: Final = 9
PASSIVE_FROM: Final = 7
ADDED: Final = 0.75
ADDED_ANSWERS: Final = 3
ENOUGH: Final = 100
"""From so many answers on the plain interval serves; below, the adjusted one is shown."""

CONFIDENCE: Final = Parameter(
    "confidence", "share", "how sure the interval is to be", minimum=0.8, maximum=0.99, default=0.95
)
POPULATION: Final = Parameter(
    "population", "count", "all who could have answered; empty = very many", minimum=1, optional=True, whole=True
)
_GROUPS: Final = 3


@operation(
    "nps", "Recommendation score of one sample, with its interval",
    Parameter("promoters", "count", "answers 9 and 10", minimum=0, optional=True, whole=True),
    Parameter("passives", "count", "answers 7 and 8", minimum=0, optional=True, whole=True),
    Parameter("detractors", "count", "answers 0 to 6", minimum=0, optional=True, whole=True),
    CONFIDENCE,
    POPULATION,
    Parameter("scores", "number", "the answers 0 to 10 themselves, instead of the three counts", minimum=0, maximum=10,
              sort="numbers", whole=True, optional=True),
)  # fmt: skip
def nps(
    *,
    promoters: float | None,
    passives: float | None,
    detractors: float | None,
    confidence: float,
    population: float | None,
    scores: list[float] | None,
) -> dict[str, object]:
    """Return the score (−100 to 100), its standard error and both intervals, cut off at ±100.

    `show_adjusted` tells that the adjusted interval is the one to show: below 100 answers, or no promoter or detractor.
    """
    counts = _counted(promoters, passives, detractors, scores)
    answers = sum(counts)
    if answers == 0:
        return {"error": NO_RESPONSES}
    if population is not None and population < answers:
        raise Invalid("population", "must be at least the number of answers")
    z, finite = normal.two_sided(confidence), _finite(answers, population)
    score, error = _score(counts, finite)
    adjusted, adjusted_error = _score(
        (counts[0] + ADDED, counts[1] + ADDED_ANSWERS - 2 * ADDED, counts[2] + ADDED), finite
    )
    return {
        "n": int(answers),
        "nps": score,
        "se": error,
        "moe": z * error,
        "ci_low": max(-100.0, score - z * error),
        "ci_high": min(100.0, score + z * error),
        "nps_adjusted": adjusted,
        "adj_ci_low": max(-100.0, adjusted - z * adjusted_error),
        "adj_ci_high": min(100.0, adjusted + z * adjusted_error),
        "show_adjusted": answers < ENOUGH or counts[0] == 0 or counts[2] == 0,
    }


@operation(
    "nps_sample_size", "How many answers a margin of error takes",
    Parameter("promoter_share", "share", "expected share of promoters; half is the worst case", minimum=0, maximum=1,
              default=0.5),
    Parameter("detractor_share", "share", "expected share of detractors; half is the worst case", minimum=0, maximum=1,
              default=0.5),
    Parameter("margin_points", "points", "half-width of the interval, in points", minimum=0.01, maximum=200,
              required=True),
    CONFIDENCE,
    POPULATION,
)  # fmt: skip
def nps_sample_size(
    *,
    promoter_share: float,
    detractor_share: float,
    margin_points: float,
    confidence: float,
    population: float | None,
) -> dict[str, object]:
    """Return n = z²·v/(E/100)², and the number of answers needed, fewer where the population is small."""
    if promoter_share + detractor_share > 1 + 1e-9:
        raise Invalid("detractor_share", "and promoter_share must not exceed 1 together")
    z = normal.two_sided(confidence)
    endless = z * z * _variance(promoter_share, detractor_share) / (margin_points / 100) ** 2
    needed = endless if population is None else endless / (1 + (endless - 1) / population)
    return {"n_infinite": endless, "n_required": max(0, math.ceil(needed))}


@operation(
    "nps_change", "Whether the score of two independent samples differs by more than noise",
    Parameter("before", "count", "promoters, passives, detractors of the first sample", minimum=0, required=True,
              sort="numbers", whole=True),
    Parameter("after", "count", "promoters, passives, detractors of the second sample", minimum=0, required=True,
              sort="numbers", whole=True),
    CONFIDENCE,
    Parameter("power", "share", "how sure a true difference is to be found", minimum=0.5, maximum=0.99, default=0.8),
)  # fmt: skip
def nps_change(*, before: list[float], after: list[float], confidence: float, power: float) -> dict[str, object]:
    """Return difference, z, two-sided p, interval and the smallest difference that would be found (MDE).

    Not valid where the same persons answered twice. z, p and the verdict are None where neither sample varies.
    """
    for name, counts in (("before", before), ("after", after)):
        if len(counts) != _GROUPS:
            raise Invalid(name, "must be promoters, passives and detractors")
        if sum(counts) == 0:
            return {"error": NO_RESPONSES}
    (first, first_error), (second, second_error) = _score(before, 1.0), _score(after, 1.0)
    difference, error = second - first, math.hypot(first_error, second_error)
    z = normal.two_sided(confidence)
    found = difference / error if error else None
    p_value = None if found is None else 2 * normal.cdf(-abs(found))
    return {
        "difference": difference,
        "se": error,
        "z": found,
        "p_value": p_value,
        "significant": None if p_value is None else p_value < 1 - confidence,
        "ci_low": difference - z * error,
        "ci_high": difference + z * error,
        "mde": (z + normal.quantile(power)) * error,
    }


def _counted(
    promoters: float | None, passives: float | None, detractors: float | None, scores: list[float] | None
) -> tuple[float, float, float]:
    """Return promoters, passives, detractors; either three counts or the scores must be given, not both."""
    if scores is None:
        if promoters is None or passives is None or detractors is None:
            raise Invalid("promoters", "passives and detractors are needed, or scores")
        return promoters, passives, detractors
    if (promoters, passives, detractors) != (None, None, None):
        raise Invalid("scores", "cannot be given together with counts")
    high, low = sum(each >= PROMOTER_FROM for each in scores), sum(each < PASSIVE_FROM for each in scores)
    return float(high), float(len(scores) - high - low), float(low)


def _score(counts: tuple[float, ...] | list[float], finite: float) -> tuple[float, float]:
    """Return score and standard error in points."""
    answers = sum(counts)
    high, low = counts[0] / answers, counts[2] / answers
    return 100 * (high - low), 100 * math.sqrt(_variance(high, low) / answers) * finite


def _variance(high: float, low: float) -> float:
    return max(0.0, high + low - (high - low) ** 2)


def _finite(answers: float, population: float | None) -> float:
    """Return the correction for a sample that is a large part of its population: 0 when everybody answered."""
    if population is None:
        return 1.0
    return 0.0 if population == answers else math.sqrt((population - answers) / (population - 1))
