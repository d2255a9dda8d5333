"""The calculators under docs/examples say what the operations say, in Python and in the browser, and wear ranges."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from lms.calculators import evaluate
from lms.calculators.computing import compute
from lms.calculators.declared import Calculator, in_language
from lms.calculators.ranges import run_ranges
from lms.calculators.reading import read_calculator

from .material import ROOT, Browser, cases, chance_of

FOLDER = ROOT / "docs" / "examples"
QUADRANTS = ("", "CONCENTRATE_HERE", "KEEP_UP", "POSSIBLE_OVERKILL", "LOW_PRIORITY")
PATHS = ("no_complaint", "satisfied", "mollified", "dissatisfied")
SHARES = ("p_problem", "p_complain", *(f"loyalty_{each}" for each in ("no_problem", *PATHS)))
WORTH = ("value_per_customer", "cost_per_complaint", "told_negative", "told_positive", "new_customer_value")
EFFECTS = ("effect_negative", "effect_positive")
NEW_OWNER = ("marketing", "sales", "finance", "logistics", "service")


def share(chance: Random) -> float:
    return chance.choice((chance.random(), chance.random(), 0.0, 1.0))


def needs(chance: Random) -> dict[str, Any]:
    whole = chance.random() < 0.5

    def rating() -> float:
        return float(chance.randint(0, 10)) if whole else chance.uniform(0, 10)

    rows = [
        {"name": f"need {at}", "importance": rating(), "satisfaction": rating(), "derived": chance.uniform(-1, 1)}
        for at in range(chance.randint(2, 12))
    ]
    entered = {"items": rows, "crosshair": chance.choice(("MEAN", "FIXED"))}
    return entered | {"fixed_importance": rating(), "fixed_satisfaction": rating()}


def journey(chance: Random) -> dict[str, Any]:
    rows = [
        {
            "name": f"step {at}", "emotion": float(chance.randint(-5, 5)), "importance": chance.uniform(0, 5),
            "reach": share(chance), "minutes": chance.choice((0.0, chance.uniform(0, 60))),
            "error_rate": share(chance) / 2, "changes_hands": float(at > 0 and chance.random() < 0.5),
        }
        for at in range(chance.randint(1, 12))
    ]  # fmt: skip
    return {"touchpoints": rows, "target": chance.uniform(0.5, 1)}


def problems(chance: Random) -> dict[str, Any]:
    satisfied = share(chance)
    drawn = {name: share(chance) for name in SHARES} | {name: chance.uniform(0, 50) for name in WORTH}
    drawn |= {name: chance.uniform(0, 0.2) for name in EFFECTS}
    rest = chance.uniform(0, 1 - satisfied)
    return {"customers": float(chance.randint(0, 100_000)), "p_satisfied": satisfied, "p_mollified": rest, **drawn}


def solutions(chance: Random) -> dict[str, Any]:
    discount = chance.choice((chance.uniform(0, 0.3), 0.0, 1e-9, 1e-5, 0.08))
    near = chance.choice((0.0, 1e-12, 1e-7, 9e-6, 1.1e-5))
    growth = [chance.uniform(-0.2, 0.2), discount + near, 0.0, -1.0]
    rows = [
        {"name": f"line {at}", "a": chance.uniform(0, 9000), "b": chance.uniform(0, 9000), "growth": each}
        for at, each in enumerate(growth)
    ]
    entered = {f"{name}_{x}": chance.uniform(0, 90_000) for x in "ab"
               for name in ("purchase", "one_off", "residual", "disposal")}  # fmt: skip
    years = {f"years_{x}": float(chance.randint(1, 30)) for x in "ab"}
    return {"costs": rows, "discount": discount, **entered, **years}


MAKERS: dict[str, Callable[[Random], dict[str, Any]]] = {
    "opportunity-score": needs,
    "customer-journey": journey,
    "market-damage": problems,
    "total-cost-of-ownership": solutions,
}


@pytest.fixture(scope="module")
def worked() -> dict[str, Calculator]:
    paths = sorted(FOLDER.glob("*.calc.toml"))
    found = [read_calculator(path.read_text(), path.name) for path in paths]
    return {each.name: each for each in found}


def same(found: Any, expected: Any) -> bool:
    if isinstance(expected, float | int):
        return bool(found == pytest.approx(expected, rel=1e-9, abs=1e-7))
    return bool(found == expected)


def test_each_file_waits_in_the_folder_and_in_its_list(worked: dict[str, Calculator]) -> None:
    assert set(worked) == set(MAKERS)
    listed = (FOLDER / "README.md").read_text()
    assert all(f"`{name}.calc.toml`" in listed for name in worked)
    for calculator in worked.values():
        assert set(calculator.title) == {"en", "da", "sv"}
        assert calculator.examples
        assert calculator.chart is not None
        assert calculator.sources


def test_a_need_scores_and_lies_where_the_operations_say(worked: dict[str, Calculator]) -> None:
    chance = chance_of(81)
    for _ in range(200):
        entered = needs(chance)
        results, rows = compute(worked["opportunity-score"], entered), entered["items"]
        for row, score in zip(rows, results.series["score"] or (), strict=True):
            expected = evaluate("opportunity", {k: row[k] for k in ("importance", "satisfaction")})
            assert same(score, expected["score"])
        matrix: Any = evaluate("ipa", matrix_inputs(entered))
        assert same(results.outputs["cross_importance"], matrix["cross_importance"])
        assert same(results.outputs["cross_satisfaction"], matrix["cross_performance"])
        found = [QUADRANTS[int(each)] for each in results.series["quadrant"] or () if isinstance(each, float)]
        assert found == list(matrix["quadrants"].values())


def matrix_inputs(entered: dict[str, Any]) -> dict[str, Any]:
    items = [
        {"name": each["name"], "importance": each["importance"], "performance": each["satisfaction"]}
        for each in entered["items"]
    ]
    fixed = {"importance": entered["fixed_importance"], "performance": entered["fixed_satisfaction"]}
    return {"items": items, "crosshair": entered["crosshair"].lower(), "fixed": fixed}


def test_the_bands_are_counted_as_the_operation_names_them(worked: dict[str, Calculator]) -> None:
    chance = chance_of(82)
    for _ in range(100):
        entered = needs(chance)
        outputs = compute(worked["opportunity-score"], entered).outputs
        pairs = [{k: row[k] for k in ("importance", "satisfaction")} for row in entered["items"]]
        found = [evaluate("opportunity", each) for each in pairs]
        bands = [each["band"] for each in found]
        assert outputs["extreme"] == bands.count("EXTREME")
        assert outputs["high"] == bands.count("EXTREME") + bands.count("HIGH")
        assert outputs["low"] == bands.count("LOW")
        assert outputs["overserved"] == sum(bool(each["overserved"]) for each in found)


def test_the_journey_page_says_what_the_operation_says(worked: dict[str, Calculator]) -> None:
    chance = chance_of(91)
    failed = 0
    for _ in range(300):
        entered = journey(chance)
        expected: Any = evaluate("journey", {"touchpoints": owned(entered["touchpoints"])})
        results = compute(worked["customer-journey"], entered)
        if "error" in expected:
            failed += 1
            assert results.outputs["pain_total"] == results.outputs["peak_end"] == expected["error"]
        else:
            check_journey(results.outputs, results.series["pain"], expected)
    assert failed


def owned(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Name an owner for each touchpoint, another one wherever the customer changes hands."""
    changes = 0
    found = []
    for row in rows:
        changes += int(row["changes_hands"])
        kept = {key: each for key, each in row.items() if key != "changes_hands"}
        found.append({**kept, "owner": NEW_OWNER[changes % len(NEW_OWNER)]})
    return found


def check_journey(outputs: Any, pain: Any, expected: dict[str, Any]) -> None:
    shared = set(outputs) & set(expected)
    assert len(shared) == 10
    for name in shared:
        assert same(outputs[name], expected[name]), name
    assert all(same(mine, theirs) for mine, theirs in zip(pain, expected["pain"], strict=True))


def test_a_promise_allows_each_hand_off_what_the_operation_allows(worked: dict[str, Calculator]) -> None:
    chance = chance_of(92)
    for _ in range(100):
        entered = journey(chance)
        hands = sum(each["changes_hands"] for each in entered["touchpoints"])
        told = {"n_handoffs": hands, "error_rate": 0.1, "target": entered["target"]}
        allowed = compute(worked["customer-journey"], entered).outputs["allowed_error"]
        assert same(allowed, evaluate("handoff_success", told)["max_error_rate_for_target"])


def test_the_damage_page_says_what_the_operation_says(worked: dict[str, Calculator]) -> None:
    chance = chance_of(101)
    for _ in range(300):
        check_damage(worked["market-damage"], problems(chance))


def test_the_damage_page_gives_the_reference_cases(worked: dict[str, Calculator]) -> None:
    empty = dict.fromkeys((*EFFECTS, "told_negative", "told_positive", "cost_per_complaint", "new_customer_value"), 0.0)
    found = [each for each in cases("calculators.json") if each["op"] == "market_damage"]
    assert len(found) >= 4
    for case in found:
        if "error" in case["expected"]:
            outputs = compute(worked["market-damage"], empty | case["inputs"]).outputs
            assert outputs["total_damage"] == case["expected"]["error"]
        else:
            check_damage(worked["market-damage"], empty | case["inputs"])


def check_damage(calculator: Calculator, entered: dict[str, Any]) -> None:
    expected: Any = evaluate("market_damage", entered)
    outputs = compute(calculator, entered).outputs
    wanted = {key: each for key, each in expected.items() if key not in {"lost_by_path", "levers"}}
    wanted |= {f"lost_{path}": each for path, each in expected["lost_by_path"].items()} | expected["levers"]
    assert len(wanted) == 14
    for name, each in wanted.items():
        scale = max(1.0, abs(expected["total_damage"]))
        assert outputs[name] == pytest.approx(each, rel=1e-9, abs=1e-9 * scale), name


def test_owning_costs_what_the_operation_says_also_where_growth_is_nearly_the_discount(
    worked: dict[str, Calculator],
) -> None:
    chance = chance_of(131)
    for _ in range(300):
        entered = solutions(chance)
        outputs = compute(worked["total-cost-of-ownership"], entered).outputs
        for x in "ab":
            expected = evaluate("tco", owning(entered, x))
            for mine, theirs in (("tco", "tco_npv"), ("eac", "eac"), ("pv_running", "pv_running")):
                assert same(outputs[f"{mine}_{x}"], expected[theirs]), (mine, entered)
            assert same(outputs[f"purchase_share_{x}"], expected["purchase_share"])


def owning(entered: dict[str, Any], x: str, **changed: float) -> dict[str, Any]:
    costs = [{"amount": each[x], "growth": each["growth"]} for each in entered["costs"]]
    plain = {name: entered[f"{name}_{x}"] for name in ("purchase", "one_off", "residual", "disposal")}
    shared = {"annual_costs": costs, "horizon": entered[f"years_{x}"], "discount": entered["discount"]}
    return {**plain, **shared, **changed}


def test_at_the_highest_price_the_two_cost_the_same_a_year(worked: dict[str, Calculator]) -> None:
    chance = chance_of(132)
    tried = 0
    for _ in range(100):
        entered = solutions(chance)
        outputs = compute(worked["total-cost-of-ownership"], entered).outputs
        price = outputs["max_price_b"]
        if isinstance(price, float) and price >= 0:
            tried += 1
            assert same(evaluate("tco", owning(entered, "b", purchase=price))["eac"], outputs["eac_a"])
    assert tried > 20


def test_the_browser_computes_what_the_server_computes(browser: Browser, worked: dict[str, Calculator]) -> None:
    chance = chance_of(7)
    for name, make in MAKERS.items():
        runs = [{}, *(make(chance) for _ in range(40))]
        document = in_language(worked[name].document(), "da")
        call = "data[1].map((each) => modules['interpreter.js'].compute(data[0], each))"
        for entered, other in zip(runs, browser.run(call, [document, runs]), strict=True):
            mine = compute(worked[name], entered, "da")
            assert list(mine.notes) == other["notes"]
            assert all(same(other["outputs"][key], each) for key, each in mine.outputs.items())
            assert len(mine.table) == len(other["table"])
            for row, theirs in zip(mine.table, other["table"], strict=True):
                assert all(same(theirs[key], each) for key, each in row.items())


@pytest.mark.parametrize(
    ("name", "uncertain"),
    [
        ("opportunity-score", "items.importance.1"), ("customer-journey", "touchpoints.importance.3"),
        ("market-damage", "p_complain"), ("total-cost-of-ownership", "discount"),
    ],
)  # fmt: skip
def test_a_range_of_one_number_gives_the_page_s_own_headline_where_it_has_no_width(
    worked: dict[str, Calculator], name: str, uncertain: str
) -> None:
    calculator = worked[name]
    table, _, rest = uncertain.partition(".")
    if rest:
        column, row = rest.split(".")
        entered: Any = calculator.tables[0].rows("en")[int(row) - 1][column]
    else:
        entered = next(each.example for each in calculator.inputs if each.name == table)
    low = high = float(entered)
    ranges = {uncertain: {"dist": "triangular", "low": low, "mode": low, "high": high}}
    found = run_ranges(calculator, {}, ranges, samples=100, seed=7)
    assert (found.error, dict(found.problems)) == (None, {})
    assert found.p50 == pytest.approx(compute(calculator, {}).outputs[calculator.headline.name], rel=1e-12)
