"""Every limit of the formula language has its own words, and what is beyond one is refused after little work."""

import sys
from collections.abc import Callable
from typing import Any

import pytest

from lms.calculators.codes import TOO_LARGE, TOO_MANY_STEPS
from lms.calculators.formula.kinds import check
from lms.calculators.formula.parser import FormulaError, parse
from lms.calculators.formula.scalar import Failure, evaluate_tree
from lms.calculators.service import Known, diagnose

from .material import cases
from .test_formula_language import NAMES, built

PAYLOADS = {each["id"]: each for each in cases("payloads.json")}
HOSTILE = [built(variant) for each in ("P11", "P12", "P13", "P14") for variant in PAYLOADS[each]["variants"]]
KNOWN = {name: Known() for name in NAMES}


def calls(work: Callable[[], Any]) -> int:
    """Return how many calls a piece of work makes: what it costs on any machine."""
    made = 0

    def counted(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal made
        made += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return made


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_an_attack_costs_little_and_is_told_with_a_place_and_a_remedy(text: str) -> None:
    found = []
    assert calls(lambda: found.extend(diagnose(text, KNOWN))) < 20_000
    assert found
    for each in found:
        assert each.severity == "error"
        assert 0 <= each.start <= each.end <= len(text)
        assert each.message
        assert each.remedy
        assert len(each.message) < 300


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("(" * 20 + "1" + ")" * 20, "Brackets go deeper than 20 levels."),
        ("-" * 20 + "1", "Brackets go deeper than 20 levels."),
        ("1 + " * 100 + "1", "The formula has more than 200 parts."),
        ("1 +" + " " * 2048 + "1", "The formula is longer than 2048 bytes."),
        ("1 + 1000000000000001", "The number is larger than 1e15."),
        ("2^(3^2)", "A power may not stand inside an exponent."),
        ("2^3^2", "A power may not stand inside an exponent."),
        (" + ".join(["sum(1 * years(200))"] * 30), "The formula takes more than 10,000 steps."),
        ("10^15 * 10^15", "“10^15 * 10^15” cannot be computed."),
        ("years(201)", "“years(201)” cannot be computed."),
    ],
)  # fmt: skip
def test_each_limit_has_its_own_words(text: str, message: str) -> None:
    with pytest.raises(FormulaError) as refused:
        check(parse(text), {})
    assert refused.value.message == message
    assert refused.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        "(" * 19 + "1" + ")" * 19, "1 + " * 99 + "1", "1 +" + " " * 2044 + "1", "1000000000000000",
        "sum(years(200))",
    ],
)  # fmt: skip
def test_just_inside_a_limit_all_is_well(text: str) -> None:
    assert check(parse(text), {}) == "number"


def test_limits_that_only_numbers_reach_end_with_their_codes() -> None:
    long = parse(" + ".join(["sum(x^years(200))"] * 25))
    assert evaluate_tree(long, {"x": 0.5}) == Failure(TOO_MANY_STEPS)
    assert calls(lambda: evaluate_tree(long, {"x": 0.5})) < 100_000
    assert evaluate_tree(parse("exp(x)"), {"x": 1e9}) == Failure(TOO_LARGE)
    assert evaluate_tree(parse("x * x"), {"x": 1e300}) == Failure(TOO_LARGE)
