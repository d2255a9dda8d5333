"""Uncertain numbers: distributions agree with the library, seeds repeat, and what is refused."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lms.calculators import evaluate

REFUSED = {"error": "INVALID_INPUT"}
SMALL = settings(max_examples=40, deadline=None, derandomize=True, database=None)
UNSURE = {
    "retention": {"dist": "triangular", "low": 0.6, "mode": 0.75, "high": 0.85},
    "margin": {"dist": "pert", "low": 150.0, "mode": 220.0, "high": 330.0},
}
MOVES = {"base": {"margin": 400, "retention": 0.8}, "low": {"retention": 0.7}, "high": {"retention": 0.9}}


three = st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3).map(sorted)
probs = st.lists(st.floats(0.001, 0.999), min_size=1, max_size=5)


@SMALL
@given(three, probs)
def test_bounded_distributions_agree_with_the_library(ends: list[float], asked: list[float]) -> None:
    low, mode, high = ends
    wide = high - low
    if wide < 1e-3:
        return
    reference = stats.triang((mode - low) / wide, low, wide)
    found: Any = evaluate("triangular", {"low": low, "mode": mode, "high": high, "probs": asked})
    assert found["quantiles"] == pytest.approx(list(reference.ppf(asked)), abs=1e-9 * wide)
    assert (found["mean"], found["sd"]) == pytest.approx((reference.mean(), reference.std()), rel=1e-6, abs=1e-6 * wide)
    found = evaluate("pert", {"low": low, "mode": mode, "high": high, "probs": asked})
    reference = stats.beta(found["alpha"], found["beta"], low, wide)
    assert found["quantiles"] == pytest.approx(list(reference.ppf(asked)), abs=1e-9 * wide)
    assert (found["mean"], found["sd"]) == pytest.approx((reference.mean(), reference.std()), rel=1e-6, abs=1e-6 * wide)


@pytest.mark.parametrize("op", ["triangular", "pert"])
def test_a_number_without_a_range_is_that_number(op: str) -> None:
    found = evaluate(op, {"low": 7, "mode": 7, "high": 7})
    assert (found["mean"], found["sd"], found["quantiles"]) == (7, 0, [7, 7, 7])
    assert evaluate(op, {"low": 1, "mode": 0, "high": 2}) == REFUSED
    assert evaluate(op, {"low": 1, "mode": 3, "high": 2}) == REFUSED
    assert evaluate(op, {"low": 1, "mode": 1.5, "high": 2, "probs": [0, 1]})["quantiles"] == pytest.approx([1, 2])


def test_more_than_a_thousand_quantiles_at_once_are_refused() -> None:
    asked = {"low": 1, "mode": 2, "high": 3, "probs": [0.5] * 1000}
    assert evaluate("pert", asked)["quantiles"] == pytest.approx([2.0] * 1000)
    assert evaluate("pert", {**asked, "probs": [0.5] * 1001}) == REFUSED


def test_pert_without_weight_is_even() -> None:
    found = evaluate("pert", {"low": 0, "mode": 1, "high": 10, "lam": 0, "probs": [0.25]})
    assert (found["mean"], found["quantiles"]) == (5, pytest.approx([2.5]))


def test_a_positive_number_keeps_its_tenth_and_its_ninetieth() -> None:
    found: Any = evaluate("lognormal_p10_p90", {"p10": 3, "p90": 11})
    assert (found["quantiles"][0], found["quantiles"][2]) == pytest.approx((3, 11))
    reference = stats.lognorm(found["sigma"], scale=math.exp(found["mu"]))
    assert (found["mean"], found["sd"]) == pytest.approx((reference.mean(), reference.std()))
    assert evaluate("lognormal_p10_p90", {"p10": 5, "p90": 5})["sd"] == 0
    for p10, p90 in ((0, 5), (6, 5), (1e-300, 1e300)):
        assert evaluate("lognormal_p10_p90", {"p10": p10, "p90": p90}) == REFUSED
    assert evaluate("lognormal_p10_p90", {"p10": 1, "p90": 5, "probs": [1]}) == REFUSED


@SMALL
@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=40), st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_quantiles_are_those_of_the_library(values: list[float], asked: list[float]) -> None:
    found = evaluate("quantile7", {"values": values, "probs": asked})
    assert found["quantiles"] == pytest.approx(list(np.quantile(values, asked)), rel=1e-12, abs=1e-6)


@pytest.mark.parametrize(
    "change", [{"values": []}, {"probs": []}, {"probs": [1.1]}, {"probs": [-0.1]}, {"probs": None}]
)
def test_quantiles_of_nothing_are_refused(change: dict[str, Any]) -> None:
    assert evaluate("quantile7", {"values": [3, 1, 2], "probs": [0.5], **change}) == REFUSED


def test_the_same_seed_gives_the_same_runs_and_another_seed_nearly_the_same_answer() -> None:
    inputs = {**UNSURE, "discount": 0.08, "acquisition_cost": 400}
    first: Any = evaluate("monte_carlo_clv", {**inputs, "seed": 7})
    assert evaluate("monte_carlo_clv", {**inputs, "seed": 7}) == first
    other: Any = evaluate("monte_carlo_clv", {**inputs, "seed": 8})
    assert other != first
    assert other["p50"] == pytest.approx(first["p50"], rel=0.03)
    assert abs(other["mean"] - first["mean"]) < 6 * math.hypot(first["standard_error"], other["standard_error"])


def test_runs_without_an_end_are_counted_and_never_dropped_silently() -> None:
    for_ever = {"dist": "triangular", "low": 1, "mode": 1, "high": 1}
    inputs = {**UNSURE, "retention": for_ever, "discount": 0, "n": 30}
    found = evaluate("monte_carlo_clv", inputs)
    assert (found["error"], found["diverged"], found["mean"]) == ("DIVERGES", 30, None)


def test_sure_numbers_give_the_lifetime_value_itself() -> None:
    sure = {name: {"dist": "pert", "low": each, "mode": each, "high": each} for name, each in
            (("retention", 0.8), ("margin", 400))}  # fmt: skip
    for timing in ("GL", "ADV", "END", "MID"):
        found = evaluate("monte_carlo_clv", {**sure, "timing": timing, "acquisition_cost": 50, "n": 10})
        value = evaluate("clv", {"margin": 400, "retention": 0.8, "timing": timing, "acquisition_cost": 50})["clv_net"]
        assert [found[each] for each in ("p10", "p50", "p90", "mean")] == pytest.approx([value] * 4)


def test_good_customers_who_also_stay_widen_the_range() -> None:
    together: Any = evaluate("monte_carlo_clv", {**UNSURE, "correlation": 0.5})
    apart: Any = evaluate("monte_carlo_clv", UNSURE)
    assert together["p90"] - together["p10"] > apart["p90"] - apart["p10"]


@pytest.mark.parametrize(
    "change",
    [
        {"low": 0.8}, {"high": 1.1}, {"low": -0.1}, {"dist": "lognormal"}, {"dist": None}, {"mode": None},
        {"mode": "0.7"}, {"colour": 1},
    ],
    ids=str,
)  # fmt: skip
def test_a_rate_that_could_leave_nought_to_one_is_refused(change: dict[str, Any]) -> None:
    assert evaluate("monte_carlo_clv", {**UNSURE, "retention": {**UNSURE["retention"], **change}}) == REFUSED


@pytest.mark.parametrize("change", [{"n": 0}, {"n": 200_001}, {"n": 2.5}, {"seed": -1}, {"seed": 0.5}, {"timing": "X"}])
def test_runs_are_bounded(change: dict[str, Any]) -> None:
    assert evaluate("monte_carlo_clv", {**UNSURE, **change}) == REFUSED


@SMALL
@given(st.dictionaries(st.sampled_from(["margin", "retention", "discount", "acquisition_cost", "growth"]),
                       st.tuples(st.floats(0.05, 0.4), st.floats(0.05, 0.4))))  # fmt: skip
def test_the_widest_swing_comes_first_and_each_is_the_difference_of_two_values(
    moved: dict[str, tuple[float, float]],
) -> None:
    base = {"margin": 300.0, "retention": 0.5, "discount": 0.2}
    low, high = ({name: pair[at] for name, pair in moved.items()} for at in (0, 1))
    rows: Any = evaluate("tornado_clv", {"base": base, "low": low, "high": high})["rows"]
    assert [(-row["swing"], row["input"]) for row in rows] == sorted((-row["swing"], row["input"]) for row in rows)
    for row in rows:
        assert row["at_high"] == evaluate("clv", {**base, row["input"]: high[row["input"]]})["clv_net"]


def test_equal_swings_stand_by_name_and_an_endless_one_first() -> None:
    base = {"margin": 100, "retention": 0.5, "discount": 0.0, "acquisition_cost": 100}
    low = {"retention": 0.5, "margin": 100, "growth": 0, "acquisition_cost": 100}
    rows: Any = evaluate("tornado_clv", {"base": base, "low": low, "high": {**low, "retention": 1}})["rows"]
    assert [row["input"] for row in rows] == ["retention", "acquisition_cost", "growth", "margin"]
    assert (rows[0]["at_high"], rows[0]["swing"]) == (None, None)
    endless = evaluate("tornado_clv", {"base": {**base, "retention": 1}, "low": {}, "high": {}})
    assert endless == {"error": "DIVERGES", "base": None, "rows": None}


@pytest.mark.parametrize(
    "change",
    [
        {"low": {}}, {"high": {"margin": 1}}, {"low": {"timing": "GL"}, "high": {"timing": "GL"}}, {"base": {}},
        {"base": {"margin": 1, "retention": 2}}, {"low": {"retention": 2}}, {"low": {"colour": 1}}, {"base": [1]},
        {"low": {"retention": None}}, {"low": {"retention": True}},
    ],
    ids=str,
)  # fmt: skip
def test_a_tornado_of_what_is_no_input_is_refused(change: dict[str, Any]) -> None:
    assert evaluate("tornado_clv", {**MOVES, **change}) == REFUSED
