"""T03 The loyalty effect: profit by years of tenure, and what some points of retention are worth.

Formulas of the domain reference, section T03. The idea: Reichheld & Sasser 1990, Harvard Business Review 68(5),
105–111; the increases published there per industry cannot be reproduced by a formula, as the cash flows are not public.
"""

from itertools import accumulate
from typing import Final

from lms.calculators.clv import ACQUISITION, DISCOUNT, GROWTH, HORIZON, MARGIN, RETENTION, TIMING, multiple
from lms.calculators.codes import DIVERGES
from lms.calculators.lists import Numbers
from lms.calculators.operations import Invalid, Parameter, operation

TAILS: Final = ("none", "hold")


@operation(
    "tenure_profit", "Profit of a customer year by year: when it breaks even and what is to be expected",
    Numbers(name="profits", unit="money", required=True,
            help="profit of each year of tenure; the first is minus the cost of winning the customer"),
    RETENTION,
    DISCOUNT,
    Parameter("tail", "choice", "after the last year: none = the relation ends, hold = the last profit continues",
              default="none", sort="choice", choices=TAILS),
)  # fmt: skip
def tenure_profit(*, profits: list[float], retention: float, discount: float, tail: str) -> dict[str, object]:
    """Return the running total of the profits, the year it reaches zero, and the expected net present value.

    The value is p₀ + Σ pₜ·rᵗ⁻¹/(1+i)ᵗ, with `hold` also p_T·rᵀ/(1+i)ᵀ⁺¹/(1 − r/(1+i)): None when r ≥ 1 + i. The year
    is counted once whole and once interpolated; 0 when the first profit is no loss, None when it is never reached.
    """
    if tail == "hold" and len(profits) == 1:
        raise Invalid("profits", "must hold at least one year after the first value")
    cumulative = list(accumulate(profits))
    year, interpolated = _breakeven(profits, cumulative)
    return {
        "cumulative": cumulative,
        "breakeven_year": year,
        "breakeven_year_interpolated": interpolated,
        "expected_npv": _present_value(profits, retention, discount, tail),
    }


@operation(
    "retention_lift", "What some points more of retention do to the value of a customer",
    MARGIN, RETENTION,
    Parameter("delta", "points as share", "points added to retention: 0.05 is five points, not five per cent",
              minimum=-1, maximum=1, soft_minimum=0, soft_maximum=0.2, default=0.05),
    DISCOUNT, GROWTH, HORIZON, TIMING, ACQUISITION,
)  # fmt: skip
def retention_lift(
    *,
    margin: float,
    retention: float,
    delta: float,
    discount: float,
    growth: float,
    horizon: float | None,
    timing: str,
    acquisition_cost: float,
) -> dict[str, object]:
    """Return net lifetime value before and after r → min(1, r + δ), the change, and the lift after/before − 1.

    The lift is None when the value before is not above zero. DIVERGES where either value has no end.
    """
    after = min(1.0, retention + delta)
    if after < 0:
        raise Invalid("delta", "must leave a retention of at least 0")
    first, second = (
        None if found is None else margin * found - acquisition_cost
        for found in (multiple(each, discount, growth, horizon, timing) for each in (retention, after))
    )
    if first is None or second is None:
        return {"error": DIVERGES, "clv_before": first, "clv_after": second, "change": None, "lift": None}
    return {
        "clv_before": first,
        "clv_after": second,
        "change": second - first,
        "lift": second / first - 1 if first > 0 else None,
    }


def _breakeven(profits: list[float], cumulative: list[float]) -> tuple[int | None, float | None]:
    """Return the first year whose running total is not below zero, whole and interpolated."""
    year = next((at for at, total in enumerate(cumulative) if total >= 0), None)
    if not year:
        return year, None if year is None else 0.0
    return year, year - 1 - cumulative[year - 1] / profits[year]


def _present_value(profits: list[float], retention: float, discount: float, tail: str) -> float | None:
    value, factor = profits[0], 1 / (1 + discount)
    for profit in profits[1:]:
        value += profit * factor
        factor *= retention / (1 + discount)
    if tail == "none":
        return value
    return None if retention >= 1 + discount else value + profits[-1] * factor / (1 - retention / (1 + discount))
