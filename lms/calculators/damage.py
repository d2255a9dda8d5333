"""T10 Service recovery: what problems cost, by the path customers take after one (market damage model).

Formulas of the domain reference, section T10 (TARP 1979, 1986; Goodman 2009, Strategic Customer Service). The published
repurchase rates are old US survey data: no default here, enter your own.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

from lms.calculators.operations import Invalid, Parameter, operation

PARAMETERS: Final = (
    Parameter("customers", "count", "all customers", minimum=0, required=True),
    Parameter("p_problem", "share", "share of customers who have a problem", minimum=0, maximum=1, required=True),
    Parameter("p_complain", "share", "share of those who complain", minimum=0, maximum=1, required=True),
    Parameter("p_satisfied", "share", "share of complainants who end satisfied", minimum=0, maximum=1, required=True),
    Parameter("p_mollified", "share", "share of complainants who end half content; the rest end dissatisfied",
              minimum=0, maximum=1, required=True),
    *(Parameter(f"loyalty_{path}", "share", f"share who buy again, {who}", minimum=0, maximum=1, required=True)
      for path, who in (("no_problem", "without a problem"), ("no_complaint", "after a problem, without complaining"),
                        ("satisfied", "complained, ended satisfied"), ("mollified", "complained, ended half content"),
                        ("dissatisfied", "complained, ended dissatisfied"))),
    Parameter("value_per_customer", "money", "value of a customer who stays", required=True),
    Parameter("cost_per_complaint", "money", "cost of handling one complaint", minimum=0, default=0.0),
    Parameter("told_negative", "people", "people told by one dissatisfied or silent customer", minimum=0, default=0.0),
    Parameter("told_positive", "people", "people told by one customer who ended satisfied", minimum=0, default=0.0),
    Parameter("effect_negative", "share", "share of those told bad who are lost", minimum=0, maximum=1, default=0.0),
    Parameter("effect_positive", "share", "share of those told good who are won", minimum=0, maximum=1, default=0.0),
    Parameter("new_customer_value", "money", "value of a new customer", default=0.0),
)  # fmt: skip
LEVER: Final = 0.1
"""The levers: a tenth fewer problems, and ten points more complaints or solved complaints."""

_HAIR: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A year's problems of a customer base; the fields are `PARAMETERS`."""

    customers: float
    p_problem: float
    p_complain: float
    p_satisfied: float
    p_mollified: float
    loyalty_no_problem: float
    loyalty_no_complaint: float
    loyalty_satisfied: float
    loyalty_mollified: float
    loyalty_dissatisfied: float
    value_per_customer: float
    cost_per_complaint: float
    told_negative: float
    told_positive: float
    effect_negative: float
    effect_positive: float
    new_customer_value: float

    @property
    def troubled(self) -> float:
        """Customers with a problem."""
        return self.customers * self.p_problem

    @property
    def complainants(self) -> float:
        """Those of them who complain."""
        return self.troubled * self.p_complain

    @property
    def p_dissatisfied(self) -> float:
        """Share of complainants who end dissatisfied."""
        return max(0.0, 1 - self.p_satisfied - self.p_mollified)

    @property
    def silent(self) -> float:
        """Those with a problem who say nothing."""
        return self.troubled - self.complainants

    @property
    def lost(self) -> dict[str, float]:
        """Customers lost on each path; below zero where recovery makes them more loyal than before."""
        shares = {"satisfied": self.p_satisfied, "mollified": self.p_mollified, "dissatisfied": self.p_dissatisfied}
        counts = {"no_complaint": self.silent, **{path: self.complainants * each for path, each in shares.items()}}
        return {path: count * (self.loyalty_no_problem - self.loyalty(path)) for path, count in counts.items()}

    @property
    def margin_damage(self) -> float:
        """Value of the customers lost."""
        return sum(self.lost.values()) * self.value_per_customer

    @property
    def wom_damage(self) -> float:
        """Value of those who never came because of what they heard, less those who came because of it."""
        unhappy = self.silent + self.complainants * self.p_dissatisfied
        deterred = unhappy * self.told_negative * self.effect_negative
        won = self.complainants * self.p_satisfied * self.told_positive * self.effect_positive
        return (deterred - won) * self.new_customer_value

    @property
    def handling_cost(self) -> float:
        """Cost of handling the complaints."""
        return self.complainants * self.cost_per_complaint

    @property
    def total(self) -> float:
        """The three together."""
        return self.margin_damage + self.wom_damage + self.handling_cost

    def loyalty(self, path: str) -> float:
        """Return the share who buy again after `path`."""
        return float(getattr(self, f"loyalty_{path}"))

    def levers(self) -> dict[str, float]:
        """Return what each lever takes off the total; below zero where it adds to it.

        `prevent`: a tenth fewer problems. `invite`: 10 points more complain, at most all. `solve`: 10 points more end
        satisfied, taken from the dissatisfied, at most all of them.
        """
        changed = {
            "prevent": replace(self, p_problem=self.p_problem * (1 - LEVER)),
            "invite": replace(self, p_complain=min(1.0, self.p_complain + LEVER)),
            "solve": replace(self, p_satisfied=self.p_satisfied + min(LEVER, self.p_dissatisfied)),
        }
        return {name: self.total - each.total for name, each in changed.items()}


@operation("market_damage", "What customers' problems cost, and which lever helps most", *PARAMETERS)
def market_damage(**inputs: Any) -> dict[str, object]:
    """Return customers lost on each path, the three damages and their total, and what each of three levers takes off.

    Lost = count·(loyalty_no_problem − loyalty of the path). More complaints raise the handling cost and, where
    complaints are handled well, lower the total: both are given. INVALID_INPUT where p_satisfied + p_mollified > 1.
    """
    damage = Damage(**inputs)
    if damage.p_satisfied + damage.p_mollified > 1 + _HAIR:
        raise Invalid("p_mollified", "and p_satisfied must not exceed 1 together")
    return {
        "customers_with_problem": damage.troubled,
        "complainants": damage.complainants,
        "lost_by_path": damage.lost,
        "customers_lost": sum(damage.lost.values()),
        "margin_damage": damage.margin_damage,
        "wom_damage": damage.wom_damage,
        "handling_cost": damage.handling_cost,
        "total_damage": damage.total,
        "levers": damage.levers(),
    }
