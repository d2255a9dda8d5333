"""Ranking: Kendall's distance with ties, options that are asked and not scored, what an author is told."""

from __future__ import annotations

import copy
from itertools import combinations, permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.kinds import BadResponse, kind_of
from lms.questions.scoring import score_quiz
from tests.questions.material import RANKING, both

KIND = kind_of("ranking")
RANKS = {"price": 2, "trust": 1, "speed": 2, "gifts": 3}


def ranked(ranks: list[int | None]) -> Any:
    """Return an item whose options a, b, c … have these ranks; none of them: it is not scored."""
    options = [
        {"id": id, "text": both(id.upper(), id), **({"rank": rank} if rank else {})}
        for id, rank in zip("abcdefghij", ranks, strict=False)
    ]
    feedback = RANKING["feedback"] if any(ranks) else {"any": both("Keep it in mind.", "Husk det.")}
    return KIND.parse(RANKING | {"options": options, "feedback": feedback}, ("en", "da"))


def item() -> Any:
    """Return the item of the material: trust, then price and speed alike, then gifts."""
    return KIND.parse(copy.deepcopy(RANKING), ("en", "da"))


@pytest.mark.parametrize(
    ("placed", "points"),
    [
        (["trust", "price", "speed", "gifts"], 1.0),
        (["trust", "speed", "price", "gifts"], 1.0),  # a tie is right either way round
        (["price", "trust", "speed", "gifts"], 4 / 5),
        (["trust", "price", "gifts", "speed"], 4 / 5),
        (["price", "speed", "trust", "gifts"], 3 / 5),
        (["gifts", "speed", "price", "trust"], 0.0),
    ],
)
def test_points_are_pairs_the_right_way_round_among_those_not_tied(placed: list[str], points: float) -> None:
    score = KIND.score(item(), placed)
    assert score.points == pytest.approx(points)
    assert score.feedback[0]["en"] == ("Right." if points == 1 else "Not so.")


def test_without_ties_it_is_kendalls_tau_on_a_scale_from_0_to_1() -> None:
    key = "abcd"
    for placed in permutations(key):
        wrong = sum(placed.index(a) > placed.index(b) for a, b in combinations(key, 2))
        tau = 1 - 2 * wrong / 6
        assert KIND.score(ranked([1, 2, 3, 4]), [*placed]).points == pytest.approx((tau + 1) / 2)


ranks = st.lists(st.integers(1, 10), min_size=3, max_size=10).filter(lambda each: len(set(each)) > 1)


@given(ranks, st.randoms(use_true_random=False))
def test_the_key_is_right_its_reverse_is_worth_nothing_and_the_rest_lies_between(
    each: list[int | None], chance: Any
) -> None:
    item = ranked(each)
    key: Any = KIND.score(item, None).key
    assert KIND.score(item, key).correct
    assert KIND.score(item, key[::-1]).points == 0
    chance.shuffle(key)
    assert 0 <= KIND.score(item, key).points <= 1
    assert KIND.response(item, KIND.response(item, key)) == key


@given(ranks, st.text(max_size=6))
def test_no_attempt_begins_with_the_answer_and_none_loses_an_option(each: list[int | None], seed: str) -> None:
    item = ranked(each)
    shown = [part.id for part in KIND.arranged(item, seed).parts]
    assert sorted(shown) == sorted(item.written)
    assert not KIND.score(item, shown).correct
    assert sorted(part["id"] for part in KIND.public(item)["options"]) == sorted(item.written)
    assert "rank" not in str(KIND.public(item)).replace("ranking", "")


def test_a_tie_takes_several_places() -> None:
    assert {id: [*item().places(id)] for id in RANKS} == {
        "trust": [1],
        "price": [2, 3],
        "speed": [2, 3],
        "gifts": [4],
    }


def test_places_are_counted_and_right_where_the_tie_lies() -> None:
    assert KIND.said(item(), ["speed", "trust", "price", "gifts"]) == ("speed:1", "trust:2", "price:3", "gifts:4")
    right = {each.key for each in KIND.categories(item()) if each.right}
    assert right == {"trust:1", "price:2", "price:3", "speed:2", "speed:3", "gifts:4"}


def test_without_ranks_it_is_asked_and_does_not_count() -> None:
    asked = ranked([None, None, None])
    score = KIND.score(asked, ["b", "a", "c"])
    assert (score.counted, score.key, score.points, score.feedback[0]["en"]) == (False, None, 0.0, "Keep it in mind.")
    assert score_quiz([asked], {"weighs": ["b", "a", "c"]}, 0).possible == 0
    assert not any(each.right for each in KIND.categories(asked))
    assert KIND.meaning(asked) == KIND.meaning(ranked([None, None, None]))


@pytest.mark.parametrize(
    "value",
    [
        ["trust", "price"],
        ["trust", "price", "speed", "speed"],
        ["trust", "price", "speed", "bribes"],
        ["trust", "price", "speed", 4],
        {"trust": 1},
        "trust",
        ["trust"] * 100_000,
    ],
)
def test_what_is_not_the_whole_ranking_is_refused_in_words(value: Any) -> None:
    with pytest.raises(BadResponse, match="not the whole ranking"):
        KIND.response(item(), value)
    assert KIND.score(item(), value).chosen is None


def test_ranks_mean_ties_and_not_numbers() -> None:
    assert KIND.meaning(ranked([1, 2, 2])) == KIND.meaning(ranked([3, 7, 7]))
    assert KIND.meaning(ranked([1, 2, 2])) != KIND.meaning(ranked([1, 2, 3]))


def test_some_ranks_or_one_for_all_or_too_many_options_are_told(faults: Any) -> None:
    some = copy.deepcopy(RANKING)
    del some["options"][3]["rank"]
    assert faults(some) == [(("options",), "Some options have a rank and some do not.")]
    alike = RANKING | {"options": [each | {"rank": 1} for each in RANKING["options"]]}
    assert faults(alike) == [(("options",), "All options have the same rank.")]
    many = [{"id": f"o{n}", "text": both("So", "Så"), "rank": min(n + 1, 10)} for n in range(11)]
    assert faults(RANKING | {"options": many}) == [(("options",), "11 options are too many to weigh.")]
