"""Ranges for the numbers of any declared calculator: against exact results, and against what people enter wrongly."""

import json
import math
import subprocess
import sys
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.calculators.codes import MESSAGES, RANGE_MESSAGES
from lms.calculators.declared import Calculator
from lms.calculators.ranges import Ranges, run_ranges
from lms.calculators.ranges.drawing import quantiles
from lms.calculators.ranges.pcg import numbers, shares
from lms.calculators.ranges.places import place_of
from lms.calculators.ranges.specs import DISTRIBUTIONS, Spread

from .made_up import made_up
from .material import ROOT

Calculators = dict[str, Calculator]

SUM = made_up("a + b", {"a": "", "b": ""})
LOYAL = {"dist": "triangular", "low": 0.6, "likely": 0.75, "high": 0.85}
MARGIN = {"dist": "pert", "low": 150.0, "mode": 220.0, "high": 330.0}
YEARS = {"dist": "triangular", "low": 1, "likely": 5, "high": 50}
CUSTOMER = {"margin": 220.0, "retention": 0.75, "discount": 0.08, "acquisition_cost": 400.0}


def triangle(low: float, likely: float, high: float) -> dict[str, Any]:
    return {"dist": "triangular", "low": low, "likely": likely, "high": high}


def triangle_width(low: float, likely: float, high: float) -> float:
    """Return P90 − P10 of a triangular range."""
    ten, ninety = quantiles(Spread("triangular", low, likely, high), np.array([0.1, 0.9]))
    return float(ninety - ten)


def finite(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(finite, value.values()))
    if isinstance(value, list | tuple):
        return all(map(finite, value))
    return not isinstance(value, float) or math.isfinite(value)


def test_chance_is_that_of_the_published_generator_from_any_place_on() -> None:
    assert [f"{each:08x}" for each in numbers(42, 0, 6)] == [
        "a15c02b7", "7b47f409", "ba1d3330", "83d2f293", "bfa4784b", "cbed606e",
    ]  # fmt: skip
    whole = numbers(7, 0, 1000)
    assert np.array_equal(numbers(7, 613, 387), whole[613:])
    drawn = shares(7, 0, 20_000)
    assert 0 < drawn.min() < drawn.max() < 1
    assert np.mean(drawn) == pytest.approx(0.5, abs=4 / math.sqrt(12 * 20_000))


def test_each_kind_of_range_has_the_quantiles_of_the_reference() -> None:
    at = np.array([0.1, 0.5, 0.9])
    tri = [3.732050807568877, 6.083920216900384, 9.35424868893541]
    assert quantiles(Spread("triangular", 2, 5, 12), at) == pytest.approx(tri, rel=1e-12)
    edge = [0.05131670194948623, 0.2928932188134524, 0.6837722339831621]
    assert quantiles(Spread("triangular", 0, 0, 1), at) == pytest.approx(edge, rel=1e-12)
    pert = [3.361999625636714, 5.509994849491181, 8.207544856651202]
    assert quantiles(Spread("pert", 2, 5, 12), at) == pytest.approx(pert, rel=1e-9)
    assert quantiles(Spread("lognormal", 50, 100, 200), at) == pytest.approx([50, 100, 200], rel=1e-12)


def test_a_sum_of_two_ranges_has_the_mean_and_spread_it_must_have() -> None:
    found = run_ranges(SUM, {}, {"a": triangle(2, 5, 12), "b": triangle(0, 0, 3)})
    variance = (4 + 144 + 25 - 24 - 10 - 60) / 18 + 9 / 18
    assert found.mean is not None
    assert found.standard_error == pytest.approx(math.sqrt(variance / 20_000), rel=0.02)
    assert abs(found.mean - (19 / 3 + 1)) < 4 * (found.standard_error or 0)
    assert (found.counted, found.failed, found.samples, found.seed) == (20_000, {}, 20_000, 1)
    assert found.base == 5


def test_the_standard_error_is_what_seeds_differ_by() -> None:
    means = [run_ranges(SUM, {}, {"a": triangle(2, 5, 12)}, samples=400, seed=seed).mean or 0 for seed in range(60)]
    told = run_ranges(SUM, {}, {"a": triangle(2, 5, 12)}, samples=400).standard_error
    assert told is not None
    assert 0.75 * told < float(np.std(means, ddof=1)) < 1.3 * told


def test_the_reference_case_of_the_lifetime_value_comes_out(calculators: Calculators) -> None:
    for seed in (1, 2, 20261122):
        found = run_ranges(
            calculators["customer-lifetime-value"], CUSTOMER, {"retention": LOYAL, "margin": MARGIN}, seed=seed
        )
        assert found.p50 == pytest.approx(253.69931408513378, rel=0.03)
        assert found.p90 == pytest.approx(461.217359509558, rel=0.03)
        assert found.mean == pytest.approx(268.46346676077553, rel=0.03)
        assert found.p10 == pytest.approx(96.19701211617169, rel=0.065)


def test_the_tornado_is_that_of_the_reference(calculators: Calculators) -> None:
    spans = {
        "discount": triangle(0.07, 0.1, 0.13), "margin": triangle(320, 400, 480),
        "retention": triangle(0.72, 0.8, 0.86), "acquisition_cost": triangle(500, 600, 800),
    }  # fmt: skip
    found = run_ranges(calculators["customer-lifetime-value"], {}, spans, samples=100)
    assert found.base == pytest.approx(733.3333333333335)
    assert [(each.name, each.swing) for each in found.swings] == [
        ("retention", pytest.approx(614.035087719298)), ("margin", pytest.approx(533.3333333333333)),
        ("acquisition_cost", pytest.approx(300)), ("discount", pytest.approx(269.3602693602686)),
    ]  # fmt: skip
    assert found.swings[0].at_low == pytest.approx(452.6315789473681)


def test_equal_swings_stand_by_name() -> None:
    found = run_ranges(SUM, {}, {"b": triangle(1, 2, 3), "a": triangle(1, 2, 3)}, samples=100)
    assert [each.name for each in found.swings] == ["a", "b"]


def test_the_same_seed_gives_the_same_and_another_seed_another() -> None:
    spans = {"a": triangle(2, 5, 12), "b": {"dist": "lognormal", "low": 1, "high": 9}}
    assert run_ranges(SUM, {}, spans, seed=5) == run_ranges(SUM, {}, dict(reversed(spans.items())), seed=5)
    assert run_ranges(SUM, {}, spans, seed=5).mean != run_ranges(SUM, {}, spans, seed=6).mean


def test_a_range_draws_the_same_whatever_else_has_one() -> None:
    alone = run_ranges(SUM, {"b": 0}, {"a": triangle(2, 5, 12)})
    beside = run_ranges(SUM, {}, {"a": triangle(2, 5, 12), "b": triangle(0, 0, 0)})
    assert (alone.p10, alone.mean) == (beside.p10, beside.mean)


def test_a_logarithm_of_ranges_lands_on_its_own_p10_and_p90() -> None:
    found = run_ranges(SUM, {"b": 0}, {"a": {"dist": "lognormal", "low": 50, "high": 200}}, samples=100_000)
    sigma = math.log(4) / (2 * 1.2815515655446004)
    assert found.p10 == pytest.approx(50, rel=0.02)
    assert found.p90 == pytest.approx(200, rel=0.02)
    assert found.mean == pytest.approx(100 * math.exp(sigma**2 / 2), rel=0.01)
    assert found.base == pytest.approx(100)


def test_runs_without_a_number_are_counted_by_code_and_the_rest_told_apart() -> None:
    broken = made_up("if(a > 8, fail(DIVERGES), if(a < 3, none, 1 / (a - b)))", {"a": "", "b": "example = 0"})
    found = run_ranges(broken, {}, {"a": triangle(0, 5, 10)})
    assert found.failed["DIVERGES"] == pytest.approx(20_000 * 0.08, rel=0.1)
    assert found.failed["NOT_DEFINED"] == pytest.approx(20_000 * 0.18, rel=0.1)
    assert found.counted + sum(found.failed.values()) == 20_000
    assert (found.swings[0].at_low, found.swings[0].at_high, found.swings[0].swing) == (None, "DIVERGES", None)


def test_a_step_that_fails_counts_only_where_it_is_used() -> None:
    guarded = made_up("if(a >= 1, 0 - 1, root)", {"a": "example = 0.5"}, steps={"root": "sqrt(1 - a)"})
    found = run_ranges(guarded, {}, {"a": triangle(0, 1, 2)})
    assert found.failed == {}
    assert found.below_zero == pytest.approx(0.5, abs=0.02)
    used = made_up("max(root, 0) * 0 + 1", {"a": "example = 0.5"}, steps={"root": "sqrt(1 - a)"})
    assert run_ranges(used, {}, {"a": triangle(0, 1, 2)}).failed["OUT_OF_DOMAIN"] == pytest.approx(10_000, rel=0.04)


def test_when_no_run_gives_a_number_there_are_no_figures() -> None:
    never = made_up("fail(DIVERGES) + a", {"a": ""}, gives='"DIVERGES"')
    found = run_ranges(never, {}, {"a": triangle(1, 2, 3)})
    assert (found.counted, found.failed, found.p50, found.histogram) == (0, {"DIVERGES": 20_000}, None, None)
    assert found.worth == ()


def test_samples_and_single_values_agree_through_a_whole_calculator(calculators: Calculators) -> None:
    """Each sample, put in by hand, gives what the sample gave: the chain, its options and its empty fields included."""
    from lms.calculators.computing import compute, prepare
    from lms.calculators.ranges.drawing import draws
    from lms.calculators.ranges.headline import Headline
    from lms.calculators.ranges.places import Place

    spans = {
        "cost-of-churn": {"churn_rate": triangle(0, 0.2, 1), "cac": triangle(0, 500, 900), "horizon": YEARS},
        "customer-lifetime-value": {"retention": triangle(0, 0.9, 1), "growth": triangle(-0.5, 0.3, 0.5)},
        "nps": {"promoters": triangle(0, 40, 90), "detractors": triangle(0, 10, 30)},
    }  # fmt: skip
    for name, given_spans in spans.items():
        calculator = calculators[name]
        headline = Headline(calculator, prepare(calculator, {}))
        drawn = {}
        for each, span in given_spans.items():
            place = place_of(calculator, each)
            assert isinstance(place, Place)
            spread = Spread("triangular", span["low"], span["likely"], span["high"])
            drawn[place] = draws(place, spread, 3, 150)
        sampled = headline.sampled(drawn, 150)
        for at, found in enumerate(sampled.numbers(150)):
            single = compute(calculator, {place.name: float(each[at]) for place, each in drawn.items()})
            wanted = single.outputs[calculator.headline.name]
            code = next((code for code, mask in sampled.failed.items() if mask[at]), None)
            assert code == (wanted if isinstance(wanted, str) else "NOT_DEFINED" if wanted is None else None)
            assert wanted == pytest.approx(found, rel=1e-11) if code is None else math.isnan(found)


def test_a_cell_of_a_table_has_a_range_and_a_column_that_must_add_up_has_none(calculators: Calculators) -> None:
    segments = calculators["customer-segments"]
    found = run_ranges(
        segments, {}, {"segments.retention.2": triangle(0.8, 0.88, 0.95), "caused": triangle(0.2, 0.5, 0.7)}
    )
    assert (found.problems, found.counted) == ({}, 20_000)
    assert {each.name for each in found.swings} == {"segments.retention.2", "caused"}
    for name, code in (("segments.share.1", "MUST_ADD_UP"), ("segments.retention.5", "UNKNOWN_INPUT"),
                       ("segments.retention.99", "UNKNOWN_INPUT"), ("segments.colour.1", "UNKNOWN_INPUT")):  # fmt: skip
        assert run_ranges(segments, {}, {name: triangle(0.1, 0.2, 0.3)}).problems == {name: code}


def test_a_text_in_a_table_has_no_range(calculators: Calculators) -> None:
    segments = calculators["customer-segments"]
    table = segments.table("segments")
    texts = replace(table, columns=(replace(table.columns[0], name="owner", unit="text"), *table.columns[1:]))
    assert place_of(replace(segments, tables=(texts,)), "segments.owner.1") == "NOT_FOR_A_TEXT"


def test_whole_numbers_are_drawn_whole() -> None:
    years = made_up("sum(a^(years(n) - 1))", {"a": "example = 0.5", "n": "whole = true\nminimum = 1\nmaximum = 60"})
    found = run_ranges(years, {}, {"n": triangle(1, 4, 60), "a": triangle(0.5, 0.9, 1.1)})
    assert (found.counted, found.failed) == (20_000, {})
    assert run_ranges(years, {"a": 0}, {"n": triangle(1, 4, 60)}).p90 == 1
    assert run_ranges(years, {}, {"n": triangle(1, 4.5, 60)}).problems == {"n": "NOT_WHOLE"}


def test_shares_never_leave_nought_to_one(calculators: Calculators) -> None:
    share = made_up("a", {"a": 'unit = "percent"\nminimum = 0\nmaximum = 1\nexample = 0.5'})
    for dist in ("triangular", "pert"):
        found = run_ranges(share, {}, {"a": {"dist": dist, "low": 0, "likely": 1, "high": 1}}, samples=100_000)
        assert found.histogram is not None
        assert 0 <= found.histogram.edges[0] <= found.histogram.edges[-1] <= 1
        assert found.below_zero == 0
        assert run_ranges(share, {}, {"a": {"dist": dist, "low": 0, "high": 1}}, threshold=1.0000001).reached == 0


def test_the_chance_of_crossing_a_threshold_is_that_of_the_range() -> None:
    found = run_ranges(SUM, {"b": 0}, {"a": triangle(0, 0, 10)}, threshold=5)
    assert found.reached == pytest.approx(0.25, abs=4 * (found.reached_error or 0))
    assert found.reached_error == pytest.approx(math.sqrt(0.25 * 0.75 / 20_000), rel=0.03)


def test_every_run_is_in_the_histogram_or_beside_it() -> None:
    found = run_ranges(SUM, {}, {"a": {"dist": "lognormal", "low": 1, "high": 900}})
    classes = found.histogram
    assert classes is not None
    assert len(classes.edges) == len(classes.counts) + 1 == 41
    assert sum(classes.counts) + classes.below + classes.above == 20_000
    constant = run_ranges(SUM, {}, {"a": triangle(3, 3, 3)})
    assert constant.histogram is not None
    assert constant.histogram.counts == (20_000,)
    assert (constant.p10, constant.mean, constant.p90, constant.standard_error) == (8, 8, 8, 0)


def test_what_is_most_worth_measuring_is_what_a_linear_model_says() -> None:
    """In y = a + b, knowing a leaves the width of b, whatever a is: the reduction is known exactly."""
    spans = {"a": triangle(0, 5, 10), "b": triangle(0, 1, 5)}
    found = run_ranges(SUM, {}, spans)
    assert found.p10 is not None
    assert found.p90 is not None
    whole = found.p90 - found.p10
    assert [each.name for each in found.worth] == ["a", "b"]
    for each, left in zip(found.worth, (triangle_width(0, 1, 5), triangle_width(0, 5, 10)), strict=True):
        assert each.width == pytest.approx(left, rel=0.03)
        assert abs(each.width - left) < 4 * each.error + 0.01 * left
        assert each.reduction == pytest.approx(1 - left / whole, abs=0.025)


def test_measuring_what_decides_everything_removes_everything_and_what_decides_nothing_nothing() -> None:
    found = run_ranges(
        made_up("3 * a + 0 * b", {"a": "", "b": ""}), {}, {"a": triangle(0, 5, 9), "b": triangle(0, 1, 5)}
    )
    assert [each.name for each in found.worth] == ["a", "b"]
    assert found.worth[0].reduction == pytest.approx(1, abs=1e-9)
    assert found.worth[1].reduction < 0.03
    curved = run_ranges(made_up("exp(a)", {"a": ""}), {}, {"a": triangle(0, 3, 5)})
    assert curved.worth[0].reduction > 0.99


def test_a_trainers_own_calculator_and_every_other_one_gives_plain_json(calculators: Calculators) -> None:
    for calculator in calculators.values():
        each = next(each for each in calculator.inputs if each.unit != "choice" and isinstance(each.example, float))
        example = float(each.example or 0)
        found = run_ranges(calculator, {}, {each.name: triangle(example * 0.9, example, example)}, samples=500)
        assert found.error is None, (calculator.name, found.problems)
        assert finite(found.document())
        assert json.loads(json.dumps(found.document()))["samples"] == 500


NUMBERS = st.one_of(st.floats(), st.integers(), st.booleans(), st.none(), st.text(max_size=3))
SPECS = st.dictionaries(st.sampled_from(["dist", "low", "likely", "mode", "high", "x"]), NUMBERS | st.sampled_from(
    ["triangular", "pert", "lognormal"]), max_size=5)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(["a", "b", "c.d.1", "__class__", ""]), SPECS | NUMBERS, max_size=3), NUMBERS)
def test_whatever_is_entered_nothing_raises_and_nothing_is_infinite(spans: dict[str, Any], value: Any) -> None:
    found = run_ranges(made_up_power(), {"b": value}, spans, samples=100)
    assert isinstance(found, Ranges)
    assert finite(found.document())
    assert found.error is None or found.error in MESSAGES


def made_up_power(known: list[Calculator] = []) -> Calculator:  # noqa: B006 - read once
    if not known:
        known.append(made_up("a^b / (a - b) + exp(a)", {"a": "example = 4", "b": ""}))
    return known[0]


def test_a_headline_beyond_all_bounds_ends_with_a_code() -> None:
    found = run_ranges(made_up("exp(a * 60)", {"a": "example = 1"}), {}, {"a": triangle(1, 5, 9)})
    assert found.failed["TOO_LARGE"] > 0
    assert finite(found.document())
    assert found.swings[0].at_high == "TOO_LARGE"


def test_ranges_load_arrays_only_when_they_are_run() -> None:
    code = "import sys, lms.calculators.ranges; sys.exit(bool({'numpy', 'scipy', 'click'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_reference_page_names_every_reason_figure_and_kind() -> None:
    page = (ROOT / "docs" / "calculators.md").read_text()
    words = [*RANGE_MESSAGES, *DISTRIBUTIONS, "NOT_A_NUMBER", "NOT_WHOLE", "TOO_LARGE"]
    words += [each.name for each in fields(Ranges) if each.name not in {"samples", "seed", "error", "problems"}]
    assert [each for each in words if f"`{each}`" not in page] == []
