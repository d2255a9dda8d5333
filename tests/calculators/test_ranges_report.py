"""One call for a page: every output, the headline told in full, and plain JSON without SciPy."""

import json
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import betaincinv

from lms.calculators.declared import Calculator
from lms.calculators.ranges import break_even, ranges_report, run_ranges
from lms.calculators.ranges.beta_arrays import inverse_incomplete_beta
from lms.calculators.ranges.brent import root
from lms.calculators.ranges.pcg import shares

from .made_up import made_up
from .material import MODULE, chance_of

Calculators = dict[str, Calculator]
SPANS: dict[str, Any] = {
    "churn_rate": {"shape": "triangular", "low": 0.1, "likely": 0.15, "high": 0.25},
    "annual_margin": {"dist": "pert", "low": 900, "high": 1500},
}


def test_a_page_is_told_what_the_headline_and_every_other_output_become(calculators: Calculators) -> None:
    churn = calculators["cost-of-churn"]
    values = {"customers": 10_000}
    found = ranges_report(churn, values, SPANS, seed=7, threshold=4e6, target=2e6)
    alone = run_ranges(churn, values, SPANS, seed=7, threshold=4e6)
    told = found["outputs"][found["headline"]]
    assert (found["n"], found["seed"], found["error"], found["problems"]) == (20_000, 7, None, {})
    assert (told["p10"], told["p50"], told["p90"], told["mean"]) == (alone.p10, alone.p50, alone.p90, alone.mean)
    assert (told["mc_error"], told["base"], told["failures"]) == (alone.standard_error, alone.base, {})
    assert list(found["outputs"]) == ["total", *(e.name for e in churn.outputs if not e.hidden and e.name != "total")]
    assert found["outputs"]["lost_customers"]["base"] == 1500
    assert found["outputs"]["lost_customers"]["unit"] == "count"
    assert len(found["histogram"]["counts"]) == 24
    assert sum(found["histogram"]["counts"]) + found["histogram"]["below"] + found["histogram"]["above"] == 20_000
    assert found["threshold"] == {"value": 4e6, "chance": alone.reached, "error": alone.reached_error}
    assert [each["name"] for each in found["tornado"]] == [each.name for each in alone.swings]
    assert [each["name"] for each in found["measure_next"]] == [each.name for each in alone.worth]
    assert [each["input"] for each in found["break_even"]] == ["churn_rate", "annual_margin"]
    even = break_even(churn, {"customers": 10_000, "churn_rate": 0.15}, "churn_rate", 2e6)
    assert found["break_even"][0] == even.document()
    assert json.loads(json.dumps(found, allow_nan=False))["n"] == 20_000


def test_an_output_that_fails_by_itself_is_counted_by_itself() -> None:
    calculator = made_up("a + 1", {"a": ""}, more="""
[[outputs]]
name = "shy"
unit = "number"
label.en = "Shy"
formula = "if(a > 5, fail(DIVERGES), answer)"
""")  # fmt: skip
    found = ranges_report(calculator, {}, {"a": {"low": 0, "likely": 5, "high": 10}}, samples=1000)
    assert found["outputs"]["answer"]["failures"] == {}
    shy = found["outputs"]["shy"]
    assert shy["failures"] == {"DIVERGES": 1000 - shy["counted"]}
    assert 400 < shy["counted"] < 600
    never = ranges_report(calculator, {}, {"a": {"low": 8, "likely": 9, "high": 10}}, samples=100)["outputs"]["shy"]
    assert (never["counted"], never["p10"], never["mc_error"], never["base"]) == (0, None, None, "DIVERGES")


@pytest.mark.parametrize(
    ("asked", "problems"),
    [({"samples": 10}, {}), ({"seed": -1}, {}), ({"threshold": float("nan")}, {}), ({"target": float("inf")}, {}),
     ({"target": "5"}, {}), ({"sought": ["a"] * 41, "target": 1.0}, {}),
     ({"together": {("a", "b"): 0.5}}, {"a,b": "NO_RANGE_TO_MOVE"})],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_and_nothing_is_run(asked: Any, problems: dict[str, str]) -> None:
    found = ranges_report(made_up("a", {"a": ""}), {}, {"a": {"low": 0, "likely": 5, "high": 10}}, **asked)
    assert (found["error"], found["problems"], found["outputs"]) == ("INVALID_INPUT", problems, {})
    assert (found["tornado"], found["break_even"], found["histogram"]) == ([], [], None)


def test_a_report_never_loads_scipy() -> None:
    code = f"""
import pathlib, sys
from lms.calculators.ranges import ranges_report
from lms.calculators.reading import read_calculator
file = pathlib.Path({str(MODULE / "cost-of-churn.calc.toml")!r})
found = ranges_report(read_calculator(file.read_text(), file.name), {{}}, {SPANS!r}, target=1.0,
                      together={{("churn_rate", "annual_margin"): 0.5}})
assert found["error"] is None
sys.exit("scipy" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_beta_quantile_is_scipys_for_every_pert() -> None:
    chance = np.concatenate((shares(3, 0, 4000), [2.0**-33, 1 - 2.0**-33, 0.5]))
    for lean in np.linspace(0, 1, 21):
        a, b = 1 + 4 * float(lean), 5 - 4 * float(lean)
        assert np.allclose(inverse_incomplete_beta(a, b, chance), betaincinv(a, b, chance), rtol=0, atol=1e-12)


def test_brents_root_is_scipys_digit_for_digit() -> None:
    chance = chance_of(81)
    found = 0
    for _ in range(2000):
        a, b, c = chance.uniform(-5, 5), chance.uniform(-3, 3), chance.uniform(-9, 9)

        def curve(x: float, a: float = a, b: float = b, c: float = c) -> float:
            return a * x**3 + b * x + c

        low, high = chance.uniform(-20, 0), chance.uniform(0, 20)
        if curve(low) * curve(high) < 0:
            found += 1
            wanted = brentq(curve, low, high, xtol=1e-15, rtol=8.9e-16, maxiter=200, disp=False)
            assert root(curve, low, high, absolute=1e-15, relative=8.9e-16) == wanted
    assert found > 500
