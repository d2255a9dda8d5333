"""T01 Customer lifetime value: what one customer is worth, under four conventions of when money arrives.

Sources: Gupta & Lehmann 2003, J. Interactive Marketing 17(1), 9–24 (GL: margin r/(1+i−r)); the other three are the
same geometric sum with another first payment. With q = r(1+g)/(1+i) every multiple is c·G, where G = 1 + q + q² + …
"""

from typing import Final

from lms.calculators.codes import DIVERGES
from lms.calculators.operations import Invalid, Parameter, operation

TIMINGS: Final = ("GL", "ADV", "END", "MID")

MARGIN: Final = Parameter(
    "margin", "money", "margin per customer and period, after variable cost to serve (not revenue)",
    soft_minimum=0, required=True,
)  # fmt: skip
RETENTION: Final = Parameter(
    "retention", "share", "share of customers who stay from one period to the next",
    minimum=0, maximum=1, soft_minimum=0.3, soft_maximum=0.98, required=True,
)  # fmt: skip
DISCOUNT: Final = Parameter(
    "discount", "share", "what a year of waiting costs, per period",
    minimum=0, maximum=1, soft_minimum=0.04, soft_maximum=0.20, default=0.10,
)  # fmt: skip
GROWTH: Final = Parameter(
    "growth", "share", "growth per period of the margin of a customer who stays",
    minimum=-0.5, maximum=0.5, soft_minimum=-0.1, soft_maximum=0.1, default=0.0,
)  # fmt: skip
HORIZON: Final = Parameter(
    "horizon", "payments", "number of payments counted; empty = without end",
    minimum=1, maximum=200, optional=True, whole=True,
)  # fmt: skip
TIMING: Final = Parameter(
    "timing", "choice", "when money arrives: GL after the first renewal, ADV in advance, END at the end, MID midway",
    default="END", sort="choice", choices=TIMINGS,
)  # fmt: skip
ACQUISITION: Final = Parameter("acquisition_cost", "money", "cost of winning one customer", minimum=0, default=0.0)


def multiple(retention: float, discount: float, growth: float, horizon: float | None, timing: str) -> float | None:
    """Return value per unit of margin, or None when the sum diverges: r(1+g) ≥ 1+i without a horizon.

    `horizon` is a whole number of payments. A finite sum is added term by term, which stays exact near q = 1.
    """
    step = retention * (1 + growth)
    first: float = {"GL": retention, "ADV": 1 + discount, "END": 1.0, "MID": (1 + discount) ** 0.5}[timing]
    if horizon is not None:
        ratio = step / (1 + discount)
        return first / (1 + discount) * sum(ratio**payment for payment in range(int(horizon)))
    return None if step >= 1 + discount else first / (1 + discount - step)


@operation(
    "clv", "Customer lifetime value: what one customer is worth",
    MARGIN, RETENTION, DISCOUNT, GROWTH, HORIZON, TIMING, ACQUISITION,
)  # fmt: skip
def clv(
    *,
    margin: float,
    retention: float,
    discount: float,
    growth: float,
    horizon: float | None,
    timing: str,
    acquisition_cost: float,
) -> dict[str, object]:
    """Return multiple, gross and net value, expected periods 1/(1−r) and the elasticity to retention.

    The elasticity ∂ln multiple/∂ln r is q/(1−q), one more for GL, and only defined without a horizon.
    """
    found = multiple(retention, discount, growth, horizon, timing)
    if found is None:
        names = ("multiple", "clv_gross", "clv_net", "expected_periods", "elasticity_retention")
        return {"error": DIVERGES, **dict.fromkeys(names)}
    step = retention * (1 + growth)
    elasticity = step / (1 + discount - step) + (timing == "GL") if horizon is None else None
    return {
        "multiple": found,
        "clv_gross": margin * found,
        "clv_net": margin * found - acquisition_cost,
        "expected_periods": None if retention == 1 else 1 / (1 - retention),
        "elasticity_retention": elasticity,
    }


@operation(
    "clv_cohort", "Value of a concrete cohort, from a table of customers left and margins per period",
    Parameter("cohort_sizes", "count", "customers at the start and after each period", minimum=0, required=True,
              sort="numbers"),
    Parameter("margins", "money", "margin per customer in each period: one fewer than the sizes", required=True,
              sort="numbers"),
    DISCOUNT,
    Parameter("acquisition_total", "money", "cost of winning the whole cohort", minimum=0, default=0.0),
)  # fmt: skip
def clv_cohort(
    *, cohort_sizes: list[float], margins: list[float], discount: float, acquisition_total: float
) -> dict[str, object]:
    """Return Σ nₜ·mₜ/(1+i)ᵗ for t = 1, 2, …, the same less the acquisition cost, and that per acquired customer."""
    if not margins or len(cohort_sizes) != len(margins) + 1:
        raise Invalid("margins", "must have one value fewer than cohort_sizes")
    if cohort_sizes[0] == 0:
        raise Invalid("cohort_sizes", "must start with at least one customer")
    pairs = zip(cohort_sizes[1:], margins, strict=True)
    gross = sum(size * margin / (1 + discount) ** period for period, (size, margin) in enumerate(pairs, start=1))
    net = gross - acquisition_total
    return {"pv_gross": gross, "npv": net, "npv_per_customer": net / cohort_sizes[0]}


@operation(
    "clv_breakeven_retention", "The retention at which a customer just pays back what it cost to win",
    MARGIN, DISCOUNT, GROWTH, TIMING,
    Parameter("acquisition_cost", "money", "cost of winning one customer", minimum=0, required=True),
)  # fmt: skip
def clv_breakeven_retention(
    *, margin: float, discount: float, growth: float, timing: str, acquisition_cost: float
) -> dict[str, object]:
    """Return the retention with net value zero, without a horizon, and its status OK, ALWAYS or NEVER."""
    if margin <= 0:
        return {"retention": None, "status": "NEVER"}
    cost, interest = acquisition_cost, 1 + discount
    numerator = {
        "GL": cost * interest,
        "ADV": interest * (cost - margin),
        "END": cost * interest - margin,
        "MID": cost * interest - margin * interest**0.5,
    }[timing]
    if numerator <= 0:
        return {"retention": 0.0, "status": "ALWAYS"}
    denominator = cost * (1 + growth) + (margin if timing == "GL" else 0.0)
    retention = numerator / denominator
    return {"retention": None, "status": "NEVER"} if retention > 1 else {"retention": retention, "status": "OK"}
