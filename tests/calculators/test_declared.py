"""The calculators of the first module: they say the same as the operations, here and in the browser."""

import subprocess
import sys
from collections.abc import Mapping
from random import Random
from typing import Any

import pytest

from lms.calculators import evaluate
from lms.calculators.codes import FIELD_MESSAGES, MESSAGES
from lms.calculators.computing import Results, compute
from lms.calculators.declared import Calculator, in_language

from .material import Browser, chance_of

Calculators = dict[str, Calculator]
TIMINGS = ("GL", "ADV", "END", "MID")


def close(found: Any, expected: Any, scale: float) -> bool:
    if isinstance(found, float) and isinstance(expected, float | int):
        return abs(found - expected) <= 1e-12 * max(1.0, scale)
    return bool(found == expected)


def customer(chance: Random) -> dict[str, Any]:
    return {
        "margin": chance.uniform(-500, 5000),
        "retention": chance.choice((chance.uniform(0, 1), 0.0, 1.0)),
        "discount": chance.choice((chance.uniform(0, 0.3), 0.0)),
        "growth": chance.choice((chance.uniform(-0.2, 0.2), 0.0)),
        "horizon": chance.choice((None, None, chance.randint(1, 200))),
        "timing": chance.choice(TIMINGS),
        "acquisition_cost": chance.choice((chance.uniform(0, 5000), 0.0)),
    }


def survey(chance: Random) -> dict[str, Any]:
    def answers() -> int:
        return chance.choice((0, chance.randint(0, 9), chance.randint(0, 400)))

    return {
        "promoters": answers(),
        "passives": answers(),
        "detractors": answers(),
        "before_promoters": chance.choice((None, answers())),
        "before_passives": answers(),
        "before_detractors": answers(),
        "asked": chance.choice(("OTHERS", "SAME")),
        "margin": chance.uniform(1, 20),
        "population": chance.choice((None, chance.randint(2, 2000))),
        "confidence": chance.uniform(0.8, 0.99),
    }


def base(chance: Random) -> dict[str, Any]:
    return {
        "customers": chance.choice((float(chance.randint(1, 100000)), 0.0)),
        "churn_rate": chance.choice((chance.uniform(0, 1), chance.uniform(0.01, 0.3), 0.0, 1.0)),
        "annual_margin": chance.uniform(-500, 5000),
        "discount": chance.choice((chance.uniform(0, 0.3), 0.0)),
        "retention_cost_per_customer": chance.uniform(0, 500),
        "acquisition_ratio": chance.uniform(1, 50),
        "cac": chance.choice((None, chance.uniform(0, 5000))),
        "replacement_share": chance.uniform(0, 1),
        "ramp_up_months": chance.uniform(0, 60),
        "onboarding_cost": chance.uniform(0, 1000),
        "neg_wom_reach": chance.uniform(0, 50),
        "neg_wom_deterrence": chance.uniform(0, 1),
        "horizon": chance.choice((None, None, chance.randint(1, 50))),
    }


def check_same(results: Results, expected: Mapping[str, Any], names: tuple[str, ...], scale: float) -> None:
    for name in names:
        wanted = expected["error"] if "error" in expected and name != "expected_periods" else expected[name]
        assert close(results.outputs[name], wanted, scale), (name, results.values, results.outputs[name], wanted)


def test_the_page_of_lifetime_value_says_what_the_operation_says(calculators: Calculators) -> None:
    chance = chance_of(1)
    for _ in range(700):
        inputs = customer(chance)
        results, expected = compute(calculators["customer-lifetime-value"], inputs), evaluate("clv", inputs)
        scale = max((abs(each) for each in expected.values() if isinstance(each, float)), default=1.0)
        check_same(results, expected, ("multiple", "clv_gross", "clv_net"), scale)
        if "error" not in expected:
            check_same(results, expected, ("expected_periods",), scale)


def test_the_page_of_lifetime_value_finds_the_breakeven_of_the_operation(calculators: Calculators) -> None:
    chance = chance_of(2)
    for _ in range(500):
        inputs = {**customer(chance), "horizon": None}
        expected = evaluate(
            "clv_breakeven_retention", {k: v for k, v in inputs.items() if k not in {"retention", "horizon"}}
        )
        results = compute(calculators["customer-lifetime-value"], inputs)
        always = expected["status"] == "ALWAYS"  # worth it even if nobody stays: the page leaves the figure out
        assert close(results.outputs["breakeven_retention"], None if always else expected["retention"], 1.0)


def test_the_page_of_churn_says_what_the_operation_says(calculators: Calculators) -> None:
    chance = chance_of(3)
    names = (
        "lost_customers", "residual_value", "replacement_cost", "lost_value", "wom_cost", "total", "per_lost_customer",
        "per_customer", "share_of_margin",
    )  # fmt: skip
    for _ in range(700):
        inputs = base(chance)
        results, expected = compute(calculators["cost-of-churn"], inputs), evaluate("churn_cost", inputs)
        scale = max(abs(each) for each in expected.values() if isinstance(each, float))
        check_same(results, expected, names, scale)


def test_one_percentage_point_is_worth_what_the_operation_says(calculators: Calculators) -> None:
    chance = chance_of(4)
    for _ in range(300):
        inputs = {**base(chance), "churn_rate": chance.uniform(0.02, 0.9)}
        expected: Any = evaluate("churn_reduction_value", {**inputs, "churn_rate_new": inputs["churn_rate"] - 0.01})
        results = compute(calculators["cost-of-churn"], inputs)
        assert close(results.outputs["point_worth"], expected["saving"], abs(expected["total_before"]))


def test_what_winning_costs_is_not_counted_until_it_is_entered(calculators: Calculators) -> None:
    calculator = calculators["cost-of-churn"]
    example = compute(calculator, {})
    assert example.notes == ("winning_unknown",)
    assert example.outputs["replacement_cost"] == 450_000
    assert compute(calculator, {"acquisition_ratio": 7.5}).notes == ("winning_by_saying",)
    assert compute(calculator, {"cac": 1125.0}).outputs["replacement_cost"] == 1_462_500


def test_every_declared_example_agrees_with_its_operation(calculators: Calculators) -> None:
    for example in calculators["customer-lifetime-value"].examples:
        expected = evaluate("clv", example.inputs)
        for name in set(example.outputs) & set(expected):
            wanted = example.outputs[name]
            if isinstance(wanted, float):
                assert close(wanted, expected[name], abs(wanted))


def test_the_bars_add_up_to_the_value_of_the_customer(calculators: Calculators) -> None:
    chance = chance_of(5)
    for _ in range(300):
        inputs = {**customer(chance), "horizon": chance.randint(1, 11)}
        results = compute(calculators["customer-lifetime-value"], inputs)
        so_far, net = results.series["so_far"], results.outputs["clv_net"]
        assert isinstance(so_far, list)
        assert close(so_far[-1], net, 10 * max(map(abs, so_far)))


def test_the_browser_computes_everything_the_server_computes(browser: Browser, calculators: Calculators) -> None:
    chance = chance_of(6)
    for name, make in (("customer-lifetime-value", customer), ("cost-of-churn", base), ("nps", survey)):
        calculator = calculators[name]
        runs = [{}, *({k: v for k, v in make(chance).items() if chance.random() < 0.8} for _ in range(200))]
        runs += [
            {"retention": 2.0, "churn_rate": -1.0},
            {"horizon": 2.5},
            {"margin": "x", "customers": "1"},
            {"timing": "NOW"},
        ]
        document = in_language(calculator.document(), "da")
        theirs = browser.run(
            "data[1].map((each) => modules['interpreter.js'].compute(data[0], each))", [document, runs]
        )
        for entered, other in zip(runs, theirs, strict=True):
            mine = compute(calculator, entered)
            assert sorted(mine.mine) == sorted(other["mine"])
            assert (mine.yours, mine.matters) == (other["yours"], other["matters"])
            assert (mine.problems, mine.warnings) == (other["problems"], other["warnings"])
            assert list(mine.notes) == other["notes"]
            same_numbers(mine.outputs, other["outputs"])
            same_numbers(mine.series, other["series"])
            for row, theirs_row in zip(mine.table, other["table"], strict=True):
                same_numbers(row, theirs_row)
            for move, theirs_move in zip(mine.moves, other["moves"], strict=True):
                same_numbers({"swing": move.swing}, theirs_move)


def same_numbers(mine: Mapping[str, Any], other: Mapping[str, Any]) -> None:
    for name, value in mine.items():
        expected = value if isinstance(value, str) or value is None else pytest.approx(value, rel=1e-10, abs=1e-6)
        assert other[name] == expected, name


def test_a_document_comes_back_as_the_same_calculator(calculators: Calculators) -> None:
    for calculator in calculators.values():
        assert Calculator.from_document(calculator.document()) == calculator


def test_examples_count_until_a_person_enters_a_number(calculators: Calculators) -> None:
    calculator = calculators["cost-of-churn"]
    untouched = compute(calculator, {})
    assert (untouched.yours, untouched.matters, untouched.mine) == (0, 8, ())
    begun = compute(calculator, {"customers": 400, "cac": None, "neg_wom_reach": 3, "somebody": 5})
    assert (begun.yours, begun.mine) == (1, ("customers", "neg_wom_reach"))
    assert begun.outputs["lost_customers"] == 60


def test_the_largest_move_comes_first_and_stays_in_the_hard_range(calculators: Calculators) -> None:
    moves = compute(calculators["customer-lifetime-value"], {"retention": 0.95}).moves
    assert [move.name for move in moves][0] == "retention"
    assert [move.swing for move in moves] == sorted((move.swing for move in moves), reverse=True)
    high = next(move.high for move in moves if move.name == "retention")
    assert high == pytest.approx(1000 / 0.1 - 500)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.5, "ABOVE_MAXIMUM"), (-0.5, "BELOW_MINIMUM"), ("80", "NOT_A_NUMBER"), (True, "NOT_A_NUMBER"),
        (float("nan"), "NOT_A_NUMBER"), (10**400, "NOT_A_NUMBER"),
    ],
    ids=["large", "small", "text", "truth", "nan", "huge"],
)  # fmt: skip
def test_a_number_that_cannot_be_used_is_named_and_nothing_is_shown(
    calculators: Calculators, value: Any, code: str
) -> None:
    results = compute(calculators["customer-lifetime-value"], {"retention": value})
    assert results.problems == {"retention": code}
    assert set(results.outputs.values()) == {"INVALID_INPUT"}
    assert (results.table, results.moves, results.notes) == ((), (), ())


def test_unusual_numbers_are_accepted_with_a_word(calculators: Calculators) -> None:
    results = compute(calculators["customer-lifetime-value"], {"retention": 0.99})
    assert results.warnings == {"retention": "ABOVE_USUAL"}
    assert isinstance(results.outputs["clv_net"], float)


def test_the_headline_of_churn_never_sounds_like_a_yearly_bill(calculators: Calculators) -> None:
    calculator = calculators["cost-of-churn"]
    told = [*calculator.sentence.values(), *calculator.headline_label.values(), *calculator.headline.label.values()]
    assert len(told) == 9
    for text in told:
        assert not any(claim in text for claim in ("a year", "per year", "om året", "årligt", "per år"))
    for part in ("{total}", "{replacement_cost}", "{lost_value}", "{wom_cost}"):
        assert all(part in text for text in calculator.sentence.values())


def test_every_code_is_told_in_three_languages() -> None:
    for text in (*MESSAGES.values(), *FIELD_MESSAGES.values()):
        assert set(text) == {"en", "da", "sv"}
        assert all(sentence.endswith(".") for sentence in text.values())


def test_each_text_stands_in_all_three_languages(calculators: Calculators) -> None:
    def texts(value: Any) -> list[dict[str, str]]:
        if isinstance(value, dict):
            found = [value] if "en" in value else []
            return found + [text for each in value.values() for text in texts(each)]
        return [text for each in value for text in texts(each)] if isinstance(value, list) else []

    for calculator in calculators.values():
        found = texts(calculator.document())
        assert len(found) > 40
        assert all(set(each) == {"en", "da", "sv"} for each in found)


def test_a_page_gets_one_language_and_no_examples_of_the_author(calculators: Calculators) -> None:
    document = in_language(calculators["cost-of-churn"].document(), "sv")
    assert document["question"] == "Vad kostar det att förlora kunder?"
    assert document["chart"]["rows"][0]["label"] == "Ersätta"
    assert "examples" not in document


def test_calculators_load_neither_web_framework_nor_arrays() -> None:
    code = (
        "import sys, lms.calculators, lms.calculators.computing, lms.calculators.reading;"
        "sys.exit(bool({'flask', 'numpy', 'sqlalchemy', 'wtforms', 'click'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
