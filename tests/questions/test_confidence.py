"""How sure beside how right: figures in words, what to look at first, and never a change of the score."""

from __future__ import annotations

from typing import Any

import pytest

from lms.questions.confidence import Level, calibrate, sureness
from lms.questions.kinds import BadResponse, Score


def score(*, correct: bool, counted: bool = True, answered: bool = True) -> Score:
    """Return a score."""
    return Score(float(correct), correct, "x" if answered else None, "x", counted=counted)


def test_sure_and_wrong_come_first_in_the_order_asked() -> None:
    scores = {"a": score(correct=False), "b": score(correct=True), "c": score(correct=False), "d": score(correct=True)}
    found = calibrate(scores, {"a.sure": "sure", "b.sure": "sure", "c.sure": "sure", "d.sure": "guess"})
    assert found.levels == {"guess": Level(1, 1), "fairly": Level(0, 0), "sure": Level(3, 1)}
    assert found.sure_and_wrong == ("a", "c")


def test_what_was_not_said_not_answered_or_does_not_count_is_left_out() -> None:
    scores = {
        "silent": score(correct=True),
        "empty": score(correct=False, answered=False),
        "asked": score(correct=False, counted=False),
    }
    found = calibrate(scores, {"empty.sure": "sure", "asked.sure": "sure"})
    assert (found.said, found.sure_and_wrong) == (0, ())


@pytest.mark.parametrize("value", ["very", 1, True, ["sure"], {}])
def test_another_word_is_refused(value: Any) -> None:
    with pytest.raises(BadResponse):
        sureness("a.sure", value)


@pytest.mark.parametrize(
    ("said", "right", "leaning"),
    [
        ("sure", 6, "even"),
        ("sure", 5, "even"),
        ("sure", 4, "over"),
        ("guess", 2, "even"),
        ("guess", 6, "under"),
        ("fairly", 4, "even"),
    ],
)
def test_somebody_who_is_surer_or_less_sure_than_right_is_told(said: str, right: int, leaning: str) -> None:
    scores = {f"i{n}": score(correct=n < right) for n in range(6)}
    found = calibrate(scores, {f"i{n}.sure": said for n in range(6)})
    assert (found.leaning, found.right) == (leaning, right)


def test_three_answers_say_nothing_of_how_somebody_judges_themselves() -> None:
    scores = {f"i{n}": score(correct=False) for n in range(3)}
    assert calibrate(scores, {f"i{n}.sure": "sure" for n in range(3)}).leaning is None
