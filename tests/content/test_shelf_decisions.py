"""What it costs to own, what it is worth, whether it pays and whether we mean it: the pages say what is true."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from lms.calculators import evaluate
from lms.calculators.computing import compute
from lms.calculators.declared import Calculator
from tests.calculators.material import cases, chance_of
from tests.content.shelf import check_browser, close, tool

THEIRS = {"reference_post": "reference_postpurchase", "new_post": "new_postpurchase", "extra": "incremental_value"}
OURS = {theirs: ours for ours, theirs in THEIRS.items()}
RESULTS = {
    "evc": "evc",
    "differentiation": "differentiation_value",
    "customer_incentive": "customer_incentive",
    "supplier_share": "supplier_share_of_differentiation",
    "advantage": "competitive_advantage",
}
PLACES = ("calendar", "agenda", "budget", "measures")


@pytest.fixture(scope="module")
def owning() -> Calculator:
    return tool("total-cost-of-ownership")


@pytest.fixture(scope="module")
def worth() -> Calculator:
    return tool("value-to-the-customer")


@pytest.fixture(scope="module")
def case() -> Calculator:
    return tool("business-case")


@pytest.fixture(scope="module")
def mirror() -> Calculator:
    return tool("say-do-mirror")


# What it costs to own


def solutions(chance: Random) -> dict[str, Any]:
    discount = chance.choice((chance.uniform(0, 0.3), 0.0, 1e-9, 1e-5, 0.08))
    near = chance.choice((0.0, 1e-12, 1e-7, 9e-6, 1.1e-5))
    growth = [chance.uniform(-0.2, 0.2), discount + near, 0.0, -1.0]
    rows = [
        {
            "name": f"line {at}",
            "a": chance.uniform(0, 9000),
            "b": chance.uniform(0, 9000),
            "growth": each,
            "source": chance.choice(("", "the bill")),
        }
        for at, each in enumerate(growth)
    ]
    named = [f"{name}_{x}" for x in "ab" for name in ("purchase", "one_off", "residual", "disposal")]
    years = {f"years_{x}": float(chance.randint(1, 30)) for x in "ab"}
    return {"costs": rows, "discount": discount, **{each: chance.uniform(0, 90_000) for each in named}, **years}


def owned(entered: dict[str, Any], x: str, **changed: float) -> dict[str, Any]:
    costs = [{"amount": each[x], "growth": each["growth"]} for each in entered["costs"]]
    plain = {name: entered[f"{name}_{x}"] for name in ("purchase", "one_off", "residual", "disposal")}
    shared = {"annual_costs": costs, "horizon": entered[f"years_{x}"], "discount": entered["discount"]}
    return {**plain, **shared, **changed}


def test_owning_costs_what_the_operation_says_also_where_growth_is_nearly_the_discount(owning: Calculator) -> None:
    chance = chance_of(131)
    for _ in range(300):
        entered = solutions(chance)
        outputs = compute(owning, entered).outputs
        for x in "ab":
            expected = evaluate("tco", owned(entered, x))
            for mine, theirs in (("tco", "tco_npv"), ("eac", "eac"), ("pv_running", "pv_running")):
                assert outputs[f"{mine}_{x}"] == close(expected[theirs]), (mine, entered)
            assert outputs[f"purchase_share_{x}"] == close(expected["purchase_share"])


def test_at_the_highest_price_the_two_cost_the_same_a_year(owning: Calculator) -> None:
    chance, tried = chance_of(132), 0
    for _ in range(100):
        entered = solutions(chance)
        outputs = compute(owning, entered).outputs
        price = outputs["max_price_b"]
        if isinstance(price, float) and price >= 0:
            tried += 1
            assert evaluate("tco", owned(entered, "b", purchase=price))["eac"] == close(outputs["eac_a"])
    assert tried > 20


def test_a_line_that_nobody_stands_behind_is_named_a_guess(owning: Calculator) -> None:
    line = {"name": "Energy", "a": 1.0, "b": 1.0, "growth": 0.0}
    assert "nobody_says_so" in compute(owning, {"costs": [{**line, "source": ""}]}).notes
    assert "nobody_says_so" not in compute(owning, {"costs": [{**line, "source": "the meter"}]}).notes


# What it is worth to the customer


def offers(chance: Random) -> dict[str, Any]:
    drawn = {name: chance.uniform(0, 900) for name in ("reference_price", "reference_startup", "reference_post")}
    drawn |= {name: chance.uniform(0, 900) for name in ("new_startup", "new_post", "price", "supplier_cost")}
    return drawn | {"extra": chance.uniform(-300, 300)}


def test_value_is_what_the_operation_says_also_in_the_reference_case(worth: Calculator) -> None:
    chance = chance_of(141)
    known = [each for each in cases("calculators.json") if each["op"] == "evc"]
    assert known
    tried = [offers(chance) for _ in range(200)]
    for entered in tried:
        expected = evaluate("evc", {THEIRS.get(name, name): each for name, each in entered.items()})
        check_worth(worth, entered, expected)
    for each in known:
        entered = {OURS.get(name, name): value for name, value in each["inputs"].items() if value is not None}
        check_worth(worth, entered, each["expected"])


def check_worth(calculator: Calculator, entered: dict[str, Any], expected: dict[str, Any]) -> None:
    outputs = compute(calculator, {"extra": 0.0, **entered}).outputs
    for name, theirs in RESULTS.items():
        if theirs in expected:
            assert outputs[name] == close(expected[theirs], 1e-6), name


# Whether it pays


def initiatives(chance: Random) -> dict[str, Any]:
    costs = [
        {"name": str(at), "one_off": chance.uniform(0, 900), "yearly": chance.uniform(0, 300)}
        for at in range(chance.randint(1, 4))
    ]
    effects = [
        {
            "name": str(at),
            "amount": chance.uniform(-100, 900),
            "caused": chance.choice((0.0, 1.0, chance.random())),
            "starts": float(chance.randint(0, 60)),
            "lasts": chance.uniform(0, 12),
        }
        for at in range(chance.randint(1, 4))
    ]
    horizon, discount = float(chance.randint(1, 10)), chance.choice((0.0, 1e-7, 2e-5, chance.uniform(0, 0.3)))
    return {"costs": costs, "effects": effects, "horizon": horizon, "discount": discount}


def money_of(entered: dict[str, Any]) -> list[float]:
    """Return what is left each year from year 0, added up month by month and never by the page's formulas."""
    months, years = 120, int(entered["horizon"])
    left = [-sum(each["one_off"] for each in entered["costs"])]
    for year in range(years):
        gained = 0.0
        for each in entered["effects"]:
            first, last = each["starts"], each["starts"] + 12 * each["lasts"]
            worked = sum(max(0.0, min(last, at + 1) - max(first, at)) for at in range(12 * year, 12 * year + 12))
            gained += each["amount"] * each["caused"] * worked / 12
        left.append(gained - sum(each["yearly"] for each in entered["costs"]))
    assert 12 * years <= months
    return left


def test_a_case_is_worth_its_money_year_by_year_and_is_paid_back_when_the_sum_is_zero(case: Calculator) -> None:
    chance, paid = chance_of(151), 0
    for _ in range(300):
        entered = initiatives(chance)
        left, outputs = money_of(entered), compute(case, entered).outputs
        expected = sum(each / (1 + entered["discount"]) ** year for year, each in enumerate(left))
        assert outputs["npv"] == pytest.approx(expected, rel=1e-8, abs=1e-4), entered
        so_far = [sum(left[: at + 1]) for at in range(len(left))]
        back = next((at for at, each in enumerate(so_far) if each >= 0), None)
        paid += back is not None
        if back in (None, 0):
            assert outputs["payback"] == back
        else:
            assert outputs["payback"] == pytest.approx(back - 1 - so_far[back - 1] / left[back], rel=1e-9)
    assert 40 < paid < 280


def test_a_case_that_never_pays_says_so(case: Calculator) -> None:
    never = {"effects": [{"name": "None", "amount": 0.0, "caused": 1.0, "starts": 0.0, "lasts": 1.0}]}
    found = compute(case, never)
    assert found.outputs["payback"] is None
    assert {"never", "all_ours"} <= set(found.notes)


# Whether we mean it


def priorities(chance: Random) -> dict[str, Any]:
    count = chance.randint(2, 8)

    def shares() -> list[float]:
        drawn = [chance.random() for _ in range(count)]
        return [each / sum(drawn) for each in drawn]

    said, done = shares(), {place: [each * chance.random() for each in shares()] for place in PLACES}
    rows = [{"name": str(at), "said": said[at], **{place: done[place][at] for place in PLACES}} for at in range(count)]
    return {"priorities": rows}


def test_the_gap_is_what_would_have_to_move_and_three_contradictions_at_most(mirror: Calculator) -> None:
    chance = chance_of(161)
    for _ in range(200):
        entered = priorities(chance)
        rows, found = entered["priorities"], compute(mirror, entered)
        done = [sum(each[place] for place in PLACES) / 4 for each in rows]
        apart = [mine - each["said"] for mine, each in zip(done, rows, strict=True)]
        moved = sum(max(0.0, -each) for each in apart)  # all that is missing has to come from somewhere
        assert found.outputs["gap"] == close(moved)
        assert found.outputs["elsewhere"] == close(1 - sum(done))
        marked: Any = found.series["contradiction"]
        largest = sorted(map(abs, apart), reverse=True)[:3]
        wanted = [
            (1 if each < 0 else 2) if abs(each) >= 0.05 and abs(each) >= largest[-1] - 1e-9 else 0 for each in apart
        ]
        assert [int(each) for each in marked] == wanted


def test_the_browser_computes_what_the_server_computes() -> None:
    chance = chance_of(171)
    for name, make in (
        ("total-cost-of-ownership", solutions),
        ("value-to-the-customer", offers),
        ("business-case", initiatives),
        ("say-do-mirror", priorities),
    ):
        check_browser(tool(name), [make(chance) for _ in range(40)])
