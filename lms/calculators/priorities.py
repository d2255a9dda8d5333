"""T08 What to improve first: the opportunity score, and the matrix of importance and performance.

Sources: Ulwick 2002, HBR 80(1), 91–97 (score; its bands are conventions, not tested thresholds); Martilla & James 1977,
J. Marketing 41(1), 77–79 (matrix). Asked directly, everybody finds price, delivery and quality important: compare with
importance derived from what goes with loyalty (`ols`).
"""

import math
from typing import Any, Final

from lms.calculators.operations import Invalid, Parameter, operation
from lms.calculators.parameters import Record, Rows

NOT_ESTIMABLE: Final = "NOT_ESTIMABLE"
EXTREME_ABOVE: Final = 15
HIGH_ABOVE: Final = 12
SOLID_FROM: Final = 10
FEWEST: Final = 2
"""One item alone has nothing to be compared with."""

_HAIR: Final = 1e-9
_RATINGS: Final = (
    Parameter("importance", "points", "how important it is to customers, stated or derived", required=True),
    Parameter("performance", "points", "how well it is done", required=True),
)  # fmt: skip


@operation(
    "opportunity", "How much a customer need calls for improvement",
    Parameter("importance", "points", "0 to 10: per cent who find it important, divided by 10", minimum=0, maximum=10,
              required=True),
    Parameter("satisfaction", "points", "0 to 10: per cent who are satisfied with it, divided by 10", minimum=0,
              maximum=10, required=True),
)  # fmt: skip
def opportunity(*, importance: float, satisfaction: float) -> dict[str, object]:
    """Return score = I + max(I − S, 0), 0 to 20, its band, and whether customers get more than they ask for (S > I).

    Above 15 EXTREME, above 12 HIGH, 10 to 12 SOLID, below 10 LOW; what only rounding puts over a threshold is not over.
    """
    score = importance + max(importance - satisfaction, 0.0)
    return {"score": score, "band": _band(score), "overserved": satisfaction > importance}


@operation(
    "ipa", "Importance and performance: where to concentrate, keep up, or do less",
    Rows(name="items", unit="rows", help="one row per item: name, importance, performance; at least two", required=True,
         fields=_RATINGS),
    Parameter("crosshair", "choice", "where the cross stands: at the mean or median of the items, or fixed",
              default="mean", sort="choice", choices=("mean", "median", "fixed")),
    Record(name="fixed", unit="points", help="importance and performance of a fixed cross", optional=True,
           fields=_RATINGS),
)  # fmt: skip
def ipa(*, items: list[dict[str, Any]], crosshair: str, fixed: dict[str, float] | None) -> dict[str, object]:
    """Return the cross and the quadrant of each item by name; what lies on the cross counts as high.

    By mean or median some item is always below: `relative` says so. Every item needs a name of its own. NOT_ESTIMABLE
    below two items; INVALID_INPUT for a fixed cross that is not given.
    """
    _named(items)
    if len(items) < FEWEST:
        return {"error": NOT_ESTIMABLE}
    performance, importance = (_cross(items, name, crosshair, fixed) for name in ("performance", "importance"))
    return {
        "cross_performance": performance,
        "cross_importance": importance,
        "quadrants": {each["name"]: _quadrant(each, importance, performance) for each in items},
        "relative": crosshair != "fixed",
    }


def _band(score: float) -> str:
    if score > EXTREME_ABOVE + _HAIR:
        return "EXTREME"
    if score > HIGH_ABOVE + _HAIR:
        return "HIGH"
    return "SOLID" if score >= SOLID_FROM - _HAIR else "LOW"


def _named(items: list[dict[str, Any]]) -> None:
    seen: set[str] = set()
    for at, each in enumerate(items):
        if not each["name"] or each["name"] in seen:
            raise Invalid(f"items[{at}].name", "must be given, and differ from the others")
        seen.add(each["name"])


def _cross(items: list[dict[str, Any]], name: str, crosshair: str, fixed: dict[str, float] | None) -> float:
    values: list[float] = sorted(each[name] for each in items)
    if crosshair == "mean":
        return math.fsum(values) / len(values)
    if crosshair == "median":
        return (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
    if fixed is None:
        raise Invalid("fixed", "is needed for a fixed cross")
    return fixed[name]


def _quadrant(item: dict[str, Any], importance: float, performance: float) -> str:
    # a mean of equal numbers may lie a rounding above them: on the cross is high
    important = item["importance"] >= importance - _HAIR * max(1.0, abs(importance))
    done_well = item["performance"] >= performance - _HAIR * max(1.0, abs(performance))
    if important:
        return "KEEP_UP" if done_well else "CONCENTRATE_HERE"
    return "POSSIBLE_OVERKILL" if done_well else "LOW_PRIORITY"
