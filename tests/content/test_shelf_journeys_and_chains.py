"""The shelf's journey and service-profit chain say what the operations say, and refuse what cannot be said."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from lms.calculators import evaluate
from lms.calculators.computing import compute
from lms.calculators.problems import CalculatorErrors
from lms.calculators.reading import read_calculator
from tests.calculators.material import Browser, cases, chance_of
from tests.content.shelf import SHELF, check_browser, close, tool

OWNERS = ("sales", "finance", "logistics", "service", "")
SHARED = (
    "weighted_mean", "peak", "end", "peak_end", "duration_weighted_mean", "pain_total", "joy_total", "handoffs",
    "owners", "clean_journey_probability", "expected_failures",
)  # fmt: skip
ENOUGH = 10
"""From so many rows a line is shown."""


def journey(chance: Random) -> list[dict[str, Any]]:
    def share() -> float:
        return chance.choice((chance.random(), chance.random(), 0.0, 1.0))

    return [
        {
            "name": f"step {at}", "stage": "", "owner": chance.choice(OWNERS), "emotion": float(chance.randint(-5, 5)),
            "importance": chance.uniform(0, 5), "reach": share(), "minutes": chance.choice((0.0, 30.0)),
            "error_rate": share() / 2,
        }
        for at in range(chance.randint(1, 30))
    ]  # fmt: skip


def check_journey(rows: list[dict[str, Any]]) -> None:
    plain = [{key: each for key, each in row.items() if key != "stage"} for row in rows]
    expected: Any = evaluate("journey", {"touchpoints": plain})
    results: Any = compute(tool("customer-journey"), {"touchpoints": rows})
    if "error" in expected:
        assert results.outputs["pain_total"] == results.outputs["handoffs"] == expected["error"]
        return
    for name in SHARED:
        assert results.outputs[name] == close(expected[name]), name
    assert results.series["pain"] == [close(each) for each in expected["pain"]]
    ranked = sorted((rank, at) for at, rank in enumerate(results.series["rank"]) if rank)
    assert [at for _rank, at in ranked] == expected["ranking"]
    assert [rank for rank, _at in ranked] == list(range(1, len(ranked) + 1))


def test_the_journey_hurts_where_the_operation_says_also_with_thirty_touchpoints() -> None:
    chance = chance_of(91)
    for _ in range(150):
        check_journey(journey(chance))


def test_the_reference_journeys_give_their_peak_and_end() -> None:
    found = [each["inputs"]["touchpoints"] for each in cases("calculators.json") if each["op"] == "journey"]
    assert len(found) >= 3
    for rows in found:
        check_journey([{"name": str(at), "stage": "", **row} for at, row in enumerate(rows)])


def test_a_hand_off_allows_what_the_operation_allows() -> None:
    chance = chance_of(92)
    for _ in range(60):
        rows, target = journey(chance), chance.uniform(0.5, 1)
        outputs: Any = compute(tool("customer-journey"), {"touchpoints": rows, "target": target}).outputs
        if isinstance(outputs["handoffs"], str):
            continue
        for percent in (1, 2, 5):
            told = {"n_handoffs": outputs["handoffs"], "error_rate": percent / 100, "target": target}
            expected: Any = evaluate("handoff_success", told)
            assert outputs[f"clean_{percent}"] == close(expected["success"])
            assert outputs["allowed_error"] == close(expected["max_error_rate_for_target"])


def test_the_chart_and_its_table_carry_who_is_responsible_in_the_reader_s_language() -> None:
    found = tool("customer-journey")
    rows = compute(found, {}, "da").table
    assert [row["owner_text"] for row in rows] == ["Marketing", "Salg", "Økonomi", "Logistik", "Service", "Service"]
    assert [row["stage_text"] for row in rows] == ["Finde", "Købe", "Købe", "Købe", "Bruge", "Bruge"]
    assert found.chart is not None
    assert {each.name for each in found.chart.columns if each.unit == "text"} == {"stage_text", "owner_text"}
    browser = Browser().run("modules['interpreter.js'].compute(data[0], {touchpoints: data[1]}).table", [
        found.document(), found.tables[0].rows("da"),
    ])  # fmt: skip
    assert [row["owner_text"] for row in browser] == [row["owner_text"] for row in rows]


@pytest.mark.parametrize(("written", "wrong"), [
    ('"owner_text", unit = "text"', '"owner_text", unit = "number"'),
    ('"emotion", unit = "number"', '"emotion", unit = "text"'),
    ('"owner_text", unit = "text"', '"mood_text", unit = "text"'),
])  # fmt: skip
def test_a_text_in_the_table_of_a_chart_is_a_text_column_of_its_rows(written: str, wrong: str) -> None:
    text = (SHELF / "customer-journey.calc.toml").read_text(encoding="utf-8")
    with pytest.raises(CalculatorErrors, match="not one that is known|not computed"):
        read_calculator(text.replace(written, wrong), "customer-journey.calc.toml")


def test_a_touchpoint_that_belongs_to_nobody_is_said_aloud() -> None:
    rows = [{**row, "owner": "" if at == 2 else row["owner"]} for at, row in enumerate(owned())]
    results = compute(tool("customer-journey"), {"touchpoints": rows})
    assert "nobody" in results.notes
    assert results.outputs["owners"] == 4


def owned() -> list[dict[str, Any]]:
    return tool("customer-journey").tables[0].rows("en")


def pairs(chance: Random, count: int) -> dict[str, list[float]]:
    employee = [chance.gauss(70, 6) for _ in range(count)]
    customer = [0.5 * each + chance.gauss(40, 3) for each in employee]
    return {
        "employee": employee,
        "customer": customer,
        "result": [0.2 * each + chance.gauss(-12, 1) for each in customer],
    }


def rows(drawn: dict[str, list[float]]) -> list[dict[str, Any]]:
    columns = zip(*drawn.values(), strict=True)
    return [{"name": str(at), **dict(zip(drawn, each, strict=True))} for at, each in enumerate(columns)]


LINE = {
    "slope": "slope", "low": "ci_low", "high": "ci_high", "t": "t", "p": "p_value", "fit": "r2", "error": "se_slope",
    "elasticity": "elasticity_at_means", "without_low": "slope_low", "without_high": "slope_high",
}  # fmt: skip


def test_both_links_and_the_way_through_them_are_the_operations_own() -> None:
    chance = chance_of(121)
    for _ in range(60):
        drawn = pairs(chance, chance.randint(ENOUGH, 50))
        confidence, delta = chance.uniform(0.8, 0.99), chance.uniform(-20, 20)
        entered = {"pairs": rows(drawn), "confidence": confidence, "delta": delta}
        outputs: Any = compute(tool("service-profit-chain"), entered).outputs
        names = ("employee", "customer", "result")
        links: list[Any] = [
            evaluate("ols", {"x": drawn[x], "y": drawn[y], "confidence": confidence})
            for x, y in zip(names, names[1:], strict=False)
        ]
        for at, expected in enumerate(links, 1):
            for mine, theirs in LINE.items():
                assert outputs[f"{mine}_{at}"] == close(expected[theirs], 1e-7), mine
        slopes = {"slope_a": links[0]["slope"], "se_a": links[0]["se_slope"]}
        slopes |= {"slope_b": links[1]["slope"], "se_b": links[1]["se_slope"]}
        through: Any = evaluate("chain", {**slopes, "delta_x": delta, "confidence": confidence})
        for mine, theirs in (("effect", "effect"), ("effect_low", "ci_low"), ("effect_high", "ci_high")):
            assert outputs[mine] == close(through[theirs], 1e-7)


def test_fewer_than_ten_rows_get_dots_and_a_word_but_no_line() -> None:
    results = compute(tool("service-profit-chain"), {"pairs": rows(pairs(chance_of(122), 9))})
    assert results.outputs["effect"] is None
    assert "too_few" in results.notes
    assert {row["line_1"] for row in results.table} == {None}
    assert all(isinstance(row["y_1"], float) for row in results.table)


@pytest.mark.parametrize(("count", "note"), [(ENOUGH, True), (29, True), (30, False)])
def test_thirty_rows_are_recommended(count: int, note: bool) -> None:
    results = compute(tool("service-profit-chain"), {"pairs": rows(pairs(chance_of(123), count))})
    assert ("few" in results.notes) is note


def test_four_points_on_a_line_are_called_luck() -> None:
    drawn = {"employee": [1.0, 2, 3, 4], "customer": [2.0, 4, 6, 8], "result": [1.0, 3, 2, 5]}
    assert "too_good" in compute(tool("service-profit-chain"), {"pairs": rows(drawn)}).notes


def test_one_row_that_draws_the_line_alone_is_found() -> None:
    falling = [float(each) for each in range(1, 11)]
    drawn = {"employee": [*falling, 40.0], "customer": [*reversed(falling), 40.0], "result": [*falling, 40.0]}
    assert "one_decides" in compute(tool("service-profit-chain"), {"pairs": rows(drawn)}).notes


def test_the_caption_always_says_that_it_is_no_proof() -> None:
    chart = tool("service-profit-chain").chart
    assert chart is not None
    assert "not proof of cause" in chart.description["en"]
    assert "ikke bevis for en årsag" in chart.description["da"]
    assert "inte bevis på en orsak" in chart.description["sv"]


def test_the_browser_computes_what_the_server_computes() -> None:
    chance = chance_of(124)
    check_browser(tool("customer-journey"), [{"touchpoints": journey(chance)} for _ in range(30)])
    drawn = [{"pairs": rows(pairs(chance, count))} for count in (3, 9, 10, 30, 50)]
    check_browser(tool("service-profit-chain"), drawn)
