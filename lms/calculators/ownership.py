"""T13 Total cost of ownership and value in use: what a solution costs over its life, and what it is worth to a buyer.

Formulas of the domain reference, section T13. Value to the customer: Forbis & Mehta 1981, Business Horizons 24(3),
32–42. With different lives compare `eac`, not `tco_npv`; every line needs its "who says so?".
"""

import math
from typing import Any, Final

from lms.calculators.operations import Parameter, operation
from lms.calculators.parameters import Rows

COST_LINE: Final = (
    Parameter("amount", "money", "cost in the first year, paid at its end; below zero: income", required=True),
    Parameter("growth", "share", "growth per year of this cost", minimum=-1, maximum=1, soft_minimum=-0.2,
              soft_maximum=0.2, default=0.0),
)  # fmt: skip
_HAIR: Final = 1e-12


@operation(
    "tco", "What a solution costs over its life, and per year of it",
    Parameter("purchase", "money", "price", minimum=0, required=True),
    Parameter("one_off", "money", "installation, training and other costs at the start", minimum=0, default=0.0),
    Rows(name="annual_costs", unit="rows", required=True, fields=COST_LINE,
         help="one row per yearly cost: name, amount, growth (energy, consumables, labour, downtime, errors, …)"),
    Parameter("horizon", "years", "years of use", minimum=1, maximum=30, whole=True, required=True),
    Parameter("discount", "share", "what a year of waiting costs", minimum=0, maximum=1, soft_maximum=0.2,
              default=0.08),
    Parameter("residual", "money", "what it can be sold for at the end", minimum=0, default=0.0),
    Parameter("disposal", "money", "cost of getting rid of it at the end", minimum=0, default=0.0),
)  # fmt: skip
def tco(
    *,
    purchase: float,
    one_off: float,
    annual_costs: list[dict[str, Any]],
    horizon: float,
    discount: float,
    residual: float,
    disposal: float,
) -> dict[str, object]:
    """Return the present value of all costs, the same as equal yearly payments, and the part the price is of it.

    pv_running = Σₜ Σ amount·(1+g)^(t−1)/(1+i)^t for t = 1 … N; tco_npv = purchase + one_off + pv_running +
    (disposal − residual)/(1+i)^N; eac = tco·i/(1 − (1+i)^(−N)), tco/N where i = 0; purchase_share = purchase/tco, None
    unless the total is above 0. `residual_above_purchase` asks for a check. At most 10,000 cost lines, 30 years.
    """
    years = int(horizon)
    running = sum(each["amount"] * _annuity(each["growth"], discount, years) for each in annual_costs)
    total = purchase + one_off + running + (disposal - residual) / (1 + discount) ** years
    return {
        "tco_npv": total,
        "eac": total * _repayment(discount, years),
        "pv_running": float(running),
        "purchase_share": purchase / total if total > 0 else None,
        "residual_above_purchase": residual > purchase,
    }


@operation(
    "evc", "What a solution is worth to the customer, and how a price shares it",
    Parameter("reference_price", "money", "price of what the customer would use otherwise", minimum=0, required=True),
    Parameter("reference_startup", "money", "start-up costs of that", minimum=0, default=0.0),
    Parameter("reference_postpurchase", "money", "its costs in use", minimum=0, default=0.0),
    Parameter("new_startup", "money", "start-up costs of the new solution", minimum=0, default=0.0),
    Parameter("new_postpurchase", "money", "its costs in use", minimum=0, default=0.0),
    Parameter("incremental_value", "money", "what the customer gains beyond saved costs", default=0.0),
    Parameter("price", "money", "price of the new solution; empty = not set", minimum=0, optional=True),
    Parameter("supplier_cost", "money", "what it costs the supplier; empty = not known", minimum=0, optional=True),
)  # fmt: skip
def evc(
    *,
    reference_price: float,
    reference_startup: float,
    reference_postpurchase: float,
    new_startup: float,
    new_postpurchase: float,
    incremental_value: float,
    price: float | None,
    supplier_cost: float | None,
) -> dict[str, object]:
    """Return the highest price at which the customer loses nothing (EVC), and what it means for price and cost.

    evc = all costs of the reference − start-up and use of the new + incremental value; differentiation_value = evc −
    reference price, below zero where the new is worse; customer_incentive = evc − price;
    supplier_share_of_differentiation = (price − reference price)/differentiation, None where there is none to share;
    competitive_advantage = evc − supplier cost. None where price or cost is not given.
    """
    saved = (reference_startup - new_startup) + (reference_postpurchase - new_postpurchase)
    differentiation = saved + incremental_value
    worth = reference_price + differentiation
    nothing = abs(differentiation) <= _HAIR * max(reference_startup, reference_postpurchase, abs(incremental_value))
    return {
        "evc": worth,
        "differentiation_value": differentiation,
        "customer_incentive": None if price is None else worth - price,
        "supplier_share_of_differentiation": (
            None if price is None or nothing else (price - reference_price) / differentiation
        ),
        "competitive_advantage": None if supplier_cost is None else worth - supplier_cost,
    }


def _annuity(growth: float, discount: float, years: int) -> float:
    """Return Σ (1+g)^(t−1)/(1+i)^t, added year by year: exact also where g = i."""
    return sum((1 + growth) ** (year - 1) / (1 + discount) ** year for year in range(1, years + 1))


def _repayment(discount: float, years: int) -> float:
    """Return i/(1 − (1+i)^(−N)), and its limit 1/N at i = 0."""
    return discount / -math.expm1(-years * math.log1p(discount)) if discount else 1 / years
