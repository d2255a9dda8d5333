"""The fan of a run: a series over periods, from the very runs that give the headline its range."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lms.calculators.declared import Calculator
from lms.calculators.ranges import run_ranges
from lms.calculators.ranges.fan import fanned, ranges_and_fan
from lms.calculators.reading import read_calculator

FILE = Path(__file__).parents[1] / "shelf" / "modules" / "loyalty-economics" / "customer-lifetime-value.calc.toml"
RANGES = {"margin": {"low": 700, "high": 1400}, "retention": {"low": 0.6, "high": 0.9}}


@pytest.fixture(scope="module")
def lifetime() -> Calculator:
    """Return a calculator with series over years."""
    return read_calculator(FILE.read_text(encoding="utf-8"), FILE.name)


def fan_of(calculator: Calculator, values: dict[str, Any], ranges: dict[str, Any], seed: int = 1) -> Any:
    """Return the fan alone."""
    return ranges_and_fan(calculator, values, ranges, seed=seed)[1]


def test_it_shows_the_column_the_chart_adds_up_to_over_its_axis(lifetime: Calculator) -> None:
    axis, series = fanned(lifetime) or (None, None)
    assert axis is not None
    assert series is not None
    assert (axis.name, series.name) == ("year", "so_far")
    assert fanned(replace(lifetime, chart=None)) is None


def test_its_bands_lie_within_each_other_around_the_median(lifetime: Calculator) -> None:
    found = fan_of(lifetime, {}, RANGES)
    assert found.at == tuple(map(float, range(13)))
    for levels in zip(found.p10, found.p25, found.p50, found.p75, found.p90, strict=True):
        assert list(levels) == sorted(levels)
    assert found.p10[0] == found.p90[0] == -500
    assert found.p10[-1] < found.p25[-1] < found.p50[-1] < found.p75[-1] < found.p90[-1]
    assert set(found.counted) == {20_000}


def test_it_comes_from_the_runs_of_the_headline(lifetime: Calculator) -> None:
    ranges, fan = ranges_and_fan(lifetime, {"horizon": 5}, RANGES, seed=7)
    assert ranges == run_ranges(lifetime, {"horizon": 5}, RANGES, seed=7)
    assert fan is not None
    for level in ("p10", "p50", "p90"):
        assert getattr(fan, level)[-1] == pytest.approx(getattr(ranges, level), rel=1e-9)
    assert fan_of(lifetime, {"horizon": 5}, RANGES, seed=8) != fan


def test_a_horizon_that_varies_counts_only_the_runs_that_get_so_far(lifetime: Calculator) -> None:
    found = fan_of(lifetime, {"horizon": 5}, {"horizon": {"low": 3, "likely": 5, "high": 8}, **RANGES})
    assert found.counted[:4] == (20_000,) * 4
    assert list(found.counted) == sorted(found.counted, reverse=True)
    assert 0 < found.counted[-1] < 20_000


def test_runs_that_fail_are_counted_out_of_every_year(lifetime: Calculator) -> None:
    grows = {"growth": {"low": 0.0, "high": 0.5}, "retention": {"low": 0.6, "high": 0.9}}
    ranges, fan = ranges_and_fan(lifetime, {}, grows)
    assert ranges.failed
    assert fan is None or max(fan.counted) <= 20_000


def test_nothing_is_drawn_that_does_not_vary_or_cannot_be_run(lifetime: Calculator) -> None:
    assert fan_of(lifetime, {}, {"margin": {"low": 1000, "high": 1000}}) is None
    assert fan_of(lifetime, {}, {"margin": {"low": 900, "high": 100}}) is None
    assert fan_of(lifetime, {"retention": 7.0}, RANGES) is None
