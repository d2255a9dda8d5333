"""Number: tolerance, typical mistakes, hostile values, what an author is told."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.questions.kinds import BadResponse, item_from_document, kind_of
from lms.questions.number.kind import within

KIND = kind_of("number")
Faults = Callable[..., list[tuple[Any, ...]]]
Table = dict[str, Any]


@pytest.mark.parametrize("value", [12450, 12500, 12550, 12550.0])
def test_the_tolerance_is_included(number: Table, value: float) -> None:
    score = KIND.score(KIND.parse(number, ("en", "da")), value)
    assert (score.points, score.correct, score.key) == (1.0, True, 12500.0)
    assert score.feedback[0]["en"] == "Right."


def test_tenths_are_included_although_doubles_are_not_exact() -> None:
    assert within(0.4, 0.3, 0.1)
    assert not within(0.4001, 0.3, 0.1)


@pytest.mark.parametrize(
    ("value", "feedback"),
    [
        (12551, "Forgot discounting."),
        (14800, "Used revenue."),
        (15600, "Forgot discounting."),
        (9, "Margin over losses."),
    ],
)
def test_a_typical_mistake_gets_the_feedback_of_the_nearest(number: Table, value: float, feedback: str) -> None:
    score = KIND.score(KIND.parse(number, ("en", "da")), value)
    assert (score.points, score.correct, score.feedback[0]["en"]) == (0.0, False, feedback)


def test_an_unanswered_item_scores_nothing(number: Table) -> None:
    score = KIND.score(KIND.parse(number, ("en", "da")), None)
    assert (score.points, score.chosen, score.feedback) == (0.0, None, ())


HOSTILE = [float("nan"), float("inf"), True, False, "12500", "", [], {}, [12500], 10**400, -(10**400)]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: str(value)[:12])
def test_what_is_no_number_is_refused_with_a_reason_and_never_breaks_scoring(number: Table, value: Any) -> None:
    item = KIND.parse(number, ("en", "da"))
    with pytest.raises(BadResponse) as caught:
        KIND.response(item, value)
    assert (caught.value.field, caught.value.reason) == ("worth", "This is not a number.")
    assert KIND.score(item, value).chosen is None


def test_a_number_beyond_fifteen_digits_is_refused(number: Table) -> None:
    item = KIND.parse(number, ("en", "da"))
    with pytest.raises(BadResponse, match="too large"):
        KIND.response(item, 1e16)
    assert KIND.response(item, -1e15) == -1e15


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text())
@settings(max_examples=200, deadline=None)
def test_scoring_never_raises(value: Any) -> None:
    item = item_from_document(
        {"id": "n", "kind": "number", "stem": {"en": "?"}, "unit": "number", "answer": 0, "tolerance": 0,
         "correct": {"en": "y"}, "wrong": {"en": "n"}, "near": []}
    )  # fmt: skip
    assert KIND.score(item, value).points in (0.0, 1.0)


def test_whole_numbers_become_floats_and_an_answer_can_be_taken_back(number: Table) -> None:
    item = KIND.parse(number, ("en", "da"))
    assert isinstance(KIND.response(item, 12500), float)
    assert KIND.response(item, None) is None


def test_the_browser_gets_neither_answer_nor_feedback(number: Table) -> None:
    public = KIND.public(KIND.parse(number, ("en", "da")))
    assert public == {
        "id": "worth",
        "kind": "number",
        "unit": "money",
        "stem": {"en": "What is it worth?", "da": "Hvad er det værd?"},
    }


def test_an_item_comes_back_from_its_document(number: Table) -> None:
    item = KIND.parse(number, ("en", "da"))
    assert item_from_document(json.loads(json.dumps(KIND.document(item)))) == item


def test_a_tolerance_in_per_cent_is_of_the_answer(number: Table) -> None:
    del number["tolerance"]
    number["tolerance_percent"] = 1
    item = KIND.parse(number, ("en", "da"))
    assert item.tolerance == 125
    assert KIND.score(item, 12625).correct
    assert not KIND.score(item, 12626).correct


def test_two_tolerances_are_refused(number: Table, faults: Faults) -> None:
    number["tolerance_percent"] = 1
    assert faults(number) == [(("tolerance_percent",), "There are two tolerances.")]


def test_a_near_answer_that_is_right_is_refused(number: Table, faults: Faults) -> None:
    number["near"][0]["value"] = 12550
    assert faults(number) == [(("near", 0, "value"), "12550 counts as the right answer.")]


@pytest.mark.parametrize("answer", [float("nan"), float("inf"), True, "12500", 1e16])
def test_an_answer_that_is_no_usable_number_is_refused(number: Table, faults: Faults, answer: Any) -> None:
    number["answer"] = answer
    number["near"] = []
    assert [path for path, _ in faults(number)] == [("answer",)]


def test_everything_wrong_is_said_at_once(number: Table, faults: Faults) -> None:
    number["unit"] = "monney"
    del number["feedback"]["wrong"]
    number["near"][1] = {"value": 15000, "tolerence": 5}
    assert [path for path, _ in faults(number)] == [("unit",), ("feedback",), ("near", 1), ("near", 1, "tolerence")]


def test_feedback_is_no_meaning_and_the_tolerance_is(number: Table) -> None:
    before = KIND.meaning(KIND.parse(number, ("en", "da")))
    number["near"] = []
    number["feedback"]["wrong"]["en"] = "Try again."
    assert KIND.meaning(KIND.parse(number, ("en", "da"))) == before
    number["tolerance"] = 51
    assert KIND.meaning(KIND.parse(number, ("en", "da"))) != before
