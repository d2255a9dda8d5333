"""Break-even values: every crossing found, and an honest answer where there is none."""

import json
import math
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.calculators import evaluate
from lms.calculators.declared import Calculator
from lms.calculators.ranges import BreakEven, break_even

from .made_up import made_up
from .material import chance_of

Calculators = dict[str, Calculator]
WIDE = "minimum = -10\nmaximum = 10"
CUSTOMER = {"margin": 220.0, "retention": 0.75, "discount": 0.08, "acquisition_cost": 400.0}


def places(found: BreakEven) -> list[float]:
    return [each.at for each in found.crossings]


def customer(chance: Random) -> dict[str, Any]:
    return {
        "margin": chance.uniform(-200, 1500), "discount": chance.uniform(0.02, 0.3), "growth": chance.uniform(-0.1, 0),
        "acquisition_cost": chance.uniform(10, 4000), "timing": chance.choice(("GL", "ADV", "END", "MID")),
    }  # fmt: skip


def test_the_retention_that_pays_back_is_the_one_of_the_closed_formula(calculators: Calculators) -> None:
    chance = chance_of(71)
    seen = set()
    for _ in range(60):
        values = customer(chance)
        wanted = evaluate("clv_breakeven_retention", values)
        found = break_even(calculators["customer-lifetime-value"], values, "retention")
        seen.add(found.status)
        if found.status == "FOUND":
            assert places(found) == [pytest.approx(wanted["retention"], rel=1e-9)]
            assert found.crossings[0].rising
        else:
            assert found.status == wanted["status"]
    assert seen == {"FOUND", "ALWAYS", "NEVER"}


def test_both_crossings_of_a_curve_are_found_with_their_direction() -> None:
    found = break_even(made_up("a^2", {"a": WIDE}), {}, "a", 9)
    assert places(found) == pytest.approx([-3, 3], rel=1e-12)
    assert [each.rising for each in found.crossings] == [False, True]


def test_a_curve_that_only_touches_the_target_at_a_tried_value_is_found() -> None:
    found = break_even(made_up("(a - 10)^2", {"a": WIDE}), {}, "a")
    assert (found.status, places(found)) == ("FOUND", [10])


def test_many_crossings_are_bounded() -> None:
    saw = made_up("a * 15 - floor(a * 15) - 0.51", {"a": WIDE})
    found = break_even(saw, {}, "a")
    assert len(found.crossings) == 20
    assert any(each.jump for each in found.crossings)
    assert any(not each.jump for each in found.crossings)


def test_always_never_and_everywhere_are_told_apart() -> None:
    curve = made_up("a^2 + 1 + 0 * b", {"a": WIDE, "b": WIDE})
    assert break_even(curve, {}, "a").status == "ALWAYS"
    assert break_even(curve, {}, "a", 1000).status == "NEVER"
    assert break_even(curve, {"a": 2}, "b", 5).status == "EVERYWHERE"


def test_where_some_values_give_no_number_nothing_is_promised() -> None:
    found = break_even(made_up("if(a > 9, fail(DIVERGES), 1)", {"a": WIDE}), {}, "a")
    assert (found.status, found.crossings) == ("NOT_IN_RANGE", ())
    assert found.without["DIVERGES"] > 0
    never = made_up("fail(DIVERGES) + a", {"a": WIDE}, gives='"DIVERGES"')
    assert break_even(never, {}, "a").status == "NOT_IN_RANGE"


def test_a_leap_over_the_target_is_no_meeting_of_it() -> None:
    (step,) = break_even(made_up("floor(a) - 2.5", {"a": WIDE}), {}, "a").crossings
    assert (step.at, step.jump, step.rising) == (pytest.approx(3), True, True)
    (pole,) = break_even(made_up("1 / (a - 3.3)", {"a": WIDE}), {}, "a").crossings
    assert (pole.at, pole.jump) == (pytest.approx(3.3), True)


def test_a_stretch_on_the_target_is_told_from_end_to_end() -> None:
    (found,) = break_even(made_up("max(a - 5.03, 0) + min(a + 2.01, 0)", {"a": WIDE}), {}, "a").crossings
    assert found.until is not None
    assert (found.at, found.until) == (pytest.approx(-2.01), pytest.approx(5.03))
    assert found.rising


def test_a_value_far_beyond_the_usual_is_found_and_marked() -> None:
    far = made_up("a - 123456789", {"a": "minimum = 0\nslider = { minimum = 0, maximum = 50, step = 1 }"})
    (found,) = break_even(far, {}, "a").crossings
    assert (found.at, found.usual) == (pytest.approx(123456789, rel=1e-12), False)
    (near,) = break_even(far, {}, "a", -123456749).crossings
    assert (near.at, near.usual) == (pytest.approx(40), True)
    (below,) = break_even(made_up("a", {"a": ""}), {}, "a", -5e9).crossings
    assert below.at == pytest.approx(-5e9)


def test_of_whole_numbers_the_first_that_reaches_the_target_is_given(calculators: Calculators) -> None:
    found = break_even(calculators["customer-lifetime-value"], CUSTOMER, "horizon")
    (crossing,) = found.crossings
    at = crossing.at
    assert at.is_integer()
    short, enough = (evaluate("clv", {**CUSTOMER, "horizon": years})["clv_net"] for years in (at - 1, at))
    assert isinstance(short, float)
    assert isinstance(enough, float)
    assert short < 0 <= enough


def test_a_cell_of_a_table_has_a_break_even_too(calculators: Calculators) -> None:
    segments = calculators["customer-segments"]
    (found,) = break_even(segments, {}, "segments.revenue.1").crossings
    rows = segments.table("segments").rows("en")
    rows[0]["revenue"] = found.at
    from lms.calculators.computing import compute

    assert compute(segments, {"segments": rows}).outputs["net_uplift"] == pytest.approx(0, abs=1e-4)
    assert break_even(segments, {}, "segments.share.1").error == "MUST_ADD_UP"
    assert break_even(segments, {}, "segments.revenue.7").error == "UNKNOWN_INPUT"


def test_an_empty_or_wrong_number_may_be_sought_but_the_others_must_stand(calculators: Calculators) -> None:
    churn = calculators["cost-of-churn"]
    assert break_even(churn, {}, "cac", 5_000_000).status == "FOUND"
    assert break_even(churn, {"churn_rate": "x"}, "churn_rate", 1_000_000).status == "FOUND"
    found = break_even(churn, {"customers": -1}, "churn_rate", 1_000_000)
    assert (found.error, found.problems) == ("INVALID_INPUT", {"customers": "BELOW_MINIMUM"})


@pytest.mark.parametrize(
    ("name", "target", "error"),
    [
        ("timing", 0.0, "NOT_FOR_A_CHOICE"), ("colour", 0.0, "UNKNOWN_INPUT"), (None, 0.0, "UNKNOWN_INPUT"),
        ("margin", math.nan, "INVALID_INPUT"), ("margin", math.inf, "INVALID_INPUT"), ("margin", "0", "INVALID_INPUT"),
        ("margin", True, "INVALID_INPUT"), ("margin", 10**400, "INVALID_INPUT"),
    ],
)  # fmt: skip
def test_what_cannot_be_sought_is_refused(calculators: Calculators, name: Any, target: Any, error: str) -> None:
    assert break_even(calculators["customer-lifetime-value"], CUSTOMER, name, target).error == error


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["margin", "retention", "horizon", "x", ""]), st.floats() | st.integers() | st.text(max_size=2))
def test_whatever_is_asked_the_answer_is_plain_json(name: str, target: Any) -> None:
    power = made_up("retention^margin / (1 - retention) + horizon", {
        "margin": "", "retention": "minimum = 0\nmaximum = 1\nexample = 0.5", "horizon": "whole = true"})  # fmt: skip
    found = break_even(power, {"margin": target}, name, target)
    assert "NaN" not in json.dumps(found.document())
    assert "Infinity" not in json.dumps(found.document())
