"""Scales and matrices: ranges and rows that are right, items that do not count, what an author is told."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from lms.questions.kinds import BadResponse, kind_of
from lms.questions.scoring import score_quiz
from tests.questions.material import MATRIX, SCALE, both

SCALES, MATRICES = kind_of("scale"), kind_of("matrix")


def parsed(table: dict[str, Any], **changes: Any) -> Any:
    """Return the item of a table, changed; a change to None leaves the key out."""
    changed = {key: value for key, value in {**copy.deepcopy(table), **changes}.items() if value is not None}
    return kind_of(table["kind"]).parse(changed, ("en", "da"))


UNSCORED: dict[str, Any] = {"accepted": None, "feedback": {"any": both("Keep it in mind.", "Husk det.")}}


@pytest.mark.parametrize(("value", "points"), [(4, 1.0), (5, 1.0), (3, 0.0), (1, 0.0), ("cannot-judge", 0.0)])
def test_the_accepted_points_are_right(value: Any, points: float) -> None:
    score = SCALES.score(parsed(SCALE), value)
    assert (score.points, score.chosen, score.counted) == (points, value, True)
    assert score.feedback[0]["en"] == ("Right." if points else "Not so.")


def test_a_scale_without_accepted_points_is_asked_and_does_not_count() -> None:
    item = parsed(SCALE, **UNSCORED)
    score = SCALES.score(item, 2)
    assert (score.counted, score.key, score.feedback[0]["en"]) == (False, None, "Keep it in mind.")
    counted = score_quiz([item, parsed(SCALE, id="other")], {"fits": 2, "other": 5}, 1)
    assert (counted.points, counted.possible, counted.passed) == (1.0, 1, True)
    assert not score_quiz([item], {"fits": 2}, 0).passed, "a quiz in which nothing counts is not passed"


@pytest.mark.parametrize("value", [0, 6, 2.5, True, "4", "cannot", [4], float("nan"), 10**400])
def test_what_is_no_point_is_refused(value: Any) -> None:
    with pytest.raises(BadResponse, match="no point of the scale"):
        SCALES.response(parsed(SCALE), value)


def test_cannot_judge_is_refused_where_it_is_not_offered() -> None:
    with pytest.raises(BadResponse):
        SCALES.response(parsed(SCALE, cannot_judge=None), "cannot-judge")


def test_a_scale_without_named_ends_or_with_nothing_to_get_wrong_is_told(faults: Any) -> None:
    middle = [SCALE["anchors"][0], {"at": 3, "text": both("So so", "Så som så")}]
    assert faults(SCALE | {"anchors": middle}) == [(("anchors",), "Point 5 has no anchor.")]
    assert faults(SCALE | {"accepted": [1, 2, 3, 4, 5]}) == [(("accepted",), "Every point is accepted.")]
    assert (("accepted",), '"accepted" must list points of the scale.') in faults(SCALE | {"accepted": [4, 9]})


@pytest.mark.parametrize(
    ("value", "points"),
    [
        ({"fan": "tells", "content": "leaves"}, 1.0),
        ({"fan": "tells", "content": "stays"}, 1.0),
        ({"fan": "tells"}, 0.5),
        ({"fan": "stays", "content": "tells"}, 0.0),
    ],
)
def test_each_row_of_a_matrix_has_its_share(value: Any, points: float) -> None:
    assert MATRICES.score(parsed(MATRIX), value).points == points


def test_every_row_teaches_the_one_left_out_too() -> None:
    notes = MATRICES.score(parsed(MATRIX), {"fan": "stays"}).notes
    assert [(note.part, note.verdict, note.feedback["en"]) for note in notes] == [
        ("fan", "wrong", "Of fans."),
        ("content", "missed", "Of the content."),
    ]


def test_rows_may_be_left_out_and_none_is_no_answer() -> None:
    item = parsed(MATRIX)
    assert MATRICES.response(item, {"fan": "tells", "content": None}) == {"fan": "tells"}
    assert MATRICES.response(item, {"fan": None}) is None
    assert MATRICES.response(item, {}) is None


@pytest.mark.parametrize("value", [{"fan": "nowhere"}, {"nobody": "stays"}, ["tells"], "tells", {"fan": ["tells"]}])
def test_what_is_no_cell_is_refused(value: Any) -> None:
    with pytest.raises(BadResponse, match="no choice of this table"):
        MATRICES.response(parsed(MATRIX), value)


def test_columns_are_never_shuffled_and_rows_are() -> None:
    shuffled = {tuple(r.id for r in MATRICES.arranged(parsed(MATRIX), f"{n}").rows) for n in range(20)}
    assert len(shuffled) == 2
    assert MATRICES.arranged(parsed(MATRIX), "1").columns == parsed(MATRIX).columns


def test_a_column_that_is_not_there_and_rows_that_differ_in_kind_are_told(faults: Any) -> None:
    rows = copy.deepcopy(MATRIX["rows"])
    rows[0]["correct"] = ["tels"]
    assert faults(MATRIX | {"rows": rows}) == [(("rows", 0, "correct"), 'There is no column "tels".')]
    del rows[0]["correct"]
    assert faults(MATRIX | {"rows": rows}) == [(("rows",), "Some rows say what is correct and some do not.")]
