"""The second pictures of the shelf: how Kano's answers fall, and what hand-offs cost."""

from __future__ import annotations

import pytest

from lms.calculators import evaluate
from lms.calculators.computing import compute
from tests.content.shelf import tool

KINDS = ("attractive", "performance", "must_be", "indifferent", "reverse", "questionable")


def test_the_shares_of_every_feature_are_its_answers() -> None:
    results = compute(tool("kano-survey"), {})
    (rows,) = results.more
    entered = results.tables["features"]
    assert [row["label"] for row in rows] == [row["name"] for row in entered]
    for row, own in zip(rows, entered, strict=True):
        answers = sum(own[kind] for kind in KINDS)
        assert [row[kind] for kind in KINDS] == pytest.approx([own[kind] / answers for kind in KINDS])


def test_nobody_asked_leaves_no_shares() -> None:
    nobody = [{"name": "Nobody asked", **dict.fromkeys(KINDS, 0)}]
    assert {row["must_be"] for row in compute(tool("kano-survey"), {"features": nobody}).more[0]} == {"NO_RESPONSES"}


@pytest.mark.parametrize(("series", "error"), [("right_1", 0.01), ("right_2", 0.02), ("right_5", 0.05)])
def test_the_hand_off_curve_is_the_operation(series: str, error: float) -> None:
    results = compute(tool("customer-journey"), {})
    (rows,) = results.more
    assert [row["hops"] for row in rows] == list(range(len(rows)))
    for row in rows:
        found = evaluate("handoff_success", {"n_handoffs": int(float(row["hops"] or 0)), "error_rate": error})
        assert row[series] == pytest.approx(found["success"])


def test_a_mark_stands_at_the_hand_offs_of_ones_own_way_also_of_a_long_one() -> None:
    way = [
        {"name": f"Step {at}", "emotion": 1, "importance": 1, "reach": 1, "minutes": 0, "error_rate": 0,
         "stage": "", "owner": f"owner {at}"}
        for at in range(30)
    ]  # fmt: skip
    for values, handoffs in (({}, 4), ({"touchpoints": way}, 29)):
        (rows,) = compute(tool("customer-journey"), values).more
        assert [row["hops"] for row in rows if row["stands"] == 1] == [handoffs]
        assert rows[-1]["stands"] == 2
