"""The tool shelf of the manager two years in: facts, scenarios, a journey, a survey; and what the company approves.

Names are those of the library: facts, calculators, inputs. What another library does not have is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lms.demo.colleague_words import NUMBERS

Rows = list[dict[str, Any]]
Ends = tuple[float, float]


@dataclass(frozen=True)
class Known:
    """A fact as it was entered so many days ago: likely, low and high, whence it comes, and a note."""

    name: str
    likely: float
    ends: Ends | None
    source: str
    note: str
    days: int


FACTS: Final = (
    Known("yearly_churn", 0.13, (0.09, 0.17), "guess", "Our own feeling in the section; nobody had counted.", 204),
    Known("acquisition_cost", 1_150, (900, 1_500), "guess", "Campaigns and two people who ring, shared out.", 204),
    Known("retention_cost", 60, (45, 85), "measured", "Welcome calls and the house-movers' letter.", 118),
    Known("annual_margin", 940, (860, 1_010), "measured", "From finance, before the price rise.", 118),
    Known("customers", 42_000, (41_500, 42_600), "measured", "Billing, meters in use on the first.", 96),
    Known("yearly_churn", 0.11, (0.09, 0.14), "measured", "Billing counted it: house movers are half of them.", 41),
    Known("problem_share", 0.18, (0.12, 0.26), "guess", "Of a hundred who rang in a week, scaled up.", 41),
    Known("discount_rate", 0.07, None, "approved", "Finance, investment handbook", 20),
)
"""In the order they were entered; yearly_churn was measured after it had been guessed."""

RANGES: Final[dict[str, dict[str, Ends]]] = {
    "cost-of-churn": {"replacement_share": (0.55, 0.85), "neg_wom_deterrence": (0.002, 0.02)}
}
RANGES_DAYS_AGO: Final = 5


@dataclass(frozen=True)
class Approved:
    """A figure the company stands by, where it comes from, and how many days ago it was approved."""

    name: str
    likely: float
    ends: Ends | None
    source: str
    days: int


APPROVED: Final = (
    Approved("discount_rate", 0.07, None, "Finance, investment handbook", 320),
    Approved("annual_margin", 965, (930, 1_000), "Finance, annual accounts", 74),
    Approved("complaint_cost", 210, (160, 280), "Customer service, time study", 29),
)


@dataclass(frozen=True)
class Told:
    """A scenario: made so many days ago; `actual`: what its headline came to, known so many days ago."""

    calculator: str
    name: str
    note: str
    numbers: Mapping[str, Any]
    days: int
    ranges: Mapping[str, Ends] = field(default_factory=dict)
    actual: float | None = None
    known: int = 0


BASELINES: Final = (
    Told(
        "cost-of-churn",
        "Last year, as it was",
        "What we said in the plan. Finance nodded at everything but the share we replace.",
        {
            "customers": 43_100,
            "churn_rate": 0.125,
            "annual_margin": 905,
            "replacement_share": 0.7,
            "cac": 1_090,
            "onboarding_cost": 170,
            "ramp_up_months": 2,
            "discount": 0.07,
            "neg_wom_reach": 2,
            "neg_wom_deterrence": 0.01,
            "retention_cost_per_customer": 55,
        },
        days=369,
        ranges={"churn_rate": (0.1, 0.15), "annual_margin": (840, 970), "replacement_share": (0.55, 0.85)},
        actual=12_900_000,
        known=12,
    ),
    Told(
        "customer-lifetime-value",
        "For the price meeting",
        "",
        {"margin": 905, "retention": 0.875, "acquisition_cost": 1_090, "discount": 0.07},
        days=362,
        ranges={"margin": (860, 950), "retention": (0.85, 0.9), "acquisition_cost": (900, 1_400)},
        actual=4_050,
        known=13,
    ),
    Told(
        "market-damage",
        "Before the new complaints team",
        "Two of three never say a word to us.",
        {
            "customers": 43_100,
            "p_problem": 0.2,
            "p_complain": 0.33,
            "value_per_customer": 905,
            "cost_per_complaint": 240,
        },
        days=358,
        ranges={"p_problem": (0.17, 0.23), "value_per_customer": (860, 950)},
        actual=3_300_000,
        known=13,
    ),
    Told(
        "customer-segments",
        "The ambassadors' programme",
        "Only what the programme itself causes.",
        {**NUMBERS["customer-segments"], "customers": 43_100, "programme_cost": 3_200_000},
        days=355,
        ranges={"caused": (0.15, 0.45), "programme_cost": (3_000_000, 3_900_000)},
        actual=4_400_000,
        known=12,
    ),
    Told(
        "loyalty-effect",
        "Five points for those who stay",
        "",
        {"acquisition_cost": 1_090, "retention": 0.875, "points": 3, "discount": 0.07},
        days=350,
        ranges={"points": (2.5, 3.5), "acquisition_cost": (900, 1_400)},
        actual=1_150,
        known=12,
    ),
)
"""One locked baseline a tool, and what came in the end: not every range held."""

PLANS: Final = (
    Told(
        "cost-of-churn",
        "House movers taken along",
        "Ring everybody who tells us they move. Two people, from January.",
        {"churn_rate": 0.09, "retention_cost_per_customer": 95},
        days=4,
        ranges={"churn_rate": (0.08, 0.11), "retention_cost_per_customer": (80, 120)},
    ),
    Told(
        "cost-of-churn",
        "A first month that works",
        "The welcome call in week one instead of week four.",
        {"churn_rate": 0.1, "onboarding_cost": 240, "ramp_up_months": 1},
        days=4,
        ranges={"churn_rate": (0.085, 0.12), "onboarding_cost": (200, 300)},
    ),
)
SHARED: Final = "House movers taken along"
SHARED_DAYS_AGO, LOOKED_DAYS_AGO = 3, 1
"""When a colleague was let in, and when they looked."""


def _touchpoint(name: str, stage: str, owner: str, felt: float, rest: tuple[float, float, float, float]) -> Any:
    """Return a row of a journey; `rest`: importance, reach, minutes, share that goes wrong."""
    importance, reach, minutes, error_rate = rest
    named = {"name": name, "stage": stage, "owner": owner, "emotion": felt}
    return {**named, "importance": importance, "reach": reach, "minutes": minutes, "error_rate": error_rate}


MOVING: Final[Rows] = [
    _touchpoint("Finds the form for moving", "Telling us", "Digital", -1, (3, 0.8, 12, 0.08)),
    _touchpoint("Rings because it fails", "Telling us", "Customer service", -2, (4, 0.35, 16, 0.12)),
    _touchpoint("Reads the old meter", "Between two homes", "Field service", 0, (3, 1, 8, 0.05)),
    _touchpoint("Gets two bills in a week", "Between two homes", "Billing", -4, (5, 0.6, 20, 0.14)),
    _touchpoint("Light is on at the new place", "At home", "Network operations", 3, (5, 1, 1, 0.01)),
    _touchpoint("Is welcomed by name", "At home", "Customer service", 4, (3, 0.25, 6, 0.02)),
    _touchpoint("Final bill of the old place", "At home", "Billing", -3, (4, 1, 15, 0.09)),
]
"""The journey of a customer who moves house, as it is."""

MOVING_LATER: Final[Rows] = [
    _touchpoint("Finds the form for moving", "Telling us", "Digital", 1, (3, 0.9, 5, 0.03)),
    _touchpoint("Is rung back the same day", "Telling us", "Customer service", 2, (4, 0.2, 6, 0.03)),
    _touchpoint("Sends a photo of the old meter", "Between two homes", "Digital", -1, (3, 1, 2, 0.03)),
    _touchpoint("One bill for both homes", "Between two homes", "Billing", 1, (5, 1, 6, 0.04)),
    _touchpoint("Light is on at the new place", "At home", "Network operations", 3, (5, 1, 1, 0.01)),
    _touchpoint("Is welcomed by name", "At home", "Customer service", 4, (4, 0.9, 6, 0.02)),
    _touchpoint("Is told that all is settled", "At home", "Customer service", 3, (4, 1, 2, 0.02)),
]

TO_BE: Final = Told(
    "customer-journey",
    "To-be: one bill, one voice",
    "Drawn with two house movers at the table.",
    {"touchpoints": MOVING_LATER},
    days=15,
)

SURVEY: Final[Rows] = [
    {"name": name}
    | dict(zip(("attractive", "performance", "must_be", "indifferent", "reverse", "questionable"), counts, strict=True))
    for name, counts in (
        ("The bill is right the first time", (2, 14, 39, 3, 0, 2)),
        ("Somebody answers within two minutes", (6, 33, 15, 5, 0, 1)),
        ("We ring before the price changes", (31, 12, 6, 9, 1, 1)),
        ("Consumption hour by hour", (17, 6, 2, 32, 2, 1)),
        ("A chat at night", (9, 4, 1, 38, 7, 1)),
    )
]
"""Sixty customers, asked twice about each."""

ENTERED: Final[dict[str, tuple[dict[str, Any], int]]] = {
    "kano-survey": ({"features": SURVEY}, 33),
    "customer-journey": ({"touchpoints": MOVING}, 22),
}
"""{calculator: (numbers, entered how many days ago)} of the tools that have tables of words."""

CASE: Final = "business-case"
CASE_NAME: Final = "Ring everybody who moves"
CASE_WHAT: Final = (
    "Two people ring each customer who tells us they move, before the move. Half of those we lose are house movers, "
    "and nobody has talked with them."
)
CASE_NUMBERS: Final[dict[str, Any]] = {
    "costs": [
        {"name": "Two people who ring", "one_off": 90_000, "yearly": 540_000},
        {"name": "One bill for both homes", "one_off": 350_000, "yearly": 40_000},
    ],
    "horizon": 3,
}
CASE_OUTPUT: Final = "total"
CASE_EFFECT: Final = "Fewer losses: house movers taken along"
CASE_CELLS: Final = {"caused": 0.7, "starts": 4, "lasts": 3}
CASE_MEASURE: Final = "How many of those who told us they move are still here after three months"
CASE_MEASURED_IN: Final = 100
CASE_DAYS_AGO: Final = 3
"""The case for a plan: its effect is what the plan takes off the cost of losing customers."""
