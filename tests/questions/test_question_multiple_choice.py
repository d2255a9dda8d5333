"""Multiple choice: partial credit, feedback on what was chosen and missed, what an author is told."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from lms.questions.kinds import BadResponse, kind_of
from tests.questions.material import SEVERAL, option

KIND = kind_of("multiple-choice")


def item(**changes: Any) -> Any:
    """Return the item, changed."""
    return KIND.parse(copy.deepcopy(SEVERAL) | changes, ("en", "da"))


@pytest.mark.parametrize(
    ("chosen", "points"),
    [
        (["margin", "words"], 1.0),
        (["words"], 0.5),
        (["margin", "words", "rent"], 0.5),
        (["margin", "rent"], 0.0),
        (["margin", "words", "rent", "tax"], 0.0),
        (["rent", "tax"], 0.0),
    ],
)
def test_wrong_ones_are_taken_from_right_ones_and_nothing_is_below_zero(chosen: list[str], points: float) -> None:
    score = KIND.score(item(), chosen)
    assert (score.points, score.correct) == (points, points == 1)


def test_what_was_chosen_and_what_was_missed_teaches_and_the_rest_keeps_silent() -> None:
    notes = KIND.score(item(), ["margin", "rent"]).notes
    assert [(note.part, note.verdict, note.feedback["en"]) for note in notes] == [
        ("margin", "right", "On margin."),
        ("words", "missed", "On words."),
        ("rent", "wrong", "On rent."),
    ]


def test_the_order_of_clicks_does_not_matter_and_no_tick_is_no_answer() -> None:
    assert KIND.response(item(), ["words", "margin"]) == ["margin", "words"]
    assert KIND.response(item(), []) is None


@pytest.mark.parametrize("value", [["margin", "margin"], ["nobody"], "margin", {"margin": True}, [["margin"]], [1]])
def test_what_is_no_choice_of_options_is_refused(value: Any) -> None:
    with pytest.raises(BadResponse, match="none of the options"):
        KIND.response(item(), value)


def test_more_than_the_reader_was_told_to_choose_is_refused_with_the_number() -> None:
    with pytest.raises(BadResponse, match=r"too many.*Choose 2 options"):
        KIND.response(item(choose=2), ["margin", "words", "tax"])


def test_a_number_to_choose_that_is_not_that_of_the_right_ones_is_told(faults: Any) -> None:
    assert faults(SEVERAL | {"choose": 3}) == [(("choose",), "choose is 3, but 2 options are correct.")]


def test_a_question_without_a_right_or_without_a_wrong_option_is_told(faults: Any) -> None:
    none = [option(id) for id in ("a", "b", "c")]
    assert faults(SEVERAL | {"options": none}) == [(("options",), "No option is correct.")]
    all_of_them = [option(id, correct=True) for id in ("a", "b", "c")]
    assert faults(SEVERAL | {"options": all_of_them}) == [(("options",), "Every option is correct.")]


def test_the_number_to_choose_is_meaning() -> None:
    assert KIND.meaning(item()) != KIND.meaning(item(choose=2))
