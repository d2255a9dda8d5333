"""What ranges cost: 10,000 samples of whole declared calculators against hand-written NumPy, and a whole run.

Every figure stands beside its reference from the same run. Times are the best of several.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from bench.formula import best
from bench.outcome import Outcome
from lms.calculators.computing import prepare
from lms.calculators.declared import Calculator
from lms.calculators.ranges import break_even, run_ranges
from lms.calculators.ranges.drawing import draws
from lms.calculators.ranges.headline import Headline
from lms.calculators.ranges.places import Place, place_of
from lms.calculators.ranges.specs import Spread, read_range
from lms.calculators.reading import read_calculator

MODULE = Path(__file__).parents[1] / "modules" / "loyalty-economics"
SAMPLES = 10_000
GROWTH = 0.0

Array = Any
Values = Mapping[str, Any]


def triangle(low: float, likely: float, high: float) -> dict[str, object]:
    """Return a triangular range."""
    return {"dist": "triangular", "low": low, "likely": likely, "high": high}


RANGES: dict[str, dict[str, Any]] = {
    "customer-lifetime-value": {
        "margin": triangle(800, 1000, 1300), "retention": triangle(0.7, 0.8, 0.9),
        "discount": triangle(0.06, 0.1, 0.14), "acquisition_cost": triangle(300, 500, 800),
    },
    "cost-of-churn": {
        "customers": triangle(9000, 10000, 11000), "churn_rate": triangle(0.1, 0.15, 0.25),
        "annual_margin": triangle(900, 1200, 1500), "replacement_share": triangle(0.4, 0.6, 0.8),
        "discount": triangle(0.06, 0.08, 0.12),
    },
    "customer-segments": {
        "segments.retention.1": triangle(0.9, 0.95, 0.97), "segments.revenue.2": triangle(9000, 10500, 12000),
        "caused": triangle(0.2, 0.5, 0.7), "discount": triangle(0.06, 0.09, 0.12),
    },
}  # fmt: skip


def lifetime_value(v: Values) -> Array:
    """Return T01 by hand, paid at the end of the year, for ever."""
    step = v["retention"] * (1 + GROWTH)
    endless = step >= 1 + v["discount"]
    value = v["margin"] * (1.0 / (1 + v["discount"] - step)) - v["acquisition_cost"]
    return np.where(endless, np.nan, value)


def cost_of_churn(v: Values) -> Array:
    """Return T02 by hand with the example's other numbers; what winning costs stays empty."""
    lost = v["customers"] * v["churn_rate"]
    value = np.where(v["churn_rate"] == 0, 0, v["annual_margin"] / (v["discount"] + v["churn_rate"]))
    replaced = lost * v["replacement_share"] * (200.0 + v["annual_margin"] * 3 / 12)
    gone = lost * (1 - v["replacement_share"]) * value
    return replaced + gone + lost * 2.0 * 0.02 * np.maximum(0, value)


def segments(calculator: Calculator) -> Callable[[Values], Array]:
    """Return T04 by hand for the rows of its example, group by group."""
    rows = calculator.table("segments").rows("en")

    def by_hand(v: Values) -> Array:
        worst = np.full(SAMPLES, -np.inf)
        total = np.zeros(SAMPLES)
        for at, row in enumerate(rows, 1):
            kept = v.get(f"segments.retention.{at}", row["retention"])
            revenue = v.get(f"segments.revenue.{at}", row["revenue"])
            worst = np.maximum(worst, kept)
            margin = revenue * (row["gross_margin"] + row["price_premium"]) - row["cost_to_serve"]
            word = (row["referrals"] - row["deterred"]) * 5000.0
            total = total + (row["share_after"] - row["share"]) * (margin + word) / (1 + v["discount"] - kept)
        return np.where(worst >= 1 + v["discount"], np.nan, v["caused"] * 2000.0 * total - 1_500_000.0)

    return by_hand


def drawn(calculator: Calculator, headline: Headline) -> dict[Place, Array]:
    """Return 10,000 draws of each range of a calculator."""
    found = {}
    for name, given in RANGES[calculator.name].items():
        place = place_of(calculator, name)
        assert isinstance(place, Place)
        spread = read_range(place.declared, given, place.value(headline.known))
        assert isinstance(spread, Spread)
        found[place] = draws(place, spread, 1, SAMPLES)
    return found


def compared(calculator: Calculator, by_hand: Callable[[Values], Array]) -> dict[str, float]:
    """Return microseconds of both, after making sure that they say the same."""
    headline = Headline(calculator, prepare(calculator, {}))
    chance = drawn(calculator, headline)
    values = {place.name: each for place, each in chance.items()}
    found = headline.sampled(chance, SAMPLES).numbers(SAMPLES)
    assert np.allclose(found, by_hand(values), rtol=1e-9, equal_nan=True)
    ours, reference = best(partial(headline.sampled, chance, SAMPLES), 100), best(partial(by_hand, values), 100)
    return {"us": round(ours, 1), "by_hand_us": round(reference, 1), "ratio": round(ours / reference, 2)}


def measure() -> Iterator[Outcome]:
    """Yield the samples of three calculators, and whole runs with everything they tell."""
    calculators = {
        name: read_calculator((MODULE / f"{name}.calc.toml").read_text(encoding="utf-8"), name) for name in RANGES
    }
    by_hand: dict[str, Callable[[Values], Array]] = {
        "customer-lifetime-value": lifetime_value,
        "cost-of-churn": cost_of_churn,
        "customer-segments": segments(calculators["customer-segments"]),
    }
    found = {name: compared(each, by_hand[name]) for name, each in calculators.items()}
    yield Outcome(
        name="10,000 samples of a declared calculator",
        unit="times as long as hand-written NumPy; µs",
        figures={name: {"ratio": each["ratio"], "us": each["us"]} for name, each in found.items()},
        target="≤ 2 times",
        met=all(each["ratio"] <= 2 for each in found.values()),
        references={f"{name}, NumPy by hand, µs": each["by_hand_us"] for name, each in found.items()},
    )
    runs = {
        name: round(best(partial(run_ranges, each, {}, RANGES[name]), 3) / 1000, 1)
        for name, each in calculators.items()
    }
    searches = {
        name: round(best(partial(break_even, each, {}, "discount"), 3) / 1000, 1) for name, each in calculators.items()
    }
    yield Outcome(
        name="a whole run of ranges",
        unit="ms",
        figures=runs,
        target="none",
        met=True,
        references={f"{name}, break-even of the discount": each for name, each in searches.items()},
        note="20,000 samples drawn and computed, quantiles, classes, tornado, and what is most worth measuring",
    )
