"""What holds of every kind: garbage is refused and never breaks, documents come back, nothing leaks, keys are right."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.questions.kinds import BadResponse, Item, item_from_document, kind_names, kind_of
from lms.questions.scoring import score_item
from tests.questions.conftest import CHOICE, NUMBER
from tests.questions.material import HOTSPOT, MATCHING, MATRIX, ORDER, RANKING, SCALE, SEVERAL, SHORT

TABLES = [CHOICE, NUMBER, SEVERAL, ORDER, SCALE, MATRIX, SHORT, MATCHING, RANKING, HOTSPOT]
SEED = "019ab5e2-7c40-7d31-9f0e-5b1c2a8e5d01"
WORDS = ["margin", "rent", "notice", "do", "fan", "tells", "loyal", "cannot-judge", "NPS", "stays", "\x00", "\ud800"]
WORDS += ["value", "years", "nothing", "price", "trust", "till", "door"]

leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(WORDS)
garbage = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=5) | st.sampled_from(WORDS), inner),
)


def parsed(table: dict[str, Any]) -> Item:
    """Return the item of a table."""
    item: Item = kind_of(table["kind"]).parse(copy.deepcopy(table), ("en", "da"))
    return item


every = pytest.mark.parametrize("table", TABLES, ids=lambda table: table["kind"])


def test_every_kind_of_ours_is_tried_here() -> None:
    assert {table["kind"] for table in TABLES} == set(kind_names())


@every
@given(value=garbage)
@settings(max_examples=80, deadline=None)
def test_garbage_is_refused_or_taken_and_never_breaks(table: dict[str, Any], value: Any) -> None:
    item = parsed(table)
    kind = kind_of(item.kind)
    score = kind.score(item, value)
    assert 0 <= score.points <= 1
    assert score.correct == (score.points == 1)
    try:
        taken = kind.response(item, value)
    except BadResponse as bad:
        assert bad.reason
        assert bad.remedy
    else:
        json.dumps(taken, allow_nan=False)
        assert kind.response(item, taken) == taken, "a response that is stored is a response"


@every
def test_an_item_comes_back_from_its_document(table: dict[str, Any]) -> None:
    item = parsed(table)
    assert item_from_document(json.loads(json.dumps(kind_of(item.kind).document(item)))) == item


@every
def test_the_key_is_a_response_that_is_right(table: dict[str, Any]) -> None:
    item = parsed(table)
    key = score_item(item, None).key
    score = score_item(item, kind_of(item.kind).response(item, key))
    assert (score.points, score.correct) == (1.0, True)
    assert score.feedback or score.notes


@every
def test_an_unanswered_item_scores_nothing_and_teaches_nothing_yet(table: dict[str, Any]) -> None:
    score = score_item(parsed(table), None)
    assert (score.points, score.correct, score.chosen, score.feedback, score.notes) == (0.0, False, None, (), ())


@every
def test_what_is_shown_beforehand_says_nothing_of_the_key(table: dict[str, Any]) -> None:
    public = json.dumps(kind_of(table["kind"]).public(parsed(table)))
    for word in ("correct", "accepted", "feedback", "near", "why", "On margin", "Right.", "Nothing comes before"):
        assert word not in public, word


@every
def test_an_attempt_s_order_changes_neither_meaning_nor_score_and_is_always_the_same(table: dict[str, Any]) -> None:
    item = parsed(table)
    kind = kind_of(item.kind)
    arranged = kind.arranged(item, SEED)
    assert arranged == kind.arranged(item, SEED)
    assert kind.meaning(arranged) == kind.meaning(item)
    assert score_item(arranged, score_item(item, None).key).correct


def test_two_attempts_see_options_in_different_orders() -> None:
    item: Any = parsed(SEVERAL)
    orders = {tuple(o.id for o in kind_of(item.kind).arranged(item, f"attempt {n}").options) for n in range(40)}
    assert len(orders) > 10


@every
def test_an_unknown_key_and_a_missing_language_are_told(table: dict[str, Any], faults: Any) -> None:
    wrong = copy.deepcopy(table) | {"answers": 1}
    del wrong["stem"]["da"]
    told = faults(wrong)
    assert (("stem",), '"stem.da" is missing.') in told
    assert (("answers",), '"answers" is not known here.') in told
