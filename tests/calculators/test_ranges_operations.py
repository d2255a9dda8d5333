"""Ranges for operations: the same mechanism, one call for each run, and a reason where there is none."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from lms.calculators import OPERATIONS, evaluate
from lms.calculators.catalogue import EXAMPLES, catalogue
from lms.calculators.declared import Calculator
from lms.calculators.ranges import break_even, run_ranges
from lms.calculators.ranges.commands import ranges
from lms.calculators.ranges.models import model_of
from lms.calculators.ranges.operated import STEPS, OperationResult
from lms.calculators.ranges.suited import OUTPUTS, UNSUITED

from .material import MODULE

CUSTOMER = {"margin": 220.0, "retention": 0.75, "discount": 0.08, "acquisition_cost": 400.0}
LOYAL = {"dist": "triangular", "low": 0.6, "likely": 0.75, "high": 0.85}
MARGIN = {"dist": "pert", "low": 150.0, "mode": 220.0, "high": 330.0}
SEGMENTS: dict[str, Any] = {
    "segments": [
        {"name": "A", "share": 0.5, "retention": 0.9, "revenue": 900.0, "gross_margin": 0.4},
        {"name": "B", "share": 0.5, "retention": 0.7, "revenue": 500.0, "gross_margin": 0.3},
    ],
    "discount": 0.1,
}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(ranges, list(arguments))


def test_every_operation_either_has_ranges_or_says_why_not() -> None:
    assert OUTPUTS.keys() | UNSUITED.keys() == OPERATIONS.keys()
    assert not OUTPUTS.keys() & UNSUITED.keys()
    for name, entry in catalogue()["operations"].items():
        told = entry["ranges"]
        assert told.get("refused") == UNSUITED.get(name)
        if "outputs" in told:
            assert told["outputs"][0] == OUTPUTS[name]
            assert told["inputs"]


def test_an_operation_and_the_calculator_of_the_same_formula_say_the_same(calculators: dict[str, Calculator]) -> None:
    spans = {"retention": LOYAL, "margin": MARGIN}
    mine = run_ranges(OPERATIONS["clv"], CUSTOMER, spans, samples=500, seed=7)
    theirs = run_ranges(calculators["customer-lifetime-value"], CUSTOMER, spans, samples=500, seed=7)
    assert mine.base == pytest.approx(theirs.base)
    assert {each.name: each.swing for each in mine.swings} == pytest.approx(
        {each.name: each.swing for each in theirs.swings}
    )
    assert (mine.samples, mine.counted, mine.failed) == (500, 500, {})
    assert mine.p50 == pytest.approx(theirs.p50, rel=0.1)


def test_each_run_is_one_call_with_the_drawn_numbers() -> None:
    model = model_of(OPERATIONS["clv"])
    assert model is not None
    result = model.standing(CUSTOMER).result()
    place = model.place("retention")
    assert not isinstance(place, str)
    assert result.at({place: 0.6}) == evaluate("clv", {**CUSTOMER, "retention": 0.6})["clv_net"]


def test_a_cell_of_a_row_and_a_number_of_a_list_have_a_range() -> None:
    found = run_ranges(
        OPERATIONS["segment_value"], SEGMENTS, {"segments.retention.2": {"low": 0.6, "likely": 0.7, "high": 0.8}},
        samples=200,
    )  # fmt: skip
    low = evaluate("segment_value", {**SEGMENTS, "segments": [SEGMENTS["segments"][0],
                   {**SEGMENTS["segments"][1], "retention": 0.6}]})  # fmt: skip
    assert found.swings[0].at_low == low["weighted_value"]
    profits = {"profits": [-50.0, 20.0, 30.0], "retention": 0.8, "discount": 0.1}
    found = run_ranges(OPERATIONS["tenure_profit"], profits, {"profits.1": {"low": -80, "high": -40}}, samples=200)
    wanted = evaluate("tenure_profit", {**profits, "profits": [-80.0, 20.0, 30.0]})
    assert found.swings[0].at_low == wanted["expected_npv"]


@pytest.mark.parametrize(
    ("operation", "name", "code"),
    [
        ("clv", "timing", "NOT_FOR_A_CHOICE"), ("clv", "colour", "UNKNOWN_INPUT"), ("clv", "margin.1", "UNKNOWN_INPUT"),
        ("segment_value", "segments.share.1", "MUST_ADD_UP"), ("segment_value", "segments.colour.1", "UNKNOWN_INPUT"),
        ("segment_value", "segments.retention.9", "UNKNOWN_INPUT"), ("segment_value", "segments.1", "UNKNOWN_INPUT"),
        ("segment_value", "segments.retention.0", "UNKNOWN_INPUT"), ("segment_value", "segments.1.1", "UNKNOWN_INPUT"),
        ("segment_value", "segments.retention.²", "UNKNOWN_INPUT"),
        ("segment_value", f"segments.retention.{'9' * 5000}", "UNKNOWN_INPUT"),
    ],
)  # fmt: skip
def test_a_number_that_has_no_range_is_named_with_its_reason(operation: str, name: str, code: str) -> None:
    values = CUSTOMER if operation == "clv" else SEGMENTS
    found = run_ranges(OPERATIONS[operation], values, {name: {"low": 0.1, "likely": 0.2, "high": 0.3}})
    assert (found.error, found.problems) == ("INVALID_INPUT", {name: code})


def test_runs_that_end_with_an_error_are_counted_by_code() -> None:
    found = run_ranges(
        OPERATIONS["clv"], {**CUSTOMER, "growth": 0.2}, {"retention": {"low": 0.8, "likely": 0.9, "high": 1}},
        samples=1000,
    )  # fmt: skip
    assert found.failed == {"DIVERGES": 1000 - found.counted}
    assert found.counted > 300


def test_what_is_missing_wrong_or_not_given_back_is_told() -> None:
    clv = OPERATIONS["clv"]
    assert run_ranges(clv, {"margin": 5}, {}).problems == {"retention": "EMPTY_CELL"}
    assert run_ranges(clv, {**CUSTOMER, "retention": 2}, {}).problems == {"retention": "ABOVE_MAXIMUM"}
    assert run_ranges(clv, {**CUSTOMER, "colour": 2}, {}).problems == {"colour": "UNKNOWN_INPUT"}
    assert run_ranges(clv, CUSTOMER, {}, output="colour").problems == {"colour": "UNKNOWN_INPUT"}
    assert run_ranges(OPERATIONS["nps"], {}, {}).error == "INVALID_INPUT"
    assert break_even(OPERATIONS["nps"], {}, "promoters").error == "INVALID_INPUT"


def test_the_break_even_of_an_operation_is_that_of_the_closed_formula() -> None:
    wanted = evaluate("clv_breakeven_retention", {k: v for k, v in CUSTOMER.items() if k != "retention"})
    found = break_even(OPERATIONS["clv"], CUSTOMER, "retention")
    assert [each.at for each in found.crossings] == [pytest.approx(wanted["retention"], rel=1e-12)]


def test_a_slow_operation_runs_fewer_times_and_a_quick_one_all() -> None:
    result = OperationResult(OPERATIONS["clv"], OPERATIONS["clv"].read(CUSTOMER), {}, "clv_net")
    for cost, runs in ((1e-6, 20_000), (1.5e-4, 10_000), (9e-4, 2_000), (0.015, 100), (9.0, 100)):
        ticks = iter([0.0, cost, 5.0, 5.0 + cost / 2])
        assert result.usual([{}, {}], clock=lambda ticks=ticks: next(ticks)) == runs  # type: ignore[misc]
    assert STEPS[-1] >= 100


def test_the_examples_of_all_operations_run() -> None:
    examples = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    for name in OUTPUTS:
        assert run_ranges(OPERATIONS[name], examples[name], {}, samples=100).error is None, name


def test_an_operation_is_run_from_the_shell() -> None:
    arguments = ("clv", "margin=150..220..330", "retention=0.6..0.75..0.85", "discount=0.08", "acquisition_cost=400")
    found = json.loads(run(*arguments, "--samples", "300", "--seed", "7", "--json").stdout)
    wanted = run_ranges(
        OPERATIONS["clv"], {"discount": 0.08, "acquisition_cost": 400},
        {"margin": {"low": 150, "likely": 220, "high": 330}, "retention": LOYAL}, samples=300, seed=7,
    )  # fmt: skip
    assert (found["p10"], found["samples"], found["seed"]) == (wanted.p10, 300, 7)
    tied = json.loads(run(*arguments, "--together", "margin,retention", "--samples", "300", "--json").stdout)
    assert tied["p90"] > found["p90"]
    other = json.loads(run(*arguments, "output=expected_periods", "--samples", "300", "--json").stdout)
    assert other["base"] == 4


def test_another_output_of_a_file_can_be_asked_about() -> None:
    file = str(MODULE / "customer-lifetime-value.calc.toml")
    shown = run(file, "retention=0.6..0.75..0.85", "output=expected_periods", "--samples", "100")
    assert "at the likely values 4" in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nps", "promoters=1..2..3"], "nps has no ranges. It counts answers"), (["colour"], "neither a file nor an"),
        (["clv", "margin=1..2..3"], "retention: EMPTY_CELL"), (["clv", "margin=a..b"], "is not NAME=LOW..LIKELY..HIGH"),
        (["clv", "margin=1", "retention=2"], "retention: must be at most 1"),
        (["clv", "colour=1"], "clv has no number “colour”"),
        (["clv", "margin=5", "retention=0.8", "output=timing"], "timing: UNKNOWN_INPUT"),
        (["clv", "margin=5", "retention=0.8", "--together", "margin"], "margin,: NO_RANGE_TO_MOVE"),
        (["clv", "margin=5", "retention=0.8", "--together", "margin,retention=x"], "is not A,B=0.5"),
        ([str(MODULE / "nps.calc.toml"), "output=colour"], "no output “colour”"),
    ],
)  # fmt: skip
def test_what_cannot_be_run_gives_one_line_and_exit_code_two(arguments: list[str], message: str) -> None:
    refused = run(*arguments)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert message in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
