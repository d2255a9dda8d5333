"""The demo's people answer every kind of question, rightly or wrongly, as the product takes it."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from lms.demo.answering import right_response, wrong_response
from lms.questions.kinds import kind_of
from lms.questions.scoring import score_item
from tests.questions.conftest import CHOICE, NUMBER
from tests.questions.material import HOTSPOT, MATCHING, MATRIX, ORDER, RANKING, SCALE, SEVERAL, SHORT

TABLES = [CHOICE, NUMBER, SEVERAL, ORDER, SCALE, MATRIX, SHORT, MATCHING, RANKING, HOTSPOT]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table["kind"])
def test_who_does_not_know_gives_a_wrong_answer_that_is_taken(table: dict[str, Any]) -> None:
    kind = kind_of(table["kind"])
    item = kind.parse(table, ("en", "da"))
    assert score_item(item, right_response(item)).correct
    for seed in range(20):
        given = wrong_response(item, Random(seed))  # noqa: S311  -- the same every time is the point
        assert not score_item(item, kind.response(item, given)).correct
