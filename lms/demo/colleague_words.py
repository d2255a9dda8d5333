"""What the manager two years in has entered and written: an example of use, in the words of somebody who is nobody.

Keys are those of the library: calculators and inputs, pages, blocks. What another library does not have is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

NUMBERS: Final[dict[str, dict[str, Any]]] = {
    "cost-of-churn": {
        "customers": 42_000,
        "churn_rate": 0.11,
        "annual_margin": 940,
        "replacement_share": 0.7,
        "cac": 1_150,
        "onboarding_cost": 180,
        "ramp_up_months": 2,
        "discount": 0.07,
        "neg_wom_reach": 2,
        "neg_wom_deterrence": 0.01,
        "retention_cost_per_customer": 60,
    },
    "customer-lifetime-value": {"margin": 940, "retention": 0.89, "acquisition_cost": 1_150, "discount": 0.07},
    "nps": {
        "promoters": 312,
        "passives": 404,
        "detractors": 168,
        "before_promoters": 251,
        "before_passives": 389,
        "before_detractors": 214,
    },
    "customer-segments": {
        "segments": [
            {"name": "Ambassadors", "share": 0.18, "share_after": 0.21, "retention": 0.96, "revenue": 9_400}
            | {"gross_margin": 0.14, "referrals": 0.2, "price_premium": 0.01, "cost_to_serve": 220, "deterred": 0},
            {"name": "Very satisfied", "share": 0.34, "share_after": 0.36, "retention": 0.93, "revenue": 8_900}
            | {"gross_margin": 0.14, "referrals": 0.07, "price_premium": 0, "cost_to_serve": 260, "deterred": 0},
            {"name": "Satisfied", "share": 0.37, "share_after": 0.34, "retention": 0.87, "revenue": 8_600}
            | {"gross_margin": 0.13, "referrals": 0.02, "price_premium": 0, "cost_to_serve": 330, "deterred": 0.01},
            {"name": "Dissatisfied", "share": 0.11, "share_after": 0.09, "retention": 0.71, "revenue": 8_200}
            | {"gross_margin": 0.13, "referrals": 0, "price_premium": 0, "cost_to_serve": 610, "deterred": 0.1},
        ],
        "customers": 42_000,
        "programme_cost": 4_000_000,
        "caused": 0.3,
        "new_customer_value": 3_600,
        "discount": 0.07,
    },
}
"""{calculator: {input: value}}; shares and rates as parts of one, money in kroner."""

LEVELS: Final = ((2, 2, 3, 2, 1, 2, 3, 2, 2), (3, 3, 3, 2, 3, 3, 4, 3, 3), (4, 4, 4, 3, 4, 4, 4, 3, 4))
"""How far along one says one is, statement by statement, in each of three sittings; reversed where a statement is."""

REFLECTIONS: Final = {
    "on-the-balance-sheet": "The price rise in spring. We counted what it brought in from those who stayed, and nobody "
    "counted the 900 who moved house and did not take us with them.",
    "good-enough": "House movers. They tick “satisfied”, so we leave them alone, and half of them choose somebody else "
    "at the new address.",
    "who-can-name-it": "Two people in my area know the loss rate. Nobody could give me three reasons without looking "
    "at each other first.",
}
"""{block: what was written}."""

DONE_EXERCISE: Final = "one-segment"
PLANNED_EXERCISE: Final = "five-calls"
EXERCISE_NOTE: Final = (
    "12.4 million, between 8 and 16. Finance changed two of my eight numbers, and the one that surprised us both was "
    "how many we replace: I had guessed nine in ten, and it is seven."
)


@dataclass(frozen=True)
class Promised:
    """A promise: what, to whom, due how many days from today, and made how many days ago."""

    what: str
    whom: str
    due: int
    made: int


KEPT: Final = Promised(
    "Show the cost of losing customers beside the budget at the section meeting", "my section", -34, 48
)
KEPT_WHY: Final = "It took the first twenty minutes. We moved one campaign to the autumn because of it."
ASKED_TODAY: Final = Promised(
    "Call the housing association that cancelled in October, and tell the team what they said", "the team", 0, 11
)
NEXT_WEEK: Final = Promised("Bring the loss rate of house movers, month by month", "my colleague in finance", 6, 5)


@dataclass(frozen=True)
class Noted:
    """A highlight: the page, how the sentence that is marked begins, and a note beside it, perhaps empty.

    Where a page has no such sentence, the first one of a good length is marked.
    """

    page: str
    beginning: str
    text: str


NOTES: Final = (
    Noted("01-why-loyalty-pays", "Loyalty is the number of years", ""),
    Noted("03-what-losing-them-costs", "It is never both", "Ask finance whether our own report does this."),
    Noted("07-at-work", "A number that nobody has disputed", "Say this at the kick-off in January."),
)
