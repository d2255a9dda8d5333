"""The shelf's survey tools say what the operations say: kinds of quality, needs, and three layers of an experience."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from lms.calculators import evaluate
from lms.calculators.computing import compute
from tests.calculators.material import cases, chance_of
from tests.content.shelf import check_browser, close, tool

KINDS = "AOMIRQ"
COLUMNS = ("attractive", "performance", "must_be", "indifferent", "reverse", "questionable")
QUADRANTS = ("", "CONCENTRATE_HERE", "KEEP_UP", "POSSIBLE_OVERKILL", "LOW_PRIORITY")
BANDS = ("", "EXTREME", "HIGH", "SOLID", "LOW")
LAYERS = ("functional", "emotional", "sensory")


def counts(chance: Random) -> dict[str, float]:
    highest = chance.choice((3, 40, 500))
    return dict(zip(KINDS, (float(chance.randint(0, highest)) for _ in KINDS), strict=True))


def features(answers: list[dict[str, float]]) -> dict[str, Any]:
    rows = [dict(zip(COLUMNS, (each.get(kind, 0.0) for kind in KINDS), strict=True)) for each in answers]
    return {"features": [{"name": f"feature {at}", **row} for at, row in enumerate(rows)]}


def check_kano(answers: list[dict[str, float]]) -> None:
    results = compute(tool("kano-survey"), features(answers))
    found: Any = results.series
    summaries: list[Any] = [evaluate("kano_summary", each) for each in answers]
    if any("error" in each for each in summaries):
        assert results.outputs["must_count"] == "NO_RESPONSES"
        return
    for at, expected in enumerate(summaries):
        assert KINDS[int(found["kind"][at]) - 1] == expected["category"]
        assert found["strength"][at] == close(expected["category_strength"])
        assert found["wanted"][at] == close(expected["total_strength"])
        assert found["threshold"][at] == close(expected["fong_threshold"])
        verdict = 3 if expected["no_clear_category"] else 1 if expected["fong_significant"] else 2
        assert found["verdict"][at] == verdict
        assert found["better"][at] == close(expected["better"] or 0)
        assert -found["worse"][at] == close(expected["worse"] or 0)
        assert ("outside_the_four" in results.notes) >= (expected["better"] is None)
        assert ("badly_worded" in results.notes) >= expected["badly_worded"]
        assert ("ask_reversed" in results.notes) >= expected["ask_reversed"]


def test_a_feature_is_of_the_kind_the_operation_names() -> None:
    chance = chance_of(71)
    for _ in range(150):
        check_kano([counts(chance) for _ in range(chance.randint(1, 12))])


def test_the_reference_features_are_of_their_kinds() -> None:
    found = [each["inputs"] for each in cases("calculators.json") if each["op"] == "kano_summary"]
    assert len(found) >= 5
    for each in found:
        check_kano([each])


def test_one_feature_nobody_answered_about_is_told_in_words() -> None:
    entered = features([{"A": 3.0}, {}])
    assert compute(tool("kano-survey"), entered).outputs["must_count"] == "NO_RESPONSES"


def test_the_kind_is_said_in_the_reader_s_language() -> None:
    kano = tool("kano-survey")
    assert kano.said("kano", 3.0) == {"en": "Must-be", "da": "Basis", "sv": "Bas"}
    assert kano.said("kano", 7.0) is None


def needs(chance: Random) -> dict[str, Any]:
    whole = chance.random() < 0.5

    def rating() -> float:
        return float(chance.randint(0, 10)) if whole else chance.uniform(0, 10)

    rows = [
        {"name": f"need {at}", "importance": rating(), "satisfaction": rating(), "derived": chance.uniform(-1, 1)}
        for at in range(chance.randint(2, 12))
    ]
    fixed = {"fixed_importance": rating(), "fixed_satisfaction": rating()}
    return {"items": rows, "crosshair": chance.choice(("MEAN", "MEDIAN", "FIXED")), **fixed}


def test_a_need_scores_and_lies_where_the_operations_say() -> None:
    chance = chance_of(81)
    for _ in range(150):
        entered = needs(chance)
        results: Any = compute(tool("opportunity-score"), entered)
        scored: list[Any] = [
            evaluate("opportunity", {k: row[k] for k in ("importance", "satisfaction")}) for row in entered["items"]
        ]
        assert results.series["score"] == [close(each["score"]) for each in scored]
        assert [BANDS[int(each)] for each in results.series["band"]] == [each["band"] for each in scored]
        assert results.outputs["overserved"] == sum(each["overserved"] for each in scored)
        matrix: Any = evaluate("ipa", crossed(entered))
        assert results.outputs["cross_importance"] == close(matrix["cross_importance"])
        assert results.outputs["cross_satisfaction"] == close(matrix["cross_performance"])
        assert [QUADRANTS[int(each)] for each in results.series["quadrant"]] == list(matrix["quadrants"].values())


def crossed(entered: dict[str, Any]) -> dict[str, Any]:
    items = [
        {"name": each["name"], "importance": each["importance"], "performance": each["satisfaction"]}
        for each in entered["items"]
    ]
    fixed = {"importance": entered["fixed_importance"], "performance": entered["fixed_satisfaction"]}
    return {"items": items, "crosshair": entered["crosshair"].lower(), "fixed": fixed}


def test_what_customers_say_and_what_goes_with_their_loyalty_stand_side_by_side() -> None:
    needs_tool = tool("opportunity-score")
    said = compute(needs_tool, {"basis": "STATED"})
    derived = compute(needs_tool, {"basis": "DERIVED"})
    assert [row["importance"] for row in said.table] == [row["other"] for row in derived.table]
    assert [row["other"] for row in said.table] == [row["importance"] for row in derived.table]
    assert "first_differs" not in said.notes
    rows = [{**row, "derived": 0.9 if at == 3 else 0.1} for at, row in enumerate(needs_tool.tables[0].rows("en"))]
    assert "first_differs" in compute(needs_tool, {"items": rows}).notes


def test_a_median_cross_is_not_moved_by_one_extreme_need() -> None:
    rows = [
        {"name": str(at), "importance": each, "satisfaction": 5, "derived": 0}
        for at, each in enumerate((4, 5, 6, 7, 10))
    ]
    found = compute(tool("opportunity-score"), {"items": rows, "crosshair": "MEDIAN"}).outputs
    assert found["cross_importance"] == 6


def ratings(chance: Random) -> dict[str, Any]:
    def one() -> float:
        return float(chance.randint(0, 10))

    return {
        layer: [{"name": "", "self": one(), "customer_a": one(), "customer_b": one()} for _ in range(4)]
        for layer in LAYERS
    }


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def test_a_layer_is_as_far_apart_as_its_ratings() -> None:
    chance = chance_of(83)
    for _ in range(60):
        entered = ratings(chance)
        outputs: Any = compute(tool("three-layer-profile"), entered).outputs
        seen = {layer: [(r["customer_a"] + r["customer_b"]) / 2 for r in entered[layer]] for layer in LAYERS}
        gaps = [mean([r["self"] for r in entered[layer]]) - mean(seen[layer]) for layer in LAYERS]
        assert outputs["gap"] == close(mean(gaps))
        assert [outputs[f"{layer}_gap"] for layer in LAYERS] == [close(each) for each in gaps]
        assert outputs["widest"] == first_largest([abs(each) for each in gaps])
        assert outputs["uneven"] == first_largest([max(each) - min(each) for each in seen.values()])
        assert outputs["weakest"] == first_largest([10 - mean(each) for each in seen.values()])


def first_largest(values: list[float]) -> int:
    largest = max(values)
    return 0 if largest < 1e-9 else next(at for at, each in enumerate(values, 1) if each > largest - 1e-9)


def test_the_twelve_lines_are_the_tool_s_own_and_none_can_be_left_out() -> None:
    profile = tool("three-layer-profile")
    assert [len(each.example) for each in profile.tables] == [4, 4, 4]
    assert all(each.fixed for each in profile.tables)
    short = compute(profile, {"sensory": [{"name": "", "self": 5, "customer_a": 5, "customer_b": 5}]})
    assert short.outputs["gap"] == "INVALID_INPUT"


@pytest.mark.parametrize("name", ["kano-survey", "opportunity-score", "three-layer-profile"])
def test_the_browser_computes_what_the_server_computes(name: str) -> None:
    chance = chance_of(85)
    make = {
        "kano-survey": lambda: features([counts(chance) for _ in range(6)]),
        "opportunity-score": lambda: needs(chance),
        "three-layer-profile": lambda: ratings(chance),
    }[name]
    check_browser(tool(name), [make() for _ in range(30)])
