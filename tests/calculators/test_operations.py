"""The operations of T01 and T02: the reference cases, the rules they must keep, and what they refuse."""

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.calculators import OPERATIONS, evaluate

from .material import cases

CLV = {"margin": 400.0, "retention": 0.85, "discount": 0.08, "growth": 0.02, "acquisition_cost": 500.0, "timing": "END"}
CHURN = {"customers": 10000, "churn_rate": 0.15, "annual_margin": 1200.0, "discount": 0.08}
SMALL = settings(max_examples=60, deadline=None, derandomize=True, database=None)

shares = st.floats(0, 0.97)
interest = st.floats(0.01, 0.5)
money = st.floats(1, 1e6)


def near(found: Any, expected: Any, tolerance: float) -> bool:
    if isinstance(expected, list) and isinstance(found, list) and len(found) == len(expected):
        return all(near(each, its, tolerance) for each, its in zip(found, expected, strict=True))
    if isinstance(expected, dict) and isinstance(found, dict):
        return all(near(found[name], its, tolerance) for name, its in expected.items())
    if isinstance(expected, float | int) and not isinstance(expected, bool):
        return isinstance(found, float | int) and abs(found - expected) <= tolerance * max(1, abs(expected))
    return bool(found == expected)


@pytest.mark.parametrize("case", cases("calculators.json"), ids=lambda case: case["id"])
def test_every_reference_case_comes_out(case: dict[str, Any]) -> None:
    found = evaluate(case["op"], case["inputs"])
    for name, expected in case["expected"].items():
        assert near(found[name], expected, case["rel_tol"]), name


@pytest.mark.parametrize("value", [True, "0.8", None, math.nan, math.inf, -math.inf, [0.8], {}, 10**400, -0.1, 1.1, 1j])
def test_a_retention_that_is_no_share_is_refused(value: Any) -> None:
    assert evaluate("clv", {**CLV, "retention": value}) == {"error": "INVALID_INPUT"}


@pytest.mark.parametrize(
    "change",
    [
        {"discount": -0.05}, {"discount": 1.01}, {"growth": 0.51}, {"growth": -0.51}, {"acquisition_cost": -1},
        {"timing": "end"}, {"timing": None}, {"timing": 1}, {"horizon": 0}, {"horizon": 201}, {"horizon": 2.5},
        {"horizon": True}, {"margin": "400"}, {"margin": None}, {"margin": math.nan}, {"unknown": 1},
    ],
)  # fmt: skip
def test_lifetime_value_refuses_what_lies_outside_its_domain(change: dict[str, Any]) -> None:
    assert evaluate("clv", {**CLV, **change}) == {"error": "INVALID_INPUT"}


@pytest.mark.parametrize(
    "change",
    [
        {"customers": -1}, {"customers": True}, {"churn_rate": 1.5}, {"churn_rate": -0.01}, {"discount": 1.2},
        {"retention_cost_per_customer": -1}, {"acquisition_ratio": 0.5}, {"acquisition_ratio": 51},
        {"acquisition_ratio": None}, {"cac": -1}, {"cac": "0"}, {"replacement_share": 1.1}, {"ramp_up_months": 61},
        {"ramp_up_months": -1}, {"onboarding_cost": -1}, {"neg_wom_reach": 51}, {"neg_wom_deterrence": 1.1},
        {"horizon": 0}, {"horizon": 51}, {"annual_margin": math.inf}, {"churn_rate_new": 0.1},
    ],
)  # fmt: skip
def test_churn_cost_refuses_what_lies_outside_its_domain(change: dict[str, Any]) -> None:
    assert evaluate("churn_cost", {**CHURN, **change}) == {"error": "INVALID_INPUT"}


@pytest.mark.parametrize("missing", ["customers", "churn_rate", "annual_margin"])
def test_nothing_is_guessed_about_whose_losses_they_are(missing: str) -> None:
    inputs = {key: value for key, value in CHURN.items() if key != missing}
    assert evaluate("churn_cost", inputs) == {"error": "INVALID_INPUT"}


@pytest.mark.parametrize(
    ("sizes", "margins"),
    [
        ([], []), ([100], []), ([100, 90], [1, 2]), ([0, 10], [1]), ([100, -1], [1]), ("ab", [1]), ([100, True], [1]),
        ([1, None], [1]),
    ],
)  # fmt: skip
def test_a_cohort_table_with_holes_is_refused(sizes: Any, margins: Any) -> None:
    inputs = {"cohort_sizes": sizes, "margins": margins, "discount": 0.1, "acquisition_total": 10}
    assert evaluate("clv_cohort", inputs) == {"error": "INVALID_INPUT"}


def test_an_unknown_operation_and_inputs_that_are_none_answer_with_codes() -> None:
    assert evaluate("clw", {}) == {"error": "UNKNOWN_OPERATION"}
    assert evaluate("clv", [1]) == {"error": "INVALID_INPUT"}
    assert evaluate("clv", {1: 2}) == {"error": "INVALID_INPUT"}


def test_results_too_large_for_a_number_are_refused_and_never_infinite() -> None:
    assert evaluate("clv", {**CLV, "margin": 1.7e308}) == {"error": "INVALID_INPUT"}
    assert evaluate("churn_cost", {**CHURN, "customers": 1e308, "annual_margin": 1e308}) == {"error": "INVALID_INPUT"}


def test_a_value_without_end_diverges_and_a_horizon_mends_it() -> None:
    endless = {**CLV, "retention": 0.99, "growth": 0.5}
    assert evaluate("clv", endless)["error"] == "DIVERGES"
    assert evaluate("clv", endless)["clv_net"] is None
    assert evaluate("clv", {**endless, "horizon": 30})["elasticity_retention"] is None


def test_no_churn_costs_nothing_even_where_a_customer_is_worth_without_end() -> None:
    found = evaluate("churn_cost", {**CHURN, "churn_rate": 0, "discount": 0})
    assert (found["total"], found["residual_value"], found["share_of_margin"]) == (0, None, 0)


def test_everyone_leaving_leaves_one_payment() -> None:
    assert near(evaluate("churn_cost", {**CHURN, "churn_rate": 1})["residual_value"], 1200 / 1.08, 1e-12)


def test_own_acquisition_cost_overrides_the_ratio() -> None:
    assert evaluate("churn_cost", {**CHURN, "cac": 400.0, "acquisition_ratio": 20})["cac"] == 400.0


def test_a_saving_without_customers_is_zero() -> None:
    found = evaluate("churn_reduction_value", {**CHURN, "customers": 0, "churn_rate_new": 0.1})
    assert found == {"total_before": 0, "total_after": 0, "saving": 0, "max_budget_per_customer": 0}


@pytest.mark.parametrize("timing", ["ADV", "END", "MID"])
def test_a_customer_who_costs_nothing_to_win_always_pays_back(timing: str) -> None:
    inputs = {"margin": 10.0, "discount": 0.1, "acquisition_cost": 0, "timing": timing}
    assert evaluate("clv_breakeven_retention", inputs) == {"retention": 0.0, "status": "ALWAYS"}


@pytest.mark.parametrize("margin", [0.0, -5.0])
def test_a_customer_without_margin_never_pays_back(margin: float) -> None:
    inputs = {"margin": margin, "discount": 0.1, "acquisition_cost": 1.0}
    assert evaluate("clv_breakeven_retention", inputs) == {"retention": None, "status": "NEVER"}


def net(**inputs: Any) -> float:
    value = evaluate("clv", inputs)["clv_net"]
    assert isinstance(value, float)
    return value


@SMALL
@given(money, shares, interest, st.sampled_from(["GL", "ADV", "END", "MID"]))
def test_a_customer_is_worth_more_who_stays_longer_and_less_when_waiting_costs_more(
    margin: float, retention: float, discount: float, timing: str
) -> None:
    inputs = {"margin": margin, "retention": retention, "discount": discount, "timing": timing}
    assert net(**{**inputs, "retention": retention + 0.02}) > net(**inputs)
    if retention > 0.01:
        assert net(**{**inputs, "discount": discount + 0.02}) < net(**inputs)


@SMALL
@given(shares, interest)
def test_the_conventions_are_the_same_sum_moved(retention: float, discount: float) -> None:
    worth = {
        timing: net(margin=1.0, retention=retention, discount=discount, timing=timing)
        for timing in ("GL", "ADV", "END", "MID")
    }
    assert near(worth["ADV"], worth["GL"] + 1, 1e-9)
    assert near(worth["END"], worth["ADV"] / (1 + discount), 1e-9)
    assert near(worth["MID"], worth["ADV"] / (1 + discount) ** 0.5, 1e-9)


@SMALL
@given(shares, interest, st.integers(1, 200), st.sampled_from(["GL", "ADV", "END", "MID"]))
def test_a_horizon_counts_payments_one_by_one(retention: float, discount: float, years: int, timing: str) -> None:
    first = {"GL": retention / (1 + discount), "ADV": 1.0, "END": 1 / (1 + discount), "MID": (1 + discount) ** -0.5}
    by_hand = sum(first[timing] * (retention / (1 + discount)) ** year for year in range(years))
    found = evaluate(
        "clv", {"margin": 1.0, "retention": retention, "discount": discount, "horizon": years, "timing": timing}
    )
    assert near(found["multiple"], by_hand, 1e-12)


@SMALL
@given(money, st.floats(1, 1e5), interest, st.floats(-0.3, 0.3), st.sampled_from(["GL", "ADV", "END", "MID"]))
def test_at_the_breakeven_retention_the_customer_is_worth_nothing(
    margin: float, cost: float, discount: float, growth: float, timing: str
) -> None:
    inputs = {"margin": margin, "discount": discount, "growth": growth, "timing": timing, "acquisition_cost": cost}
    found = evaluate("clv_breakeven_retention", inputs)
    if found["status"] == "OK":
        assert abs(net(**inputs, retention=found["retention"])) <= 1e-6 * cost


@SMALL
@given(st.floats(0, 1e6), st.floats(0, 1), st.floats(-1e4, 1e4), st.floats(0.01, 1), st.floats(0, 1))
def test_the_parts_make_the_total_and_twice_the_customers_cost_twice(
    customers: float, churn: float, margin: float, discount: float, share: float
) -> None:
    inputs = {
        "customers": customers, "churn_rate": churn, "annual_margin": margin, "discount": discount,
        "replacement_share": share,
    }  # fmt: skip
    once, twice = evaluate("churn_cost", inputs), evaluate("churn_cost", {**inputs, "customers": 2 * customers})
    parts: Any = [once["replacement_cost"], once["lost_value"], once["wom_cost"]]
    assert near(once["total"], sum(parts), 1e-12)
    assert near(twice["total"], 2 * parts[0] + 2 * parts[1] + 2 * parts[2], 1e-9)


@SMALL
@given(st.floats(0, 1), st.floats(0, 1))
def test_a_saving_is_the_difference_of_two_totals(before: float, after: float) -> None:
    found: Any = evaluate("churn_reduction_value", {**CHURN, "churn_rate": before, "churn_rate_new": after})
    totals: Any = [evaluate("churn_cost", {**CHURN, "churn_rate": each})["total"] for each in (before, after)]
    assert near(found["saving"], totals[0] - totals[1], 1e-9)
    assert near(found["max_budget_per_customer"], found["saving"] / 10000, 1e-9)


def test_each_operation_says_what_it_takes() -> None:
    for operation in OPERATIONS.values():
        assert operation.title
        assert all(each.help and each.unit for each in operation.parameters)


def test_unusual_inputs_are_named_and_accepted() -> None:
    assert OPERATIONS["clv"].warnings({"margin": -3, "retention": 0.99, "discount": 0.1}) == ("margin", "retention")
