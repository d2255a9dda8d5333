"""Cohort survival: what was put in is found again, sums agree with other methods, and what is refused."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from lms.calculators import evaluate
from lms.calculators.operations import MOST_ROWS
from lms.calculators.statistics.shifted_beta import Losses, discounted, hazards

REFUSED = {"error": "INVALID_INPUT"}
NOT_ESTIMABLE = {"error": "NOT_ESTIMABLE"}
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]
SMALL = settings(max_examples=40, deadline=None, derandomize=True, database=None)
SPREAD: dict[str, dict[str, Any]] = {
    "sbg_loglik": {"alpha": 1, "beta": 1, "survivors": HIGH_END},
    "sbg_curve": {"alpha": 0.7, "beta": 3.8},
    "sbg_del": {"alpha": 0.7, "beta": 3.8},
    "sbg_derl": {"alpha": 0.7, "beta": 3.8, "periods_active": 3},
    "sbg_expected_lifetime": {"alpha": 2, "beta": 3},
}


parameters = st.floats(-2, 3).map(lambda power: float(10**power))


@SMALL
@given(parameters, parameters, st.integers(1, 60))
def test_survival_falls_retention_rises_and_everyone_leaves_or_stays(alpha: float, beta: float, periods: int) -> None:
    found: Any = evaluate("sbg_curve", {"alpha": alpha, "beta": beta, "periods": periods})
    assert all(later < earlier for earlier, later in pairwise(found["survival"]))
    assert all(later > earlier for earlier, later in pairwise(found["retention"]))
    assert sum(found["leaving"]) + found["survival"][-1] == pytest.approx(1, abs=1e-12)


@SMALL
@given(parameters, parameters, st.floats(0.02, 1))
def test_a_discounted_lifetime_is_the_sum_of_its_payments(alpha: float, beta: float, discount: float) -> None:
    total, survival = 0.0, 1.0
    for period in range(3000):
        total += survival
        survival *= (beta + period) / (alpha + beta + period) / (1 + discount)
    assert discounted(alpha, beta, discount) == pytest.approx(total, rel=1e-12)


@SMALL
@given(parameters, parameters, st.floats(0.02, 1), st.integers(1, 30))
def test_what_remains_before_a_renewal_is_what_the_whole_holds_after_it(
    alpha: float, beta: float, discount: float, active: int
) -> None:
    inputs = {"alpha": alpha, "beta": beta, "discount": discount}
    remaining: Any = evaluate("sbg_derl", {**inputs, "periods_active": active})["derl"]
    curve: Any = evaluate("sbg_curve", {"alpha": alpha, "beta": beta, "periods": active})
    kept = [1.0, *curve["survival"]]
    paid = sum(kept[at] / (1 + discount) ** at for at in range(active))
    whole: Any = evaluate("sbg_del", inputs)["del_"]
    assert paid + kept[active - 1] * remaining / (1 + discount) ** active == pytest.approx(whole, rel=1e-10)


@pytest.mark.parametrize(
    ("alpha", "beta", "discount"),
    [(0.7, 3.8, 1e-9), (2.0, 3.0, 1e-300), (1.5, 1e2, 1e-9), (1e7, 1e7, 0.1), (1e-200, 1.0, 0.1), (1e200, 1e200, 0.5)],
)
def test_tiny_discounts_and_extreme_spreads_have_a_value_between_the_one_payment_and_all(
    alpha: float, beta: float, discount: float
) -> None:
    found = discounted(alpha, beta, discount)
    assert 1 <= found <= (1 + discount) / discount
    if alpha > 1 and discount < 1e-5:
        assert found == pytest.approx((alpha + beta - 1) / (alpha - 1), rel=2e-2)


def test_a_lifetime_agrees_with_the_hypergeometric_function() -> None:
    for alpha, beta, discount in [(0.668, 3.806, 0.1), (3.0, 0.4, 0.03), (0.2, 0.3, 0.5)]:
        reference = float(special.hyp2f1(1, beta, alpha + beta, 1 / (1 + discount)))
        assert discounted(alpha, beta, discount) == pytest.approx(reference, rel=1e-12)


def test_without_discount_a_heavy_tail_diverges_and_a_light_one_does_not() -> None:
    for op, name in (("sbg_del", "del_"), ("sbg_derl", "derl")):
        inputs = {"alpha": 1, "beta": 3, "discount": 0, **({"periods_active": 2} if op == "sbg_derl" else {})}
        assert evaluate(op, inputs) == {"error": "DIVERGES", name: None}
        assert "error" not in evaluate(op, {**inputs, "alpha": 1.01})
    assert evaluate("sbg_del", {"alpha": 2, "beta": 3, "discount": 0}) == {"del_": 4.0}
    assert evaluate("sbg_expected_lifetime", {"alpha": 1, "beta": 3})["error"] == "INFINITE_MEAN"
    assert evaluate("sbg_derl", {"alpha": 2, "beta": 3, "discount": 0, "periods_active": 4})["derl"] == 6.0


@pytest.mark.parametrize("op", ["sbg_curve", "sbg_del", "sbg_expected_lifetime", "sbg_loglik", "sbg_derl"])
@pytest.mark.parametrize("name", ["alpha", "beta"])
def test_a_spread_of_zero_is_refused(op: str, name: str) -> None:
    assert evaluate(op, {**SPREAD[op], name: 0}) == REFUSED


@pytest.mark.parametrize(
    "cohorts",
    [[], [[]], [[0, 0]], [[100, 80, 85]], [[100, -1]], [100, 80], [[100, 80], "ab"], [[100, None]], [[100, 80], []],
     [[5] * 6000, [5] * 6000]],
    ids=lambda value: str(value)[:30],
)  # fmt: skip
def test_cohorts_in_which_customers_come_back_or_are_missing_are_refused(cohorts: Any) -> None:
    assert evaluate("sbg_fit", {"cohorts": cohorts}) == REFUSED


@pytest.mark.parametrize("cohorts", [[[100]], [[100, 50]], [[100, 100, 100]], [[100, 0, 0]], [[100, 0], [50, 0]]])
def test_cohorts_that_say_nothing_about_the_spread_are_not_estimable(cohorts: Any) -> None:
    assert evaluate("sbg_fit", {"cohorts": cohorts}) == NOT_ESTIMABLE


def test_customers_who_are_alike_have_one_constant_retention() -> None:
    for cohort in ([1000, 800, 640, 512], [1000, 900, 700, 400], [100, 100, 50], [100, 50, 0]):
        found: Any = evaluate("sbg_fit", {"cohorts": [cohort]})
        assert (found["homogeneous"], found["alpha"], found["beta"]) == (True, None, None)
        assert found["constant_retention"] == pytest.approx(sum(cohort[1:]) / sum(cohort[:-1]), rel=1e-9)


def test_a_cohort_that_loses_only_at_first_is_split_into_the_gone_and_the_loyal() -> None:
    found: Any = evaluate("sbg_fit", {"cohorts": [[100, 60, 60, 60]]})
    assert found["shape"] == "U_SHAPED"
    assert found["alpha"] < 1e-6
    curve: Any = evaluate("sbg_curve", {"alpha": found["alpha"], "beta": found["beta"], "periods": 3})
    assert curve["survival"] == pytest.approx([0.6, 0.6, 0.6], rel=1e-6)


@SMALL
@given(st.floats(-0.7, 1.5), st.floats(-0.7, 1.5), st.integers(4, 25))
def test_the_spread_that_made_a_cohort_is_found_again(a: float, b: float, periods: int) -> None:
    alpha, beta = 10**a, 10**b
    curve: Any = evaluate("sbg_curve", {"alpha": alpha, "beta": beta, "periods": periods})
    found: Any = evaluate("sbg_fit", {"cohorts": [[1.0, *curve["survival"]]]})
    assert found["alpha"] == pytest.approx(alpha, rel=1e-4)
    assert found["beta"] == pytest.approx(beta, rel=1e-4)


def test_no_place_nearby_is_more_likely_than_the_fit() -> None:
    chance = np.random.default_rng(6)
    for _ in range(25):
        stays = np.sort(chance.uniform(0.3, 1, size=int(chance.integers(2, 9))))
        cohort = [1000.0, *(float(each) for each in 1000 * np.cumprod(stays))]
        found: Any = evaluate("sbg_fit", {"cohorts": [cohort]})
        losses = Losses([cohort])
        for _try in range(200):
            alpha, beta = (float(each) for each in 10 ** chance.uniform(-4, 4, 2))
            assert losses.loglik(hazards(alpha, beta)) <= found["loglik"] + 1e-9 * abs(found["loglik"])


def test_the_scale_of_the_counts_changes_nothing_but_the_likelihood() -> None:
    small: Any = evaluate("sbg_fit", {"cohorts": [HIGH_END]})
    large: Any = evaluate("sbg_fit", {"cohorts": [[each * 1e300 for each in HIGH_END]]})
    assert large["alpha"] == pytest.approx(small["alpha"], rel=1e-6)
    assert large["loglik"] == pytest.approx(small["loglik"] * 1e300, rel=1e-9)


def test_a_long_cohort_is_fitted_in_bounded_work() -> None:
    survivors = [1000 * 0.999**at * 2 / (2 + at * 0.01) for at in range(MOST_ROWS)]
    assert "error" not in evaluate("sbg_fit", {"cohorts": [survivors]})
