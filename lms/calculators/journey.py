"""T09 Moments of truth: the course of a customer's visit, where it hurts, and what hand-offs do to it.

Formulas of the domain reference, section T09. Peak and end: Kahneman 2011, ch. 35; Redelmeier & Kahneman 1996, Pain 66,
3–8: a tendency with exceptions, no prediction of loyalty. Failures are taken as independent of each other.
"""

import math
from itertools import pairwise
from typing import Any, Final, TypeAlias

from lms.calculators.operations import Parameter, operation
from lms.calculators.parameters import Rows, Text

NOT_ESTIMABLE: Final = "NOT_ESTIMABLE"

TOUCHPOINT: Final = (
    Parameter("emotion", "points", "how the customer feels, −5 to 5", soft_minimum=-5, soft_maximum=5, required=True),
    Parameter("importance", "points", "how much it matters to the customer, 1 to 5", minimum=0, soft_minimum=1,
              soft_maximum=5, required=True),
    Parameter("reach", "share", "share of customers who meet it", minimum=0, maximum=1, default=1.0),
    Parameter("minutes", "minutes", "how long it takes", minimum=0, default=0.0),
    Text(name="owner", unit="text", help="who is responsible; empty = nobody", default=""),
    Parameter("error_rate", "share", "share of times something goes wrong", minimum=0, maximum=1, default=0.0),
)  # fmt: skip
_Touchpoints: TypeAlias = list[dict[str, Any]]


@operation(
    "journey", "The course of a customer's visit: feeling, pain, hand-offs and failures",
    Rows(name="touchpoints", unit="rows", required=True, fields=TOUCHPOINT,
         help="one row per touchpoint, in order: name, emotion, importance, reach, minutes, owner, error_rate"),
)  # fmt: skip
def journey(*, touchpoints: _Touchpoints) -> dict[str, object]:
    """Return means, peak and end, pain and joy per touchpoint, hand-offs, and the chance that nothing goes wrong.

    With emotion e, importance w, reach f: weighted_mean = Σwfe/Σwf; peak = the e with the largest |e|, of two the
    negative one; end = the last e with f > 0; peak_end their mean; duration_weighted_mean = Σmin·e/Σmin (None without
    minutes); pain = w·f·max(0, −e), joy likewise; `ranking` = places from 0 by pain, greatest first, without the
    painless; handoffs = changes of owner between neighbours (also to and from nobody); owners = different owners;
    clean_journey_probability = Π(1 − f·error); expected_failures = Σf·error. All per customer, not per visit.
    NOT_ESTIMABLE where no touchpoint is met, or none matters (Σwf = 0). At most 10,000 touchpoints.
    """
    met = [each["emotion"] for each in touchpoints if each["reach"] > 0]
    weights = [each["importance"] * each["reach"] for each in touchpoints]
    if not met or sum(weights) == 0:
        return {"error": NOT_ESTIMABLE}
    emotions = [each["emotion"] for each in touchpoints]
    peak = max(emotions, key=lambda emotion: (abs(emotion), -emotion))
    pain = [weight * max(0.0, -emotion) for weight, emotion in zip(weights, emotions, strict=True)]
    joy = [weight * max(0.0, emotion) for weight, emotion in zip(weights, emotions, strict=True)]
    return {
        "weighted_mean": _mean(weights, emotions),
        "peak": peak,
        "end": met[-1],
        "peak_end": (peak + met[-1]) / 2,
        "duration_weighted_mean": _mean([each["minutes"] for each in touchpoints], emotions),
        "pain": pain,
        "joy": joy,
        "pain_total": sum(pain),
        "joy_total": sum(joy),
        "ranking": sorted((at for at, each in enumerate(pain) if each > 0), key=lambda at: -pain[at]),
        **_owned(touchpoints),
        **_failing(touchpoints),
    }


@operation(
    "handoff_success", "The chance that a case passes every hand-off without a fault",
    Parameter("n_handoffs", "count", "hand-offs on the way", minimum=0, whole=True, required=True),
    Parameter("error_rate", "share", "share of hand-offs with a fault", minimum=0, maximum=1, required=True),
    Parameter("target", "share", "share of cases that are to pass; empty = no target", minimum=0, maximum=1,
              optional=True),
)  # fmt: skip
def handoff_success(*, n_handoffs: float, error_rate: float, target: float | None) -> dict[str, object]:
    """Return success = (1 − ε)ⁿ, its complement, and the ε that reaches the target: 1 − T^(1/n).

    Faults are independent. The last is None without hand-offs or without a target.
    """
    logarithm = n_handoffs * math.log1p(-error_rate) if error_rate < 1 else -math.inf if n_handoffs else 0.0
    return {
        "success": math.exp(logarithm),
        "at_least_one_failure": -math.expm1(logarithm) + 0.0,
        "max_error_rate_for_target": _allowed(n_handoffs, target),
    }


def _mean(weights: list[float], values: list[float]) -> float | None:
    total = sum(weights)
    return sum(w * each for w, each in zip(weights, values, strict=True)) / total if total else None


def _owned(touchpoints: _Touchpoints) -> dict[str, object]:
    owners = [each["owner"] for each in touchpoints]
    return {"handoffs": sum(one != other for one, other in pairwise(owners)), "owners": len(set(owners) - {""})}


def _failing(touchpoints: _Touchpoints) -> dict[str, object]:
    risks = [each["reach"] * each["error_rate"] for each in touchpoints]
    return {
        "clean_journey_probability": math.prod(1 - risk for risk in risks),
        "expected_failures": sum(risks),
    }


def _allowed(n_handoffs: float, target: float | None) -> float | None:
    """Return 1 − T^(1/n), by logarithms: exact also for very many hand-offs."""
    if target is None or n_handoffs == 0:
        return None
    return 1.0 if target == 0 else -math.expm1(math.log(target) / n_handoffs) + 0.0
