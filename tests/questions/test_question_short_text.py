"""Short text: what counts as the same, near misses, hostile text, what an author is told."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.kinds import BadResponse, kind_of
from lms.questions.short_text.likeness import normal, one_off
from tests.questions.material import SHORT

KIND = kind_of("short-text")


def item(**changes: Any) -> Any:
    """Return the item, changed."""
    return KIND.parse(copy.deepcopy(SHORT) | changes, ("en", "da"))


@pytest.mark.parametrize(
    "typed",
    [
        "NPS",
        "nps",
        " n\u00adps. ",
        "ＮＰＳ",
        "Net  Promoter Score",
        "“net promoter score”",
        "ambassadørtal",
        "AMBASSADØRTAL",
        "ambassadortal",
        "net promotor score",
        "net promoter scor",
        "net rpomoter score",
    ],
)
def test_the_same_answer_in_other_dress_is_right_in_whatever_language(typed: str) -> None:
    score = KIND.score(item(), typed)
    assert (score.points, score.feedback[0]["en"]) == (1.0, "Right.")


@pytest.mark.parametrize("typed", ["NPX", "promoter", "net promotre scoer", "score", "np"])
def test_another_answer_is_wrong_also_one_letter_off_a_short_one(typed: str) -> None:
    score = KIND.score(item(), typed)
    assert (score.points, score.feedback[0]["en"]) == (0.0, "Not so.")


def test_a_typical_miss_has_feedback_of_its_own() -> None:
    for typed in ("Satisfaction", "tilfredshed!"):
        assert KIND.score(item(), typed).feedback[0]["en"] == "That is a mood."


def test_a_miss_that_is_one_letter_from_the_answer_stays_a_miss() -> None:
    near = [{"answers": ["net promoted score"], "feedback": {"en": "Promoted?", "da": "Promoveret?"}}]
    assert KIND.score(item(near=near), "net promoted score").feedback[0]["en"] == "Promoted?"


def test_an_author_may_be_strict() -> None:
    strict = item(accept_typos=False, accept_accents=False)
    assert not KIND.score(strict, "ambassadortal").correct
    assert not KIND.score(strict, "net promotor score").correct
    assert KIND.meaning(strict) != KIND.meaning(item())


@pytest.mark.parametrize(
    ("value", "reason"),
    [(7, "not a text"), (["NPS"], "not a text"), ("x" * 201, "too long"), ("a\x00b", "broken"), ("a\ud800", "broken")],
)
def test_what_is_no_short_text_is_refused_with_the_reason(value: Any, reason: str) -> None:
    with pytest.raises(BadResponse, match=reason):
        KIND.response(item(), value)


def test_two_hundred_letters_are_taken_and_lines_become_spaces() -> None:
    assert KIND.response(item(), "x" * 200) == "x" * 200
    assert KIND.response(item(), " net\npromoter\t score ") == "net promoter score"
    assert KIND.response(item(), " \n ") is None


def test_the_answer_is_shown_in_the_readers_language() -> None:
    assert [item().shown_answer(language) for language in ("en", "da", "sv")] == [
        "net promoter score",
        "ambassadørtal",
        "NPS",
    ]


def test_answers_in_too_few_languages_and_misses_that_are_right_are_told(faults: Any) -> None:
    only = faults(SHORT | {"accepted": {"en": ["net promoter score"]}})
    assert only == [(("accepted",), 'There is no accepted answer for "da".')]
    near = [{"answers": ["n.p.s", "Nps"], "feedback": SHORT["near"][0]["feedback"]}]
    assert faults(SHORT | {"near": near}) == [(("near", 0, "answers"), '"Nps" counts as the right answer.')]


@given(st.text(max_size=30))
def test_a_normal_form_is_its_own(text: str) -> None:
    once = normal(text, accents_count=False)
    assert normal(once, accents_count=False) == once


@given(st.text(alphabet="abc", min_size=5, max_size=8), st.text(alphabet="abc", min_size=5, max_size=8))
def test_one_off_goes_both_ways_and_is_one_edit(one: str, other: str) -> None:
    assert one_off(one, other) == one_off(other, one) == (one == other or other in _edits(one) or one in _edits(other))


def _edits(word: str) -> set[str]:
    cut = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    out = {a + b[1:] for a, b in cut if b}
    changed = {a + letter + b[1:] for a, b in cut if b for letter in "abc"}
    exchanged = {a + b[1] + b[0] + b[2:] for a, b in cut if len(b) > 1}
    return {each for each in out | changed | exchanged if len(each) >= 5 or each in changed}
