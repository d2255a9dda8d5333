"""T15 Self-assessments: the score of a scale, how reliable it is, and when one person's change is more than noise.

Formulas of the domain reference, section T15. Alpha: Cronbach 1951; its interval: Feldt 1965; reliable change: Jacobson
& Truax 1991; omega: McDonald 1999.
"""

import math
from collections.abc import Sequence
from typing import Final

from lms.calculators.operations import Invalid, Parameter, operation
from lms.calculators.parameters import Gaps, Matrix
from lms.calculators.statistics import normal
from lms.calculators.statistics.beta import f_quantile

NOT_ESTIMABLE: Final = "NOT_ESTIMABLE"
TOO_MANY_MISSING: Final = "TOO_MANY_MISSING"
ZERO_ERROR_VARIANCE: Final = "ZERO_ERROR_VARIANCE"
ANSWERED: Final = 0.8
"""So much of a scale must be answered for a score."""

_LEAST: Final = 2
CONFIDENCE: Final = Parameter("confidence", "share", "how sure to be", minimum=0.8, maximum=0.99, default=0.95)


@operation(
    "score_scale", "Score of a scale, 0 to 100, from one person's answers",
    Gaps(name="answers", unit="number", help="the answers in order; null where the person could not judge",
         required=True),
    Parameter("scale_min", "number", "lowest answer", default=1.0),
    Parameter("scale_max", "number", "highest answer", default=5.0),
    Parameter("reverse", "number", "places of the reversed items, counted from 0", minimum=0, sort="numbers",
              whole=True, optional=True),
)  # fmt: skip
def score_scale(
    *, answers: list[float | None], scale_min: float, scale_max: float, reverse: list[float] | None
) -> dict[str, object]:
    """Return the mean of what is answered, after reversing, and 100·(mean − min)/(max − min).

    Less than 80 % answered: TOO_MANY_MISSING.
    """
    turned = set(reverse or ())
    if not answers or scale_min >= scale_max or any(place >= len(answers) for place in turned):
        raise Invalid("answers", "scale and reversed places do not fit together")
    if any(each is not None and not scale_min <= each <= scale_max for each in answers):
        raise Invalid("answers", "must lie on the scale")
    given = [
        scale_min + scale_max - each if place in turned else each
        for place, each in enumerate(answers)
        if each is not None
    ]
    if len(given) / len(answers) < ANSWERED:
        return {"error": TOO_MANY_MISSING, "mean": None, "score": None, "answered": len(given)}
    mean = sum(given) / len(given)
    return {"mean": mean, "score": 100 * (mean - scale_min) / (scale_max - scale_min), "answered": len(given)}


@operation(
    "rci", "Reliable change: whether one person's score moved by more than noise",
    Parameter("pre", "points", "score before", required=True),
    Parameter("post", "points", "score afterwards", required=True),
    Parameter("sd", "points", "standard deviation in the norm group", minimum=0, required=True),
    Parameter("reliability", "share", "reliability in the norm group", minimum=0, maximum=1, required=True),
    CONFIDENCE,
)  # fmt: skip
def rci(*, pre: float, post: float, sd: float, reliability: float, confidence: float) -> dict[str, object]:
    """Return SEM, S_diff = √2·SEM, RCI = (post − pre)/S_diff, the smallest reliable change, and the verdict.

    The verdict is IMPROVED, DETERIORATED or NO_RELIABLE_CHANGE.
    """
    if sd == 0:
        return {"error": NOT_ESTIMABLE}
    if reliability == 1:
        return {"error": ZERO_ERROR_VARIANCE}
    z = normal.two_sided(confidence)
    error = sd * math.sqrt(1 - reliability)
    between = math.sqrt(2) * error
    index = (post - pre) / between
    verdict = "NO_RELIABLE_CHANGE" if abs(index) <= z else "IMPROVED" if index > 0 else "DETERIORATED"
    return {"sem": error, "sd_diff": between, "rci": index, "min_reliable_change": z * between, "verdict": verdict}


@operation(
    "spearman_brown", "Reliability of a scale made longer or shorter",
    Parameter("reliability", "share", "reliability now", minimum=0, maximum=1, required=True),
    Parameter("factor", "times", "how many times as long", minimum=0, maximum=1000, required=True),
)  # fmt: skip
def spearman_brown(*, reliability: float, factor: float) -> dict[str, object]:
    """Return kρ/(1 + (k − 1)ρ); NOT_ESTIMABLE where nothing is left of a perfect scale."""
    below = 1 + (factor - 1) * reliability
    return {"reliability": factor * reliability / below} if below > 0 else {"error": NOT_ESTIMABLE}


@operation(
    "omega_from_loadings", "McDonald's omega of a scale with one factor",
    Parameter("loadings", "number", "loading of each item on the factor", required=True, sort="numbers"),
    Parameter("uniquenesses", "number", "variance of each item that the factor does not explain", minimum=0,
              required=True, sort="numbers"),
)  # fmt: skip
def omega_from_loadings(*, loadings: list[float], uniquenesses: list[float]) -> dict[str, object]:
    """Return (Σλ)²/((Σλ)² + Σψ); NOT_ESTIMABLE where nothing varies."""
    if not loadings or len(loadings) != len(uniquenesses):
        raise Invalid("uniquenesses", "must be as many as the loadings, at least one")
    common = sum(loadings) ** 2
    total = common + sum(uniquenesses)
    return {"omega": common / total} if total > 0 else {"error": NOT_ESTIMABLE}


@operation(
    "alpha_items", "Cronbach's alpha of a scale, with its interval and what each item does to it",
    Matrix(name="data", unit="number", help="one row per person, one column per item, reversed items turned",
           required=True),
    CONFIDENCE,
)  # fmt: skip
def alpha_items(*, data: list[list[float]], confidence: float) -> dict[str, object]:
    """Return alpha with Feldt's interval, standardised alpha, item–rest correlations, alpha without each item, SEM.

    Sample variances (n − 1). What is not defined for an item is None; NOT_ESTIMABLE when the sum does not vary.
    """
    if len(data) < _LEAST or len(data[0]) < _LEAST:
        raise Invalid("data", "must hold at least two persons and two items")
    people, count = len(data), len(data[0])
    items = [[row[at] for row in data] for at in range(count)]
    spread = _variance([sum(row) for row in data])
    alpha = _alpha(items)
    if alpha is None:
        return {"error": NOT_ESTIMABLE}
    low, high = feldt(alpha, people, count, confidence)
    rests = [items[:at] + items[at + 1 :] for at in range(count)]
    return {
        "n": people,
        "k": count,
        "alpha": alpha,
        "ci_low": low,
        "ci_high": high,
        "alpha_standardized": _standardised(items),
        "item_rest": [_correlation(item, _totals(rest)) for item, rest in zip(items, rests, strict=True)],
        "alpha_if_deleted": [_alpha(rest) for rest in rests],
        "sem": math.sqrt(spread) * math.sqrt(1 - min(max(alpha, 0.0), 1.0)),
    }


def alpha_of_variances(items: Sequence[float], total: float) -> float | None:
    """Return k/(k − 1)·(1 − Σs²/s²_T) of the items' variances; None for a single item or a sum that does not vary."""
    count = len(items)
    return count / (count - 1) * (1 - sum(items) / total) if count >= _LEAST and total > 0 else None


def feldt(alpha: float, people: int, count: int, confidence: float) -> tuple[float, float]:
    """Return Feldt's interval (1965) of an alpha from so many people and items."""
    tail = (1 - confidence) / 2
    low, high = (f_quantile(p, people - 1, (people - 1) * (count - 1)) for p in (tail, 1 - tail))
    return 1 - (1 - alpha) * high, 1 - (1 - alpha) * low


def _alpha(items: list[list[float]]) -> float | None:
    return alpha_of_variances(list(map(_variance, items)), _variance(_totals(items)))


def _standardised(items: list[list[float]]) -> float | None:
    """Return k·r̄/(1 + (k − 1)·r̄), r̄ the mean correlation between items; None where one does not vary."""
    count = len(items)
    pairs = [_correlation(items[a], items[b]) for a in range(count) for b in range(a)]
    known = [each for each in pairs if each is not None]
    mean = sum(known) / len(pairs)
    below = 1 + (count - 1) * mean
    return count * mean / below if len(known) == len(pairs) and below > 0 else None


def _totals(items: list[list[float]]) -> list[float]:
    return [sum(each) for each in zip(*items, strict=True)]


def _variance(values: list[float]) -> float:
    return _covariance(values, values)


def _covariance(first: list[float], second: list[float]) -> float:
    a, b = sum(first) / len(first), sum(second) / len(second)
    return sum((x - a) * (y - b) for x, y in zip(first, second, strict=True)) / (len(first) - 1)


def _correlation(first: list[float], second: list[float]) -> float | None:
    spread = math.sqrt(_variance(first)) * math.sqrt(_variance(second))
    return _covariance(first, second) / spread if spread > 0 else None
