"""Journeys, hand-offs, problems and waiting: the rules the operations keep, their edges, and what they refuse."""

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.calculators import OPERATIONS, evaluate

REFUSED = {"error": "INVALID_INPUT"}
SMALL = settings(max_examples=60, deadline=None, derandomize=True, database=None)
NO_NUMBERS = [True, "3", None, math.nan, math.inf, -math.inf, [3], {"a": 3}, 10**400, 1j]

POINT = {"emotion": 2.0, "importance": 3.0, "reach": 0.5, "minutes": 10.0, "owner": "sales", "error_rate": 0.1}
DAMAGE = {
    "customers": 1000, "p_problem": 0.2, "p_complain": 0.3, "p_satisfied": 0.5, "p_mollified": 0.3,
    "loyalty_no_problem": 0.9, "loyalty_no_complaint": 0.6, "loyalty_satisfied": 0.95, "loyalty_mollified": 0.7,
    "loyalty_dissatisfied": 0.4, "value_per_customer": 800.0, "cost_per_complaint": 25.0, "told_negative": 6,
    "told_positive": 3, "effect_negative": 0.01, "effect_positive": 0.01, "new_customer_value": 500.0,
}  # fmt: skip
CALLS = {"calls": 100, "interval_seconds": 1800, "aht_seconds": 180, "target_seconds": 20}

share = st.floats(0, 1)
touchpoints = st.lists(
    st.fixed_dictionaries(
        {"emotion": st.integers(-5, 5), "importance": st.integers(1, 5), "reach": share, "minutes": st.floats(0, 60),
         "owner": st.sampled_from(["sales", "finance", ""]), "error_rate": share}
    ),
    min_size=1, max_size=8,
)  # fmt: skip


def journey(*points: dict[str, Any]) -> Any:
    return evaluate("journey", {"touchpoints": list(points)})


@SMALL
@given(touchpoints)
def test_a_journey_stays_between_its_worst_and_its_best(points: list[dict[str, Any]]) -> None:
    found = journey(*points)
    emotions = [each["emotion"] for each in points]
    if all(each["reach"] == 0 for each in points):
        assert found == {"error": "NOT_ESTIMABLE"}
        return
    for name in ("weighted_mean", "peak", "end", "peak_end", "duration_weighted_mean"):
        value = found[name]
        assert value is None or min(emotions) - 1e-9 <= value <= max(emotions) + 1e-9, name
    assert found["pain_total"] == pytest.approx(sum(found["pain"]))
    assert found["ranking"] == sorted(found["ranking"], key=lambda at: -found["pain"][at])
    assert 0 <= found["clean_journey_probability"] <= 1
    assert found["clean_journey_probability"] >= 1 - found["expected_failures"] - 1e-9
    assert found["owners"] - 1 <= found["handoffs"] <= len(points) - 1


def test_of_two_peaks_the_negative_one_is_remembered_and_nobody_remembers_an_end_nobody_meets() -> None:
    found = journey({**POINT, "emotion": 4}, {**POINT, "emotion": -4}, {**POINT, "emotion": 1, "reach": 0})
    assert (found["peak"], found["end"], found["peak_end"]) == (-4, -4, -4)


def test_a_hand_off_to_nobody_is_one_and_nobody_is_no_owner() -> None:
    found = journey(POINT, {**POINT, "owner": ""}, {**POINT, "owner": " sales "}, POINT)
    assert (found["handoffs"], found["owners"]) == (2, 1)


def test_a_journey_without_minutes_has_no_mean_over_time_and_one_nobody_meets_nothing() -> None:
    assert journey({"emotion": 1, "importance": 2})["duration_weighted_mean"] is None
    for points in ([], [{**POINT, "reach": 0}], [{**POINT, "importance": 0}]):
        assert journey(*points) == {"error": "NOT_ESTIMABLE"}


@pytest.mark.parametrize(
    "change",
    [
        {"reach": 1.1}, {"reach": -0.1}, {"error_rate": 1.1}, {"minutes": -1}, {"importance": -1}, {"owner": 5},
        {"owner": "x" * 201}, {"colour": 1}, {"name": 5}, {"emotion": 1.7e308},
        *({"emotion": value} for value in NO_NUMBERS), *({"reach": value} for value in NO_NUMBERS),
    ],
    ids=lambda change: str(change)[:40],
)  # fmt: skip
def test_a_touchpoint_that_is_none_is_refused(change: dict[str, Any]) -> None:
    assert journey(POINT, {**POINT, **change}) == REFUSED


@pytest.mark.parametrize("points", [None, 5, "abc", [5], [None], [[POINT]], {}, [{}], [POINT] * 10_001], ids=repr)
def test_touchpoints_that_are_no_rows_are_refused(points: Any) -> None:
    assert evaluate("journey", {"touchpoints": points}) == REFUSED


def test_a_feeling_off_the_scale_is_remarked_on() -> None:
    assert OPERATIONS["journey"].warnings({"touchpoints": [POINT, {**POINT, "emotion": -8}]}) == ("touchpoints",)
    assert OPERATIONS["journey"].warnings({"touchpoints": [POINT]}) == ()


@SMALL
@given(st.integers(1, 10**6), st.floats(0.001, 0.999))
def test_the_allowed_error_rate_reaches_its_target(hand_offs: int, target: float) -> None:
    allowed = evaluate("handoff_success", {"n_handoffs": hand_offs, "error_rate": 0.1, "target": target})
    found: Any = evaluate(
        "handoff_success", {"n_handoffs": hand_offs, "error_rate": allowed["max_error_rate_for_target"]}
    )
    assert found["success"] == pytest.approx(target, rel=1e-9)
    assert found["at_least_one_failure"] == pytest.approx(1 - target, rel=1e-9)


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ((0, 1, 0.9), (1, 0, None)), ((3, 1, 0), (0, 1, 1)), ((3, 0, 1), (1, 0, 0)),
        ((3, 0.5, None), (0.125, 0.875, None)),
        ((10**300, 0.5, 0.9), (0, 1, 0)),
    ],
)  # fmt: skip
def test_hand_offs_at_their_limits(inputs: Any, expected: Any) -> None:
    found = evaluate("handoff_success", dict(zip(("n_handoffs", "error_rate", "target"), inputs, strict=True)))
    assert list(found.values()) == [None if each is None else pytest.approx(each, abs=1e-12) for each in expected]


@pytest.mark.parametrize(
    "change", [{"n_handoffs": -1}, {"n_handoffs": 2.5}, {"error_rate": -0.1}, {"error_rate": 1.1}, {"target": 1.1},
               *({"n_handoffs": value} for value in NO_NUMBERS), *({"error_rate": value} for value in NO_NUMBERS)],
    ids=lambda change: str(change)[:40],
)  # fmt: skip
def test_hand_offs_that_are_none_are_refused(change: dict[str, Any]) -> None:
    assert evaluate("handoff_success", {"n_handoffs": 3, "error_rate": 0.1, **change}) == REFUSED


def damage(**changes: Any) -> Any:
    return evaluate("market_damage", {**DAMAGE, **changes})


@SMALL
@given(st.floats(0, 1e6), share, share, share, share)
def test_the_damages_make_the_total_and_twice_the_customers_twice_the_damage(
    customers: float, problem: float, complain: float, satisfied: float, part: float
) -> None:
    shares = {
        "p_problem": problem, "p_complain": complain, "p_satisfied": satisfied, "p_mollified": (1 - satisfied) * part,
    }  # fmt: skip
    once, twice = damage(customers=customers, **shares), damage(customers=2 * customers, **shares)
    parts = once["margin_damage"] + once["wom_damage"] + once["handling_cost"]
    assert once["total_damage"] == pytest.approx(parts)
    assert twice["total_damage"] == pytest.approx(2 * parts)
    assert once["customers_lost"] == pytest.approx(sum(once["lost_by_path"].values()))


def test_a_lever_takes_off_what_the_changed_inputs_take_off() -> None:
    before, levers = damage()["total_damage"], damage()["levers"]
    for name, change in (
        ("prevent", {"p_problem": 0.18}), ("invite", {"p_complain": 0.4}), ("solve", {"p_satisfied": 0.6})
    ):  # fmt: skip
        assert levers[name] == pytest.approx(before - damage(**change)["total_damage"]), name
    assert damage(p_satisfied=0.7)["levers"]["solve"] == 0
    assert damage(p_complain=1)["levers"]["invite"] == 0


def test_more_complaints_cost_more_to_handle_and_less_in_all() -> None:
    more = damage(p_complain=0.5)
    assert more["handling_cost"] > damage()["handling_cost"]
    assert more["total_damage"] < damage()["total_damage"]


def test_a_customer_well_recovered_may_be_worth_more_than_before() -> None:
    assert damage()["lost_by_path"]["satisfied"] < 0


def test_no_problem_or_no_customer_does_no_damage() -> None:
    for found in (damage(p_problem=0), damage(customers=0)):
        assert found["total_damage"] == 0
        assert set(found["lost_by_path"].values()) == {0}


def test_complainants_may_all_be_satisfied_or_mollified_but_not_more_than_all() -> None:
    assert damage(p_satisfied=0.9, p_mollified=0.1)["lost_by_path"]["dissatisfied"] == 0
    assert damage(p_satisfied=0.8, p_mollified=0.3) == REFUSED


@pytest.mark.parametrize("name", list(DAMAGE))
def test_problems_that_are_no_numbers_are_refused(name: str) -> None:
    for value in [*NO_NUMBERS, *([-0.1] if "value" not in name else [])]:
        assert damage(**{name: value}) == REFUSED
    if name.startswith(("p_", "loyalty_", "effect_")):
        assert damage(**{name: 1.1}) == REFUSED
    assert damage(customers=1e308, value_per_customer=1e308) == REFUSED


def by_balance(traffic: Fraction, agents: int) -> Fraction:
    """Return the chance of waiting from the balance equations of the birth–death chain, exactly."""
    states = [Fraction(1)]
    for busy in range(1, agents + 1):
        states.append(states[-1] * traffic / busy)
    queue = states[-1] * traffic / agents / (1 - traffic / agents)
    return (states[-1] + queue) / (sum(states) + queue)


@SMALL
@given(st.integers(1, 40), st.fractions(0, 1, max_denominator=50))
def test_the_chance_of_waiting_is_that_of_the_balance_equations(agents: int, busy: Fraction) -> None:
    if busy == 1:
        return
    traffic = busy * agents
    found: Any = evaluate(
        "erlang_c", {"calls": float(traffic), "interval_seconds": 60, "aht_seconds": 60, "agents": agents,
                     "target_seconds": 0},
    )  # fmt: skip
    assert found["p_wait"] == pytest.approx(float(by_balance(traffic, agents)), rel=1e-9, abs=1e-12)
    assert found["service_level"] == pytest.approx(1 - found["p_wait"], abs=1e-12)


@SMALL
@given(st.floats(0.1, 500), st.integers(1, 60), st.floats(0, 300))
def test_more_people_and_more_patience_serve_more_customers_in_time(calls: float, agents: int, target: float) -> None:
    inputs = {**CALLS, "calls": calls, "agents": agents, "target_seconds": target}
    here: Any = evaluate("erlang_c", inputs)["service_level"]
    more: Any = evaluate("erlang_c", {**inputs, "agents": agents + 1})["service_level"]
    later: Any = evaluate("erlang_c", {**inputs, "target_seconds": target + 10})["service_level"]
    assert 0 <= here <= more <= 1
    assert here <= later <= 1


def test_a_thousand_people_are_no_harder_than_ten() -> None:
    found: Any = evaluate("erlang_c", {**CALLS, "calls": 9_800, "agents": 1_000})
    assert found["traffic"] == 980
    assert 0 < found["p_wait"] < 1
    assert evaluate("erlang_c", {**CALLS, "agents": 100_000})["p_wait"] == 0
    assert evaluate("erlang_c", {**CALLS, "agents": 100_001}) == REFUSED


def test_a_queue_without_end_has_no_waiting_time() -> None:
    found: Any = evaluate("erlang_c", {**CALLS, "calls": 130, "agents": 10})
    assert (found["error"], found["p_wait"], found["service_level"]) == ("UNSTABLE", 1, 0)
    assert (found["traffic"], found["occupancy"]) == (13, 1.3)
    assert (found["asa_seconds"], found["wait_if_waiting_seconds"], found["queue_length"]) == (None, None, None)


@SMALL
@given(st.floats(0, 800), st.floats(0, 0.999), st.floats(0.3, 1))
def test_one_person_fewer_would_not_do(calls: float, goal: float, busy: float) -> None:
    inputs = {**CALLS, "calls": calls}
    found: Any = evaluate("erlang_c_agents", {**inputs, "service_level": goal, "max_occupancy": busy})
    agents = found["agents"]
    assert found["service_level"] >= goal
    assert found["occupancy"] <= busy + 1e-6
    here: Any = evaluate("erlang_c", {**inputs, "agents": agents})
    assert here["p_wait"] == pytest.approx(found["p_wait"], abs=1e-12)
    if agents > 1:
        fewer: Any = evaluate("erlang_c", {**inputs, "agents": agents - 1})
        assert "error" in fewer or fewer["service_level"] < goal or fewer["occupancy"] > busy


def test_shares_of_paid_time_are_not_rounded_up_twice() -> None:
    for shrinkage, scheduled in ((0, 14), (0.3, 20), (0.9, 140), (0.5, 28)):
        found = evaluate("erlang_c_agents", {**CALLS, "service_level": 0.8, "shrinkage": shrinkage})
        assert (found["agents"], found["scheduled"]) == (14, scheduled)
    nobody: Any = evaluate("erlang_c_agents", {**CALLS, "calls": 0})
    assert (nobody["agents"], nobody["service_level"], nobody["wait_if_waiting_seconds"]) == (1, 1, None)


def test_an_occupancy_just_allowed_is_allowed() -> None:
    inputs = {**CALLS, "calls": 85, "service_level": 0, "max_occupancy": 0.85}
    assert evaluate("erlang_c_agents", inputs)["agents"] == 10


@pytest.mark.parametrize(
    "change",
    [
        {"service_level": 1}, {"service_level": -0.1}, {"max_occupancy": 0}, {"max_occupancy": 1.1}, {"shrinkage": 1},
        {"shrinkage": -0.1}, {"calls": -1}, {"calls": 1e9}, {"calls": 1e308, "aht_seconds": 1e308}, {"aht_seconds": 0},
        {"interval_seconds": 0}, {"target_seconds": -1}, {"max_occupancy": 1e-9},
        *({"calls": value} for value in NO_NUMBERS), *({"target_seconds": value} for value in NO_NUMBERS),
    ],
    ids=lambda change: str(change)[:40],
)  # fmt: skip
def test_staffing_that_nothing_reaches_is_refused(change: dict[str, Any]) -> None:
    assert evaluate("erlang_c_agents", {**CALLS, **change}) == REFUSED


@pytest.mark.parametrize(
    "change", [{"agents": 0}, {"agents": 2.5}, {"agents": -1}, {"aht_seconds": 0}, {"interval_seconds": -1},
               *({"agents": value} for value in NO_NUMBERS)],
    ids=lambda change: str(change)[:40],
)  # fmt: skip
def test_a_counter_without_people_is_refused(change: dict[str, Any]) -> None:
    assert evaluate("erlang_c", {**CALLS, "agents": 14, **change}) == REFUSED
