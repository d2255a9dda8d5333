"""T14 applied to T01: lifetime value when retention and margin are uncertain, and which input moves it most.

Formulas of the domain reference, section T14. Chance comes from the same seeded generator, and draws are made by the
same inverse cdfs, as for the ranges of declared calculators.
"""

from typing import TYPE_CHECKING, Any, Final

from lms.calculators.clv import ACQUISITION, DISCOUNT, TIMING, clv, multiple
from lms.calculators.codes import DIVERGES
from lms.calculators.distributions import Pert, Triangular
from lms.calculators.lists import InputsOf, Uncertain
from lms.calculators.operations import Invalid, Parameter, operation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_RUNS: Final = 200_000
_OUTPUTS: Final = ("p10", "p50", "p90", "mean", "standard_error", "below_zero")


@operation(
    "monte_carlo_clv", "Lifetime value when retention and margin are uncertain",
    Parameter("n", "runs", "how many runs", minimum=1, maximum=MOST_RUNS, soft_minimum=1000, default=20_000.0,
              whole=True),
    Parameter("seed", "number", "the same seed gives the same runs", minimum=0, maximum=2**53, default=1.0, whole=True),
    TIMING, DISCOUNT, ACQUISITION,
    Uncertain(name="retention", unit="share", help="share of customers who stay, as dist, low, mode, high", minimum=0,
              maximum=1, required=True),
    Uncertain(name="margin", unit="money", help="margin per customer and period, as dist, low, mode, high",
              required=True),
    Parameter("correlation", "number", "how far retention and margin move together, −0.95 to 0.95 (Gaussian copula)",
              minimum=-0.95, maximum=0.95, default=0.0),
)  # fmt: skip
def monte_carlo_clv(
    *,
    n: float,
    seed: float,
    timing: str,
    discount: float,
    acquisition_cost: float,
    retention: Triangular | Pert,
    margin: Triangular | Pert,
    correlation: float,
) -> dict[str, object]:
    """Return P10, P50, P90 and mean of the net value, the mean's Monte-Carlo error, and the share of runs below zero.

    1 to 200,000 runs without a horizon. `diverged` counts the runs without an end: they are in no other figure; where
    all are, DIVERGES. The error is None for a single run. At 20,000 runs seeds differ by 0.5 % (P10: 1.2 %).
    """
    import numpy as np

    from lms.calculators.ranges.summary import summary

    count = int(n)
    with np.errstate(all="ignore"):
        stay, gain = _drawn(count, int(seed), retention, margin, correlation)
        first = {"GL": stay, "ADV": 1 + discount, "END": 1.0, "MID": (1 + discount) ** 0.5}[timing]
        ends = stay < 1 + discount
        values = (gain * first / (1 + discount - stay) - acquisition_cost)[ends]
        counts = {"n": count, "diverged": count - len(values), "seed": int(seed)}
        if not len(values):
            return {"error": DIVERGES, **dict.fromkeys(_OUTPUTS), **counts}
        if not np.isfinite(values).all():
            raise Invalid("margin", "is too large")
        found = summary(values, None)
    return {**{name: found[name] for name in _OUTPUTS}, **counts}


@operation(
    "tornado_clv", "Which input moves lifetime value most, each from its low to its high value",
    InputsOf(name="base", unit="inputs", help="the inputs of clv", operation="clv", required=True),
    InputsOf(name="low", unit="inputs", help="the low value of each input that is moved", operation="clv",
             partial=True, required=True),
    InputsOf(name="high", unit="inputs", help="the high value of each of the same inputs", operation="clv",
             partial=True, required=True),
)  # fmt: skip
def tornado_clv(*, base: dict[str, Any], low: dict[str, float], high: dict[str, float]) -> dict[str, object]:
    """Return the net value at base, and a row per moved input: at low, at high, and the swing between them.

    The widest swing comes first, equal ones by name. A side without an end is None, its swing None and first of all.
    """
    if low.keys() != high.keys():
        raise Invalid("high", "must name the same inputs as low")
    worth = clv(**base)
    if "error" in worth:
        return {"error": DIVERGES, "base": None, "rows": None}
    rows = [_moved(name, base, low[name], high[name]) for name in low]
    rows.sort(key=lambda row: (row["swing"] is not None, -(row["swing"] or 0.0), row["input"]))
    return {"base": worth["clv_net"], "rows": rows}


def _moved(name: str, base: dict[str, Any], low: float, high: float) -> dict[str, Any]:
    ends = [_net({**base, name: each}) for each in (low, high)]
    swing = None if ends[0] is None or ends[1] is None else abs(ends[1] - ends[0])
    return {"input": name, "at_low": ends[0], "at_high": ends[1], "swing": swing}


def _net(inputs: dict[str, Any]) -> float | None:
    found = multiple(*(inputs[name] for name in ("retention", "discount", "growth", "horizon", "timing")))
    return None if found is None else inputs["margin"] * found - inputs["acquisition_cost"]


def _drawn(
    count: int, seed: int, retention: Triangular | Pert, margin: Triangular | Pert, correlation: float
) -> tuple["NDArray[np.float64]", "NDArray[np.float64]"]:
    """Return retention and margin of every run: the first `count` shares of chance are for retention, the next for
    margin; moved together, the margin's share is Φ(ρz₁ + √(1 − ρ²)z₂).
    """
    from lms.calculators.formula.normal_arrays import normal_cdf, normal_quantile
    from lms.calculators.ranges.pcg import shares

    stays, gains = shares(seed, 0, count), shares(seed, count, count)
    if correlation:
        own = (1 - correlation**2) ** 0.5
        gains = normal_cdf(correlation * normal_quantile(stays) + own * normal_quantile(gains))
    return _values(retention, stays), _values(margin, gains)


def _values(shape: Triangular | Pert, chance: "NDArray[np.float64]") -> "NDArray[np.float64]":
    import numpy as np

    from lms.calculators.ranges.drawing import quantiles
    from lms.calculators.ranges.specs import PERT, TRIANGULAR, Spread

    if shape.low == shape.high:
        return np.full(len(chance), shape.low)
    return quantiles(Spread(PERT if isinstance(shape, Pert) else TRIANGULAR, shape.low, shape.mode, shape.high), chance)
