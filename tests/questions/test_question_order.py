"""Order: pairs in the right order, a start that never gives the answer away, what an author is told."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from lms.questions.kinds import BadResponse, kind_of
from tests.questions.material import ORDER

KIND = kind_of("order")
RIGHT = ["notice", "count", "choose", "do"]


def item() -> Any:
    """Return the item."""
    return KIND.parse(copy.deepcopy(ORDER), ("en", "da"))


@pytest.mark.parametrize(
    ("placed", "points"),
    [
        (RIGHT, 1.0),
        (["count", "notice", "choose", "do"], 5 / 6),
        (["do", "notice", "count", "choose"], 3 / 6),
        (RIGHT[::-1], 0.0),
    ],
)
def test_the_share_of_pairs_in_the_right_order_is_the_points(placed: list[str], points: float) -> None:
    score = KIND.score(item(), placed)
    assert score.points == pytest.approx(points)
    assert score.feedback[0]["en"] == ("Right." if points == 1 else "Not so.")


def test_no_attempt_begins_with_the_right_order() -> None:
    starts = {tuple(part.id for part in KIND.arranged(item(), f"attempt {n}").parts) for n in range(200)}
    assert tuple(RIGHT) not in starts
    assert len(starts) == 23, "every other order of four comes up"
    assert tuple(part.id for part in KIND.arranged(item(), "").parts) != tuple(RIGHT)
    assert [part["id"] for part in KIND.public(item())["parts"]] != RIGHT


@pytest.mark.parametrize("value", [RIGHT[:3], [*RIGHT, "do"], ["do"] * 4, "notice", {"notice": 1}, [1, 2, 3, 4]])
def test_what_is_not_the_whole_order_is_refused(value: Any) -> None:
    with pytest.raises(BadResponse, match="not the whole order"):
        KIND.response(item(), value)


def test_two_parts_or_a_part_twice_are_told(faults: Any) -> None:
    assert faults(ORDER | {"parts": ORDER["parts"][:2]}) == [(("parts",), '"parts" has 2 of at least 3 entries.')]
    twice = [*ORDER["parts"], ORDER["parts"][0]]
    assert faults(ORDER | {"parts": twice}) == [(("parts", 4, "id"), 'The part id "notice" is used twice.')]


def test_another_order_is_another_meaning() -> None:
    other = KIND.parse(copy.deepcopy(ORDER) | {"parts": ORDER["parts"][::-1]}, ("en", "da"))
    assert KIND.meaning(other) != KIND.meaning(item())
