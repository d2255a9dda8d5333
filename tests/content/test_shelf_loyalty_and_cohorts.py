"""The loyalty effect and the survival of a cohort say on the page what the operations say."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from lms.calculators import evaluate
from lms.calculators.computing import compute
from lms.calculators.declared import Calculator
from lms.calculators.reading import read_calculator
from tests.calculators.material import chance_of
from tests.content.shelf import SHELF, check_browser, close, tool

TAILS = {"ENDS": "none", "CONTINUES": "hold"}
PARTS = ("base", "more", "lower_cost", "referrals", "premium")


@pytest.fixture(scope="module")
def loyalty() -> Calculator:
    return tool("loyalty-effect")


@pytest.fixture(scope="module")
def cohort() -> Calculator:
    return tool("cohort-survival")


# The loyalty effect


def customers_years(chance: Random) -> dict[str, Any]:
    rows = [
        {"name": str(at), **{part: chance.uniform(-50, 400) for part in PARTS}}
        for at in range(1, chance.randint(1, 12) + 1)
    ]
    return {
        "tenure": rows, "acquisition_cost": chance.choice((0.0, chance.uniform(0, 3000))),
        "retention": chance.choice((0.0, chance.random(), 1.0)), "points": chance.uniform(-5, 30),
        "discount": chance.choice((0.0, chance.uniform(0, 0.3))), "afterwards": chance.choice(tuple(TAILS)),
    }  # fmt: skip


def profits(entered: dict[str, Any]) -> list[float]:
    return [-entered["acquisition_cost"], *(sum(row[part] for part in PARTS) for row in entered["tenure"])]


def test_a_customers_years_are_worth_what_the_operation_says(loyalty: Calculator) -> None:
    chance = chance_of(31)
    for _ in range(300):
        entered = customers_years(chance)
        shared = {"profits": profits(entered), "discount": entered["discount"], "tail": TAILS[entered["afterwards"]]}
        results = compute(loyalty, entered)
        before = evaluate("tenure_profit", {**shared, "retention": entered["retention"]})
        assert results.series["so_far"] == close(list(before["cumulative"])[1:])  # type: ignore[call-overload]
        assert results.outputs["breakeven_year"] == close(before["breakeven_year_interpolated"])
        said = results.outputs["value_before"]
        assert said == ("DIVERGES" if before["expected_npv"] is None else close(before["expected_npv"]))
        then = entered["retention"] + entered["points"] / 100
        if then < 0:
            assert results.outputs["value_after"] == "INVALID_INPUT"
            continue
        after = evaluate("tenure_profit", {**shared, "retention": min(1.0, then)})
        said = results.outputs["value_after"]
        assert said == ("DIVERGES" if after["expected_npv"] is None else close(after["expected_npv"]))


def test_one_margin_for_ever_gives_the_lift_of_the_operation(loyalty: Calculator) -> None:
    chance = chance_of(32)
    for _ in range(200):
        stay, points, rate = chance.uniform(0.3, 0.9), chance.uniform(0, 9), chance.uniform(0.01, 0.3)
        cost, margin = chance.uniform(0, 300), chance.uniform(50, 500)
        row = {"name": "1", "base": margin, **dict.fromkeys(PARTS[1:], 0.0)}
        entered = {"tenure": [row], "acquisition_cost": cost, "retention": stay, "points": points, "discount": rate}
        outputs = compute(loyalty, entered).outputs
        told = {"margin": margin, "retention": stay, "delta": points / 100, "discount": rate, "timing": "END"}
        expected = evaluate("retention_lift", {**told, "acquisition_cost": cost})
        assert outputs["change"] == close(expected["change"])
        assert outputs["lift"] == close(expected["lift"])
        assert outputs["level_lift"] == close(evaluate("retention_lift", told)["lift"])


def test_five_points_from_ninety_halve_the_losses(loyalty: Calculator) -> None:
    results = compute(loyalty, {"retention": 0.9, "points": 5})
    assert results.outputs["losses_cut"] == pytest.approx(0.5)
    assert "half_the_losses" in results.notes


def test_the_parts_of_a_year_lie_on_each_other_and_end_at_its_profit(loyalty: Calculator) -> None:
    years = [row for row in compute(loyalty, {}).table if row["row"] == "year"]
    for row in years:
        assert row["y5"] == pytest.approx(sum(row[part] for part in PARTS))  # type: ignore[misc]


# The cohort


def survivors(chance: Random) -> list[float]:
    counts = [float(chance.randint(200, 5000))]
    faithful = chance.uniform(0.5, 0.9)
    for at in range(chance.randint(3, 12)):
        counts.append(float(round(counts[-1] * min(0.99, faithful + 0.03 * at))))
    return counts


def test_a_cohort_is_worth_what_the_operations_say(cohort: Calculator) -> None:
    chance = chance_of(61)
    tried = 0
    for _ in range(60):
        counts, rate, year = survivors(chance), chance.choice((0.005, 0.05, 0.1, 0.3)), chance.randint(1, 12)
        fit = evaluate("sbg_fit", {"cohorts": [counts]})
        if fit.get("error") or fit["homogeneous"]:
            continue
        tried += 1
        entered = {"cohort": rows_of(counts), "margin": 100.0, "discount": rate, "years_active": year}
        outputs = compute(cohort, entered).outputs
        assert outputs["alpha"] == close(fit["alpha"], 1e-3)
        spread = {"alpha": outputs["alpha"], "beta": outputs["beta"], "discount": rate}
        assert outputs["lifetime"] == close(evaluate("sbg_del", spread)["del_"])
        expected = evaluate("sbg_derl", {**spread, "periods_active": year})["derl"]
        assert outputs["remaining_value"] == close(100 * expected)  # type: ignore[operator]
    assert tried > 30


@pytest.mark.parametrize("alpha_beta", [(0.05, 0.1), (0.3, 30.0), (0.668, 3.806), (5.0, 0.2), (400.0, 1600.0)])
@pytest.mark.parametrize("rate", [0.001, 0.1, 1.0])
def test_the_discounted_lifetime_is_right_for_every_kind_of_cohort(
    cohort: Calculator, alpha_beta: tuple[float, float], rate: float
) -> None:
    """Its sum over 200 places of the logit, with both ends added whole, computed with other parameters than fitted."""
    alpha, beta = alpha_beta
    source = (SHELF / "cohort-survival.calc.toml").read_text(encoding="utf-8").split("[[examples]]")[0]
    for name, value in (("alpha", alpha), ("beta", beta)):
        source = source.replace(f"sbg_{name}(cohort.left)", repr(value))
    source += "[[examples]]\ninputs = { discount = 0 }\noutputs = { alpha = " + repr(alpha) + " }\n"
    outputs = compute(read_calculator(source, "cohort"), {"discount": rate, "years_active": 3}).outputs
    spread = {"alpha": alpha, "beta": beta, "discount": rate}
    assert outputs["lifetime"] == close(evaluate("sbg_del", spread)["del_"])
    assert outputs["remaining"] == close(evaluate("sbg_derl", {**spread, "periods_active": 3})["derl"])


def rows_of(counts: list[float]) -> list[dict[str, Any]]:
    return [{"name": str(at), "left": each} for at, each in enumerate(counts)]


def test_the_curve_goes_on_where_the_counts_end(cohort: Calculator) -> None:
    results = compute(cohort, {})
    model = [row["model"] for row in results.table]
    spread = {name: results.outputs[name] for name in ("alpha", "beta")}
    expected = evaluate("sbg_curve", {**spread, "periods": len(model) - 1})["survival"]
    assert model == close([1.0, *expected])  # type: ignore[misc]
    assert results.outputs["still_here"] == close(model[-1])


def test_rising_loyalty_in_a_cohort_is_not_told_as_a_success(cohort: Calculator) -> None:
    assert "rising" in compute(cohort, {}).notes
    steady = rows_of([100_000, 80_000, 64_000, 51_200, 40_960])
    assert compute(cohort, {"cohort": steady}).notes == ("alike",)


def test_the_browser_computes_what_the_server_computes(loyalty: Calculator, cohort: Calculator) -> None:
    chance = chance_of(7)
    check_browser(loyalty, [customers_years(chance) for _ in range(25)])
    check_browser(cohort, [{"cohort": rows_of(survivors(chance))} for _ in range(5)])
