"""Whatever is entered into the operations of T03, T06, T12 and T14: numbers or a code, never an exception."""

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.calculators import OPERATIONS, evaluate
from lms.calculators.operations import MOST_ROWS

REFUSED = {"error": "INVALID_INPUT"}
SMALL = settings(max_examples=40, deadline=None, derandomize=True, database=None)
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]
UNSURE = {
    "retention": {"dist": "triangular", "low": 0.6, "mode": 0.75, "high": 0.85},
    "margin": {"dist": "pert", "low": 150.0, "mode": 220.0, "high": 330.0},
}
MINE = {
    "tenure_profit": {"profits": [-51, 30, 42], "retention": 0.8},
    "retention_lift": {"margin": 100, "retention": 0.8},
    "sbg_fit": {"cohorts": [HIGH_END]},
    "sbg_loglik": {"alpha": 1, "beta": 1, "survivors": HIGH_END},
    "sbg_curve": {"alpha": 0.7, "beta": 3.8},
    "sbg_del": {"alpha": 0.7, "beta": 3.8},
    "sbg_derl": {"alpha": 0.7, "beta": 3.8, "periods_active": 3},
    "sbg_expected_lifetime": {"alpha": 2, "beta": 3},
    "ols": {"x": [1, 2, 3, 5], "y": [2, 4, 7, 8]},
    "chain": {"slope_a": 0.3, "se_a": 0.08, "slope_b": 0.45, "se_b": 0.15},
    "chain_rules": {"steps": [{"dx": 5, "dy": 1.3}], "delta_x": 5},
    "triangular": {"low": 1, "mode": 2, "high": 4},
    "pert": {"low": 1, "mode": 2, "high": 4},
    "lognormal_p10_p90": {"p10": 50, "p90": 200},
    "quantile7": {"values": [3, 1, 2], "probs": [0.5]},
    "monte_carlo_clv": {**UNSURE, "n": 200},
    "tornado_clv": {
        "base": {"margin": 400, "retention": 0.8}, "low": {"retention": 0.7}, "high": {"retention": 0.9},
    },
}  # fmt: skip
HOSTILE: list[Any] = [
    None, True, "0.5", "", b"1", math.nan, math.inf, -math.inf, 10**400, -1e308, 1e308, 5e-324, -1, 0, 1.5, 1j,
    object(), [], [[]], {}, [None], ["1"], [math.nan], [1e308, -1e308, 1e308], [[1e308, 1e308, 5]], {"dist": []},
    {1: 2}, {"dist": "pert", "low": -1e308, "mode": 0, "high": 1e308}, [[[[[[1]]]]]], [{"dx": 0, "dy": 1}], (),
    range(5), {"margin": 1e308, "retention": 1}, [{"dx": 1e-308, "dy": 1e308}, {"dx": 1e-308, "dy": 1e308}], set(),
    [0] * (MOST_ROWS + 1),
]  # fmt: skip


def finite(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(finite, value.values()))
    if isinstance(value, list):
        return all(map(finite, value))
    return value is None or isinstance(value, str | bool | int) or (isinstance(value, float) and math.isfinite(value))


@pytest.mark.parametrize(("op", "name"), [(op, each.name) for op in MINE for each in OPERATIONS[op].parameters])
def test_whatever_is_entered_gives_numbers_or_a_code(op: str, name: str) -> None:
    assert "error" not in evaluate(op, MINE[op])
    for value in HOSTILE:
        found = evaluate(op, {**MINE[op], name: value})
        assert finite(found), value
    assert evaluate(op, {**MINE[op], name: object()}) == REFUSED
    assert evaluate(op, {**MINE[op], name: "0.8"}) == REFUSED


@pytest.mark.parametrize("op", MINE)
def test_what_is_missing_or_unknown_is_refused(op: str) -> None:
    for each in OPERATIONS[op].parameters:
        if each.required:
            assert evaluate(op, {key: value for key, value in MINE[op].items() if key != each.name}) == REFUSED
    assert evaluate(op, {**MINE[op], "colour": 1}) == REFUSED


numbers = st.one_of(st.floats(), st.integers(-5, 5), st.floats(0, 1), st.sampled_from([0.0, 1.0, 1e-300, 1e300]))


@settings(SMALL, max_examples=150)
@given(st.sampled_from(sorted(MINE)), st.data())
def test_no_number_whatever_makes_an_operation_raise_or_answer_with_infinity(op: str, data: st.DataObject) -> None:
    inputs: dict[str, Any] = {}
    for each in OPERATIONS[op].parameters:
        choices = numbers if each.sort == "number" else st.lists(numbers, max_size=5)
        default = MINE[op].get(each.name, each.default)
        inputs[each.name] = data.draw(st.one_of(st.just(default), choices))
    if op == "monte_carlo_clv":
        inputs["n"] = 50
    assert finite(evaluate(op, inputs))
