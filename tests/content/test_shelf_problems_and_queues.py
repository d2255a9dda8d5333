"""What problems cost and how long customers wait: the pages say what the operations say."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from lms.calculators import evaluate
from lms.calculators.computing import compute
from lms.calculators.declared import Calculator
from tests.calculators.material import cases, chance_of
from tests.content.shelf import check_browser, close, tool

PATHS = ("no_complaint", "satisfied", "mollified", "dissatisfied")
SHARES = ("p_problem", "p_complain", *(f"loyalty_{each}" for each in ("no_problem", *PATHS)))
WORTH = ("value_per_customer", "cost_per_complaint", "told_negative", "told_positive", "new_customer_value")
EFFECTS = ("effect_negative", "effect_positive")


@pytest.fixture(scope="module")
def damage() -> Calculator:
    return tool("market-damage")


@pytest.fixture(scope="module")
def waiting() -> Calculator:
    return tool("waiting-time")


# What problems cost


def problems(chance: Random) -> dict[str, Any]:
    def share() -> float:
        return chance.choice((chance.random(), chance.random(), 0.0, 1.0))

    satisfied = share()
    drawn = {name: share() for name in SHARES} | {name: chance.uniform(0, 50) for name in WORTH}
    drawn |= {name: chance.uniform(0, 0.2) for name in EFFECTS}
    rest = chance.uniform(0, 1 - satisfied)
    return {"customers": float(chance.randint(0, 100_000)), "p_satisfied": satisfied, "p_mollified": rest, **drawn}


def check_damage(calculator: Calculator, entered: dict[str, Any]) -> None:
    expected: Any = evaluate("market_damage", entered)
    outputs = compute(calculator, entered).outputs
    if "error" in expected:
        assert outputs["total_damage"] == expected["error"]
        return
    wanted = {key: each for key, each in expected.items() if key not in {"lost_by_path", "levers"}}
    wanted |= {f"lost_{path}": each for path, each in expected["lost_by_path"].items()} | expected["levers"]
    scale = max(1.0, abs(expected["total_damage"]))
    for name, each in wanted.items():
        assert outputs[name] == pytest.approx(each, rel=1e-9, abs=1e-9 * scale), name


def test_problems_cost_what_the_operation_says_also_in_the_reference_cases(damage: Calculator) -> None:
    chance = chance_of(101)
    for _ in range(300):
        check_damage(damage, problems(chance))
    empty = dict.fromkeys((*EFFECTS, "told_negative", "told_positive", "cost_per_complaint", "new_customer_value"), 0.0)
    found = [each for each in cases("calculators.json") if each["op"] == "market_damage"]
    assert len(found) >= 4
    for case in found:
        check_damage(damage, empty | case["inputs"])


def test_the_tree_is_as_tall_as_the_customers_with_a_problem(damage: Calculator) -> None:
    tree = {str(row["row"]): row for row in compute(damage, {"p_complain": 0.55}).table}
    leaves = [tree[name] for name in ("silent", "satisfied", "mollified", "dissatisfied")]
    assert [row["y0"] for row in leaves] == close([0.0, *(row["y1"] for row in leaves[:-1])])
    assert leaves[-1]["y1"] == close(tree["problem"]["y1"])
    assert tree["complained"]["y1"] == close(tree["problem"]["y1"])


# The queue


def queue(chance: Random) -> dict[str, Any]:
    return {
        "calls": float(chance.randint(0, 900)), "handling_time": float(chance.randint(20, 600)),
        "agents": float(chance.randint(1, 80)), "target_seconds": float(chance.randint(0, 120)),
        "goal": chance.uniform(0.3, 0.99), "max_occupancy": chance.uniform(0.5, 1.0),
        "shrinkage": chance.uniform(0, 0.5), "interval_minutes": chance.choice((15.0, 30.0, 60.0)),
    }  # fmt: skip


def test_customers_wait_as_long_as_the_operations_say(waiting: Calculator) -> None:
    chance = chance_of(111)
    for _ in range(150):
        entered = queue(chance)
        load = {"calls": entered["calls"], "aht_seconds": entered["handling_time"]}
        load |= {"interval_seconds": entered["interval_minutes"] * 60, "target_seconds": entered["target_seconds"]}
        outputs = compute(waiting, entered).outputs
        expected = evaluate("erlang_c", {**load, "agents": entered["agents"]})
        assert outputs["share_waiting"] == close(expected["p_wait"])
        if "error" in expected:
            assert outputs["service_level"] == outputs["wait"] == "UNSTABLE"
        else:
            assert outputs["service_level"] == close(expected["service_level"])
            assert outputs["wait"] == close(expected["asa_seconds"])
        goal = {"service_level": entered["goal"]} | {key: entered[key] for key in ("max_occupancy", "shrinkage")}
        needed = evaluate("erlang_c_agents", {**load, **goal})
        assert (outputs["agents_needed"], outputs["scheduled"]) == (needed["agents"], needed["scheduled"])


def test_a_centre_of_a_thousand_people_is_counted_too(waiting: Calculator) -> None:
    entered = {"calls": 9000, "handling_time": 200.0, "agents": 1010, "goal": 0.9, "max_occupancy": 1.0}
    load = {"calls": 9000, "aht_seconds": 200, "target_seconds": 20, "service_level": 0.9, "max_occupancy": 1.0}
    results = compute(waiting, entered)
    assert results.outputs["agents_needed"] == evaluate("erlang_c_agents", load)["agents"]
    assert any(row["now"] == 1 for row in results.table)


def test_a_queue_without_end_is_told_in_words_and_drawn_from_where_it_ends(waiting: Calculator) -> None:
    results = compute(waiting, {"agents": 10})
    assert results.outputs["service_level"] == "UNSTABLE"
    assert "unstable" in results.notes
    assert results.table[0]["people"] == 11
    assert results.outputs["agents_needed"] == 14


def test_the_browser_computes_what_the_server_computes(damage: Calculator, waiting: Calculator) -> None:
    chance = chance_of(7)
    check_browser(damage, [problems(chance) for _ in range(25)])
    check_browser(waiting, [queue(chance) for _ in range(25)])
