"""T04 Ambassador, very satisfied and satisfied customers: a ladder of values, moving up it, and word of mouth.

Formulas of the domain reference, section T04. Referred customers count for one generation only. Differences between
segments are associations: what part of them a programme causes is for the reader to judge.
"""

from typing import Any, Final

from lms.calculators.clv import DISCOUNT, TIMING, multiple
from lms.calculators.codes import DIVERGES, INVALID_INPUT
from lms.calculators.operations import Invalid, Parameter, operation
from lms.calculators.parameters import Rows

TOLERANCE: Final = 0.001
"""How far shares may be from adding up to one."""

_HAIR: Final = 1e-9

SEGMENT: Final = (
    Parameter("share", "share", "share of all customers", minimum=0, maximum=1, required=True),
    Parameter("retention", "share", "share who stay from one year to the next", minimum=0, maximum=1, required=True),
    Parameter("revenue", "money", "revenue per customer and year", minimum=0, required=True),
    Parameter("gross_margin", "share", "what is left of revenue after the goods", minimum=0, maximum=1, required=True),
    Parameter("price_premium", "share", "share of revenue obtained without extra cost", minimum=0, maximum=1,
              default=0.0),
    Parameter("cost_to_serve", "money", "support, visits, complaints per customer and year", minimum=0, default=0.0),
    Parameter("referrals", "customers", "new customers brought per customer and year", minimum=0, soft_maximum=1,
              default=0.0),
    Parameter("deterred", "customers", "prospects put off per customer and year", minimum=0, default=0.0),
)  # fmt: skip


@operation(
    "segment_value", "What a customer of each segment is worth, word of mouth included",
    Rows(name="segments", unit="rows", help="one row per segment: name, share, retention, revenue, gross_margin, …",
         required=True, fields=SEGMENT),
    DISCOUNT,
    Parameter("new_customer_value", "money", "net value of an average new customer", default=0.0),
    Parameter("cac_saved", "money", "cost of winning saved on each referred customer", minimum=0, default=0.0),
    TIMING,
)  # fmt: skip
def segment_value(
    *, segments: list[dict[str, Any]], discount: float, new_customer_value: float, cac_saved: float, timing: str
) -> dict[str, object]:
    """Return each segment's yearly profit and word of mouth, its value split in two, and the weighted value.

    Shares that do not add up give INVALID_INPUT with their `difference` from one; a value without end DIVERGES.
    """
    difference = sum(each["share"] for each in segments) - 1
    if abs(difference) > TOLERANCE + _HAIR:
        return {"error": INVALID_INPUT, "difference": difference}
    values = []
    for each in segments:
        reach = multiple(each["retention"], discount, 0.0, None, timing)
        if reach is None:
            return {"error": DIVERGES, "segments": None, "weighted_value": None}
        values.append(_valued(each, reach, new_customer_value, cac_saved))
    weighted = sum(each["share"] * found["value"] for each, found in zip(segments, values, strict=True))
    return {"segments": values, "weighted_value": weighted}


@operation(
    "migration_value", "What it is worth to move customers from one segment to another",
    Parameter("customers", "count", "all customers", minimum=0, required=True),
    Parameter("values", "money", "value of one customer of each segment", required=True, sort="numbers"),
    Parameter("shares_before", "share", "share of each segment now", minimum=0, maximum=1, required=True,
              sort="numbers"),
    Parameter("shares_after", "share", "share of each segment afterwards", minimum=0, maximum=1, required=True,
              sort="numbers"),
    Parameter("programme_cost", "money", "what the move costs", minimum=0, default=0.0),
)  # fmt: skip
def migration_value(
    *,
    customers: float,
    values: list[float],
    shares_before: list[float],
    shares_after: list[float],
    programme_cost: float,
) -> dict[str, object]:
    """Return the uplift before and after cost, and net per unit of cost (None where nothing is spent)."""
    for name, shares in (("shares_before", shares_before), ("shares_after", shares_after)):
        if len(shares) != len(values):
            raise Invalid(name, "must have one share for each value")
        if abs(sum(shares) - 1) > TOLERANCE + _HAIR:
            raise Invalid(name, "must add up to 1")
    shifts = zip(shares_before, shares_after, values, strict=True)
    gross = customers * sum((after - before) * value for before, after, value in shifts)
    net = gross - programme_cost
    return {"gross_uplift": gross, "net_uplift": net, "roi": net / programme_cost if programme_cost else None}


@operation(
    "wom_value", "What word of mouth is worth, per comment and per promoter",
    Parameter("new_customers", "count", "new customers in the period", minimum=0, required=True),
    Parameter("referral_share", "share", "share of them who came by recommendation", minimum=0, maximum=1,
              required=True),
    Parameter("value_per_customer", "money", "value of a new customer", required=True),
    Parameter("total_positive_comments", "count", "positive comments made in the period", minimum=0, required=True),
    Parameter("comments_per_promoter", "count", "positive comments one promoter makes", minimum=0, required=True),
)  # fmt: skip
def wom_value(
    *,
    new_customers: float,
    referral_share: float,
    value_per_customer: float,
    total_positive_comments: float,
    comments_per_promoter: float,
) -> dict[str, object]:
    """Return referred customers, their value, and that per comment and per promoter (None without comments)."""
    referred = new_customers * referral_share
    total = referred * value_per_customer
    comment = total / total_positive_comments if total_positive_comments else None
    return {
        "referred_customers": referred,
        "wom_value_total": total,
        "value_per_comment": comment,
        "wom_value_per_promoter": None if comment is None else comment * comments_per_promoter,
    }


def _valued(segment: dict[str, Any], reach: float, new_customer_value: float, cac_saved: float) -> dict[str, Any]:
    margin = segment["gross_margin"] + segment["price_premium"]
    profit = segment["revenue"] * margin - segment["cost_to_serve"]
    word = segment["referrals"] * (new_customer_value + cac_saved) - segment["deterred"] * new_customer_value
    return {
        "name": segment["name"],
        "annual_profit": profit,
        "annual_wom": word,
        "base_value": profit * reach,
        "wom_value": word * reach,
        "value": (profit + word) * reach,
    }
