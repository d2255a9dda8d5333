"""What no range is, and why: each with its reason, in three languages."""

import math
from typing import Any

import pytest

from lms.calculators.codes import FIELD_MESSAGES, RANGE_MESSAGES
from lms.calculators.declared import Calculator
from lms.calculators.ranges import run_ranges

from .made_up import made_up

Calculators = dict[str, Calculator]

SUM = made_up("a + b", {"a": "", "b": ""})


def triangle(low: float, likely: float, high: float) -> dict[str, Any]:
    return {"dist": "triangular", "low": low, "likely": likely, "high": high}


@pytest.mark.parametrize(
    ("keys", "given", "code"),
    [
        ("", triangle(3, 2, 1), "LOW_ABOVE_HIGH"), ("", triangle(1, 9, 3), "MODE_OUTSIDE"),
        ("", triangle(6, 5, 9), "MODE_OUTSIDE"), ("", {"low": 6, "high": 9}, "MODE_OUTSIDE"),
        ("", {"dist": "lognormal", "low": 0, "high": 9}, "P10_NOT_POSITIVE"),
        ("", {"dist": "lognormal", "low": -1, "high": 9}, "P10_NOT_POSITIVE"),
        ("maximum = 8", triangle(1, 5, 9), "OUTSIDE_INPUT_RANGE"),
        ("minimum = 2", triangle(1, 5, 9), "OUTSIDE_INPUT_RANGE"),
        ('unit = "percent"\nexample = 0.5', {"dist": "lognormal", "low": 0.1, "high": 0.2}, "NO_UPPER_END"),
        ("maximum = 80", {"dist": "lognormal", "low": 1, "high": 9}, "NO_UPPER_END"),
        ("minimum = 1", {"dist": "lognormal", "low": 2, "high": 9}, "NO_UPPER_END"),
        ("", {"dist": "lognormal", "low": 1e-300, "high": 9}, "TOO_LARGE"),
        ("", triangle(1, 5, 1e16), "TOO_LARGE"), ("optional = true", {"low": 1, "high": 2}, "LIKELY_MISSING"),
        ("", {"dist": "normal", "low": 1, "high": 9}, "UNKNOWN_DISTRIBUTION"),
        ("", {"dist": ["pert"], "low": 1, "high": 9}, "UNKNOWN_DISTRIBUTION"),
        ("", {"low": 1, "likely": 5, "mode": 5, "high": 9}, "NOT_A_RANGE"), ("", {"low": 1, "hi": 9}, "NOT_A_RANGE"),
        ("", [1, 5, 9], "NOT_A_RANGE"), ("", None, "NOT_A_RANGE"), ("", {"low": 1}, "NOT_A_NUMBER"),
        ("", triangle(math.nan, 5, 9), "NOT_A_NUMBER"), ("", triangle(1, 5, math.inf), "NOT_A_NUMBER"),
        ("", {"low": "1", "likely": 5, "high": 9}, "NOT_A_NUMBER"), ("", {"low": True, "high": 9}, "NOT_A_NUMBER"),
        ("", {"low": 1, "likely": [], "high": 9}, "NOT_A_NUMBER"), ("", triangle(1, 5, 10**400), "NOT_A_NUMBER"),
        ('unit = "choice"\nexample = "X"\nchoices = [{value = "X", label.en = "x"}, {value = "Y", label.en = "y"}]',
         triangle(1, 2, 3), "NOT_FOR_A_CHOICE"),
    ],
)  # fmt: skip
def test_a_range_that_cannot_be_used_is_named_with_its_reason(keys: str, given: Any, code: str) -> None:
    headline = (
        "b + if(c == X, 1, 2)" if "choice" in keys else "b + if(given(c), c, 0)" if "optional" in keys else "b + c"
    )
    found = run_ranges(made_up(headline, {"b": "", "c": keys}), {}, {"c": given})
    assert (found.error, found.problems) == ("INVALID_INPUT", {"c": code})
    assert (found.counted, found.p50) == (0, None)
    assert code in RANGE_MESSAGES or code in FIELD_MESSAGES


def test_every_reason_is_told_in_three_languages() -> None:
    for text in RANGE_MESSAGES.values():
        assert set(text) == {"en", "da", "sv"}
        assert all(sentence.endswith(".") for sentence in text.values())


@pytest.mark.parametrize(
    "keywords",
    [{"samples": 99}, {"samples": 100_001}, {"samples": True}, {"samples": 1e3}, {"seed": -1}, {"seed": 2**32},
     {"seed": "1"}, {"threshold": math.nan}, {"threshold": "3"}, {"threshold": math.inf}, {"threshold": 10**400}],
)  # fmt: skip
def test_settings_out_of_bounds_are_refused(keywords: dict[str, Any]) -> None:
    found = run_ranges(SUM, {}, {"a": triangle(1, 5, 9)}, **keywords)
    assert (found.error, found.counted) == ("INVALID_INPUT", 0)


def test_a_wrong_number_beside_the_ranges_is_named_and_too_many_ranges_are_refused() -> None:
    assert run_ranges(SUM, {"b": "five"}, {"a": triangle(1, 5, 9)}).problems == {"b": "NOT_A_NUMBER"}
    assert run_ranges(SUM, {"a": "five"}, {"a": triangle(1, 5, 9)}).error is None
    many = {f"a{at}": triangle(1, 5, 9) for at in range(41)}
    assert run_ranges(SUM, {}, many).error == "INVALID_INPUT"
    assert run_ranges(SUM, [], {}).error == run_ranges(SUM, {}, []).error == "INVALID_INPUT"  # type: ignore[arg-type]
