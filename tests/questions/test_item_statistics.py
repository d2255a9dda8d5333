"""Figures of a question against a straight computation from the answers themselves, and sums that may be added."""

from __future__ import annotations

import math
from random import Random

import pytest

from lms.questions.item_statistics import Estimate, analysed, correlation, figures_of, proportion
from lms.questions.item_sums import EDGES, Given, ItemSums, median_seconds
from lms.questions.kinds import kind_of
from tests.questions.simulated import CATEGORIES, OPTIONS, Question, answered, summed


def _pearson(xs: list[float], ys: list[float]) -> float:
    """Return the correlation by its definition, not by sums."""
    a, b = math.fsum(xs) / len(xs), math.fsum(ys) / len(ys)
    cross = math.fsum((x - a) * (y - b) for x, y in zip(xs, ys, strict=True))
    return cross / math.sqrt(math.fsum((x - a) ** 2 for x in xs) * math.fsum((y - b) ** 2 for y in ys))


def test_figures_from_sums_are_those_of_the_answers() -> None:
    rows = answered([Question(difficulty=each / 4) for each in range(-4, 5)], 173, seed=3)
    for at, sums in enumerate(summed(rows)):
        points = [float(row[at] == "a") for row in rows]
        rest = [sum(float(said == "a") for k, said in enumerate(row) if k != at) / 8 for row in rows]
        figures = figures_of(sums, CATEGORIES, OPTIONS)
        assert figures.people == 173
        assert figures.difficulty.value == pytest.approx(sum(points) / 173, abs=1e-12)
        assert figures.discrimination is not None
        assert figures.discrimination.value == pytest.approx(_pearson(points, rest), abs=1e-10)
        assert figures.spread == pytest.approx(
            math.sqrt(math.fsum((each - sum(rest) / 173) ** 2 for each in rest) / 173), abs=1e-12
        )
        for choice in figures.choices:
            chose = [float(row[at] == choice.key) for row in rows]
            of_those = [each for each, said in zip(rest, chose, strict=True) if said]
            assert choice.people == sum(chose)
            assert choice.elsewhere == pytest.approx(sum(of_those) / len(of_those), abs=1e-12)
            assert choice.attracts is not None
            assert choice.attracts.value == pytest.approx(_pearson(chose, rest), abs=1e-10)


def test_sums_of_two_halves_are_the_sums_of_all() -> None:
    rows = answered([Question()] * 4, 90, seed=5)
    whole, first, second = (summed(part) for part in (rows, rows[:37], rows[37:]))
    for both, one, other in zip(whole, first, second, strict=True):
        one.merge(ItemSums.from_document(other.document()))
        told, expected = one.document(), both.document()
        assert told["choices"].keys() == expected["choices"].keys()  # type: ignore[union-attr]
        assert told["times"] == expected["times"]
        for name in ("people", "points", "rest", "rest_sq", "cross"):
            assert told[name] == pytest.approx(expected[name], abs=1e-9)


def test_intervals_are_those_of_the_tables() -> None:
    # Wilson 1927 for 15 of 20; Fisher's z for r = 0.5 of 28: atanh(0.5) ± 1.96/5
    assert proportion(0.75, 20).low == pytest.approx(0.5313, abs=1e-4)
    assert proportion(0.75, 20).high == pytest.approx(0.8881, abs=1e-4)
    r = correlation(28, 14, 14, 14, 14, 10.5)
    assert r is not None
    assert (r.value, r.low, r.high) == pytest.approx((0.5, 0.1559, 0.7361), abs=1e-3)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_share_of_none_or_all_keeps_its_interval_within_bounds(share: float) -> None:
    found = proportion(share, 5)
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_what_does_not_vary_has_no_correlation() -> None:
    sums = ItemSums()
    for _ in range(30):
        sums.add(Given(1.0, 0.7, ("a",)))
    figures = figures_of(sums, CATEGORIES)
    assert figures.discrimination is None
    assert figures.difficulty == Estimate(1.0, pytest.approx(0.8865, abs=1e-4), 1.0)  # type: ignore[arg-type]


def test_a_quiz_of_one_question_says_nothing_of_a_rest() -> None:
    sums = ItemSums()
    for place in range(12):
        sums.add(Given(float(place % 2), None, ("a" if place % 2 else "b",)))
    figures = figures_of(sums, CATEGORIES)
    assert figures.discrimination is None
    assert [choice.elsewhere for choice in figures.choices] == [None] * 4


def test_nobody_has_no_figures() -> None:
    with pytest.raises(ValueError, match="nobody"):
        figures_of(ItemSums(), CATEGORIES)


def test_the_median_time_is_near_that_of_the_times() -> None:
    chance = Random(9)  # noqa: S311  - the same times every time is the point
    seconds = [chance.lognormvariate(3.5, 0.6) for _ in range(401)]
    sums = ItemSums()
    for each in seconds:
        sums.add(Given(1.0, 0.5, (), seconds=each))
    found = median_seconds(sums.times)
    assert found is not None
    assert found == pytest.approx(sorted(seconds)[200], rel=0.1)
    assert median_seconds([0] * (len(EDGES) + 1)) is None
    assert median_seconds([*[0] * len(EDGES), 3]) == EDGES[-1]


def test_sure_and_wrong_counts_only_those_who_were_not_wholly_right() -> None:
    sums = ItemSums()
    for points in (1.0, 0.5, 0.0):
        sums.add(Given(points, 0.5, (), sure="sure"))
    sums.add(Given(0.0, 0.5, (), sure="guess"))
    figures = figures_of(sums, CATEGORIES)
    assert (figures.sure, figures.sure_wrong) == (3, 2)
    assert figures.levels == {"sure": (3, 1), "guess": (1, 0)}


def test_only_what_is_shown_to_choose_from_counts_as_offered() -> None:
    text = {"en": "Words"}
    options = [{"id": id, "text": text, "feedback": text, "correct": id == "a"} for id in "ab"]
    choice = kind_of("single-choice").parse({"id": "q", "kind": "single-choice", "stem": text, "options": options}, ())
    number = kind_of("number").parse(
        {"id": "n", "kind": "number", "stem": text, "answer": 4, "feedback": {"correct": text, "wrong": text}}, ()
    )
    sums = ItemSums()
    sums.add(Given(1.0, 0.5, ("a",)))
    assert [each.offered for each in analysed(choice, sums).choices] == [True, True]
    assert not any(each.offered for each in analysed(number, sums).choices)
