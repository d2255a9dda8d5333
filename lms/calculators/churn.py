"""T02 What losing customers costs: replaced or gone, never both for the same customer.

Formulas of the domain reference, section T02. A lost customer is either replaced (winning, onboarding and a slow
start) or gone (the margin of the coming years, as a present value); bad word of mouth comes on top.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

from lms.calculators.clv import multiple
from lms.calculators.operations import Parameter, operation

PARAMETERS: Final = (
    Parameter("customers", "count", "customers at the start of the year", minimum=0, required=True),
    Parameter("churn_rate", "share", "share of customers lost in a year",
              minimum=0, maximum=1, soft_minimum=0.01, soft_maximum=0.5, required=True),
    Parameter("annual_margin", "money", "margin per customer and year, after variable cost to serve", required=True),
    Parameter("discount", "share", "what a year of waiting costs", minimum=0, maximum=1, default=0.08),
    Parameter("retention_cost_per_customer", "money", "spent per customer and year on keeping them",
              minimum=0, default=150.0),
    Parameter("acquisition_ratio", "times", "winning a customer costs this many times keeping one: a saying, not a law",
              minimum=1, maximum=50, soft_minimum=3, soft_maximum=25, default=7.5),
    Parameter("cac", "money", "cost of winning one customer; replaces ratio times retention cost",
              minimum=0, optional=True),
    Parameter("replacement_share", "share", "share of the lost customers that is replaced",
              minimum=0, maximum=1, default=0.6),
    Parameter("ramp_up_months", "months", "months of margin missing before a new customer buys like the old",
              minimum=0, maximum=60, default=3.0),
    Parameter("onboarding_cost", "money", "cost of getting one new customer started", minimum=0, default=200.0),
    Parameter("neg_wom_reach", "people", "people told by each lost customer who could have bought",
              minimum=0, maximum=50, default=2.0),
    Parameter("neg_wom_deterrence", "share", "share of them who stay away because of it",
              minimum=0, maximum=1, soft_maximum=0.1, default=0.02),
    Parameter("horizon", "years", "years of margin counted; empty = without end",
              minimum=1, maximum=50, optional=True, whole=True),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Losses:
    """One year's losses of a customer base; the fields are `PARAMETERS`."""

    customers: float
    churn_rate: float
    annual_margin: float
    discount: float
    retention_cost_per_customer: float
    acquisition_ratio: float
    cac: float | None
    replacement_share: float
    ramp_up_months: float
    onboarding_cost: float
    neg_wom_reach: float
    neg_wom_deterrence: float
    horizon: float | None

    @property
    def lost(self) -> float:
        """Customers lost in the year: as many must be won to stand still."""
        return self.customers * self.churn_rate

    @property
    def winning(self) -> float:
        """Cost of winning one customer: `cac`, or the ratio times what is spent on keeping one."""
        return self.acquisition_ratio * self.retention_cost_per_customer if self.cac is None else self.cac

    @property
    def residual_value(self) -> float | None:
        """Present value of a lost customer's coming years; None where it is infinite (no churn, no discount)."""
        factor = multiple(1 - self.churn_rate, self.discount, 0.0, self.horizon, "END")
        return None if factor is None else self.annual_margin * factor

    @property
    def replacement_cost(self) -> float:
        """Winning, onboarding and a slow start, for the share that is replaced."""
        slow_start = self.annual_margin * self.ramp_up_months / 12
        return self.lost * self.replacement_share * (self.winning + self.onboarding_cost + slow_start)

    @property
    def lost_value(self) -> float:
        """Coming years' margin of the customers who are not replaced."""
        return self.lost * (1 - self.replacement_share) * (self.residual_value or 0.0)

    @property
    def wom_cost(self) -> float:
        """Customers who never came because of what they heard: their value less what winning them had cost."""
        value = max(0.0, (self.residual_value or 0.0) - self.winning)
        return self.lost * self.neg_wom_reach * self.neg_wom_deterrence * value

    @property
    def total(self) -> float:
        """The three parts together."""
        return self.replacement_cost + self.lost_value + self.wom_cost


@operation("churn_cost", "What one year's customer losses cost", *PARAMETERS)
def churn_cost(**inputs: Any) -> dict[str, object]:
    """Return the three parts and their total, per lost customer, per customer and as a share of yearly margin.

    Without churn all costs are zero, also where the value of a customer would be infinite (`residual_value` None).
    `share_of_margin` is None when there is no positive margin to share.
    """
    losses = Losses(**inputs)
    yearly = losses.customers * losses.annual_margin
    return {
        "lost_customers": losses.lost,
        "cac": losses.winning,
        "residual_value": losses.residual_value,
        "replacement_cost": losses.replacement_cost,
        "lost_value": losses.lost_value,
        "wom_cost": losses.wom_cost,
        "total": losses.total,
        "per_lost_customer": losses.total / losses.lost if losses.lost else 0.0,
        "per_customer": losses.total / losses.customers if losses.customers else 0.0,
        "share_of_margin": losses.total / yearly if yearly > 0 else None,
    }


@operation(
    "churn_reduction_value", "What it is worth in a year to lose fewer customers",
    *PARAMETERS,
    Parameter("churn_rate_new", "share", "the share lost in a year afterwards", minimum=0, maximum=1, required=True),
)  # fmt: skip
def churn_reduction_value(*, churn_rate_new: float, **inputs: Any) -> dict[str, object]:
    """Return the total before and after, the saving per year, and the yearly budget per customer it would pay for.

    The saving is negative when churn rises.
    """
    losses = Losses(**inputs)
    before, after = losses.total, replace(losses, churn_rate=churn_rate_new).total
    return {
        "total_before": before,
        "total_after": after,
        "saving": before - after,
        "max_budget_per_customer": (before - after) / losses.customers if losses.customers else 0.0,
    }
