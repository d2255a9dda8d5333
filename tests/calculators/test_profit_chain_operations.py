"""The profit chain: lines agree with the library, one outlier shows, and pairs with holes are refused."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lms.calculators import evaluate

REFUSED = {"error": "INVALID_INPUT"}
NOT_ESTIMABLE = {"error": "NOT_ESTIMABLE"}
SMALL = settings(max_examples=40, deadline=None, derandomize=True, database=None)
LINKS = {"slope_a": 0.3, "se_a": 0.08, "slope_b": 0.45, "se_b": 0.15}


@SMALL
@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=3, max_size=30), st.floats(0.8, 0.99))
def test_a_line_is_the_one_the_library_draws(pairs: list[tuple[float, float]], confidence: float) -> None:
    x, y = [each[0] for each in pairs], [each[1] for each in pairs]
    if np.ptp(x) < 1e-3 or np.ptp(y) < 1e-3:
        return
    found: Any = evaluate("ols", {"x": x, "y": y, "confidence": confidence})
    reference = stats.linregress(x, y)
    assert found["slope"] == pytest.approx(reference.slope, rel=1e-7, abs=1e-9)
    assert found["intercept"] == pytest.approx(reference.intercept, rel=1e-7, abs=1e-7)
    if reference.rvalue**2 < 1 - 1e-9:
        assert found["p_value"] == pytest.approx(reference.pvalue, rel=1e-6, abs=1e-9)
        reach = stats.t.ppf((1 + confidence) / 2, len(x) - 2) * reference.stderr
        assert found["ci_high"] - found["slope"] == pytest.approx(reach, rel=1e-6)
        assert found["se_intercept"] == pytest.approx(reference.intercept_stderr, rel=1e-6)


def test_one_outlier_shows_in_the_range_of_slopes_without_one() -> None:
    x, y = [1.0, 2, 3, 4, 5, 30], [1.0, 2, 1, 2, 1, 40]
    found: Any = evaluate("ols", {"x": x, "y": y})
    by_hand = [stats.linregress(np.delete(x, at), np.delete(y, at)).slope for at in range(6)]
    assert (found["slope_low"], found["slope_high"]) == pytest.approx((min(by_hand), max(by_hand)))


def test_few_pairs_are_not_shown_and_a_perfect_line_through_them_is_suspicious() -> None:
    found = evaluate("ols", {"x": [1, 2, 3], "y": [2, 4, 6]})
    assert (found["suspicious"], found["show"], found["recommend"]) == (True, False, False)
    assert (found["slope"], found["t"], found["p_value"]) == (2, None, None)
    many = evaluate("ols", {"x": list(range(30)), "y": [each % 7 for each in range(30)]})
    assert (many["suspicious"], many["show"], many["recommend"]) == (False, True, True)


def test_an_outcome_that_does_not_vary_has_no_fit_and_pairs_around_zero_no_elasticity() -> None:
    found = evaluate("ols", {"x": [1, 2, 3], "y": [5, 5, 5]})
    assert (found["slope"], found["r2"], found["t"]) == (0, None, None)
    assert evaluate("ols", {"x": [1, 2, 3], "y": [-1, 0, 1]})["elasticity_at_means"] is None


def test_a_lag_pairs_a_quarter_with_a_later_one() -> None:
    x, y = [1.0, 2, 4, 3, 7, 5], [9.0, 1, 2, 4, 3, 7]
    assert evaluate("ols", {"x": x, "y": y, "lag": 1})["slope"] == pytest.approx(1)
    assert evaluate("ols", {"x": x, "y": y, "lag": 4}) == REFUSED


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([1, 2], [1, 2]),
        ([1, 2, 3], [1, 2]),
        ([], []),
        ([1, 2, None], [1, 2, 3]),
        ("123", "123"),
        ([1, 2, True], [1] * 3),
    ],
)
def test_pairs_with_holes_are_refused(x: Any, y: Any) -> None:
    assert evaluate("ols", {"x": x, "y": y}) == REFUSED


def test_a_cause_that_does_not_vary_is_not_estimable() -> None:
    assert evaluate("ols", {"x": [0.1] * 7, "y": list(range(7))}) == NOT_ESTIMABLE
    assert evaluate("ols", {"x": [1e-200, 2e-200, 3e-200], "y": [1, 2, 3]}) == NOT_ESTIMABLE


def test_a_chain_without_doubt_has_no_interval_and_a_step_back_turns_it() -> None:
    sure: Any = evaluate("chain", {"slope_a": 2, "se_a": 0, "slope_b": 3, "se_b": 0, "delta_x": 2})
    assert (sure["se"], sure["ci_low"], sure["effect"], sure["ci_high"]) == (0, 12, 12, 12)
    back: Any = evaluate("chain", {**LINKS, "delta_x": -5})
    assert back["ci_low"] < back["effect"] < back["ci_high"] < 0
    assert evaluate("chain", {**LINKS, "se_a": -0.1}) == REFUSED


@pytest.mark.parametrize("steps", [[], [{"dx": 0, "dy": 1}], [{"dx": 1}], [5], "ab", {"dx": 1, "dy": 1}])
def test_rules_that_say_nothing_are_refused(steps: Any) -> None:
    assert evaluate("chain_rules", {"steps": steps, "delta_x": 1}) == REFUSED
