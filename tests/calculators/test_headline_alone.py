"""The headline computed alone is the headline of the whole, for every tool there is and whatever is entered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lms.calculators.computing import compute, compute_headline
from lms.calculators.declared import Calculator
from lms.calculators.reading import read_calculator

FILES = sorted((Path(__file__).parents[2] / "modules").rglob("*.calc.toml"))


@pytest.fixture(scope="module", params=FILES, ids=lambda file: file.name.partition(".")[0])
def calculator(request: pytest.FixtureRequest) -> Calculator:
    return read_calculator(request.param.read_text(encoding="utf-8"), request.param.name)


def entered(calculator: Calculator) -> list[dict[str, Any]]:
    """Return what somebody may have entered: nothing, each number at either end, and what cannot be computed."""
    found: list[dict[str, Any]] = [{}]
    for each in calculator.inputs:
        ends = (each.minimum, each.maximum, 0, 1, "rubbish", None)
        found += [{each.name: end} for end in ends if end is not None or each.optional]
    return found + [{table.name: []} for table in calculator.tables]


def test_the_headline_alone_is_that_of_the_whole(calculator: Calculator) -> None:
    name = calculator.headline.name
    for values in entered(calculator):
        whole, alone = compute(calculator, values, whole=False), compute_headline(calculator, values)
        assert alone.outputs[name] == whole.outputs[name], values
        assert (alone.mine, alone.yours, alone.matters) == (whole.mine, whole.yours, whole.matters)
        if not isinstance(whole.outputs[name], float):
            assert alone == whole, "then everything is there that says why"
