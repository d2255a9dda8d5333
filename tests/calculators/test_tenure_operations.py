"""Profit by tenure and what points of retention are worth: rules they keep, edges, and what they refuse."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.calculators import evaluate
from lms.calculators.operations import MOST_ROWS

REFUSED = {"error": "INVALID_INPUT"}
SMALL = settings(max_examples=40, deadline=None, derandomize=True, database=None)
TIMINGS = st.sampled_from(["GL", "ADV", "END", "MID"])


def test_a_customer_won_for_nothing_breaks_even_at_once_and_one_that_never_earns_never_does() -> None:
    found = evaluate("tenure_profit", {"profits": [0, 5], "retention": 0.8})
    assert (found["breakeven_year"], found["breakeven_year_interpolated"]) == (0, 0.0)
    found = evaluate("tenure_profit", {"profits": [-10, 5, 4], "retention": 0.8})
    assert (found["breakeven_year"], found["breakeven_year_interpolated"]) == (None, None)
    assert evaluate("tenure_profit", {"profits": [-7], "retention": 0.5})["expected_npv"] == -7


def test_a_profit_held_for_ever_without_losses_or_discount_has_no_value() -> None:
    inputs = {"profits": [-10, 5], "retention": 1, "discount": 0, "tail": "hold"}
    assert evaluate("tenure_profit", inputs)["expected_npv"] is None
    assert evaluate("tenure_profit", {**inputs, "tail": "none"})["expected_npv"] == -5
    assert evaluate("tenure_profit", {**inputs, "profits": [-10]}) == REFUSED
    assert evaluate("tenure_profit", {**inputs, "tail": "rise"}) == REFUSED


@SMALL
@given(st.lists(st.floats(-100, 100), min_size=2, max_size=8), st.floats(0, 0.95), st.floats(0.01, 1))
def test_a_held_profit_is_the_same_as_very_many_more_years_of_it(
    profits: list[float], retention: float, discount: float
) -> None:
    inputs = {"retention": retention, "discount": discount}
    held = evaluate("tenure_profit", {**inputs, "profits": profits, "tail": "hold"})
    long = evaluate("tenure_profit", {**inputs, "profits": profits + [profits[-1]] * 2000})
    assert held["expected_npv"] == pytest.approx(long["expected_npv"], rel=1e-9, abs=1e-9)


def test_ten_thousand_years_at_full_discount_stay_a_number() -> None:
    found = evaluate("tenure_profit", {"profits": [1.0] * MOST_ROWS, "retention": 1, "discount": 1})
    assert found["expected_npv"] == pytest.approx(2)


@SMALL
@given(st.floats(1, 1e5), st.floats(0, 0.9), st.floats(0.02, 0.5), TIMINGS)
def test_five_points_weigh_more_where_more_customers_stay(
    margin: float, retention: float, discount: float, timing: str
) -> None:
    inputs = {"margin": margin, "discount": discount, "timing": timing}
    less = evaluate("retention_lift", {**inputs, "retention": max(retention - 0.05, 0.0)})
    more = evaluate("retention_lift", {**inputs, "retention": retention})
    assert more["clv_after"] == evaluate("clv", {**inputs, "retention": min(1.0, retention + 0.05)})["clv_net"]
    if timing != "GL" and retention >= 0.05:
        assert more["lift"] > less["lift"]  # type: ignore[operator]


def test_a_customer_worth_nothing_has_no_lift_and_one_that_never_leaves_no_value() -> None:
    lossy = {"margin": 100, "retention": 0.5, "discount": 0.1, "acquisition_cost": 5000}
    assert evaluate("retention_lift", lossy)["lift"] is None
    found = evaluate("retention_lift", {"margin": 100, "retention": 0.97, "delta": 0.1, "discount": 0})
    assert (found["error"], found["clv_after"], found["lift"]) == ("DIVERGES", None, None)
    capped = evaluate("retention_lift", {"margin": 100, "retention": 0.97, "delta": 0.1, "discount": 0.1})
    assert capped["clv_after"] == pytest.approx(1000)
    assert evaluate("retention_lift", {"margin": 100, "retention": 0.1, "delta": -0.2}) == REFUSED
