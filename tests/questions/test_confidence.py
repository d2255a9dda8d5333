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
