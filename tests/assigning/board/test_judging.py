"""What counts say: each figure with its interval, and no change that noise would explain."""

from __future__ import annotations

from random import Random

import pytest

from lms.assigning.board.judging import change, figure, improves, needed
from lms.assigning.board.kinds import CHURN, KINDS, NPS, TRIED, Impossible, check


def test_a_score_has_the_interval_of_the_calculator() -> None:
    found = figure(NPS, (300, 200, 100))  # the domain reference, T05: 33.3, 27.4 to 39.3
    assert (found.points, found.low, found.high) == pytest.approx((33.333, 27.37, 39.30), abs=0.01)


def test_a_few_answers_are_shown_as_counts() -> None:
    assert figure(NPS, (3, 4, 2)).too_few
    assert not figure(NPS, (4, 4, 2)).too_few


def test_a_score_that_everybody_gives_still_has_an_interval() -> None:
    found = figure(NPS, (30, 0, 0))
    assert found.low < found.points == 100


def test_twelve_points_between_four_hundred_answers_are_told_and_three_are_not() -> None:
    told = change(NPS, (180, 140, 80), (210, 130, 60))  # T05: +12.5, MDE 14.8
    assert (told.points, told.tellable) == pytest.approx((12.5, 14.8), abs=0.06)
    assert told.told
    assert not change(NPS, (180, 140, 80), (186, 140, 74)).told


def test_nobody_moving_at_all_is_no_proof() -> None:
    assert not change(NPS, (0, 50, 0), (0, 60, 0)).told


def test_fewer_customers_lost_is_better_and_a_higher_score_is_better() -> None:
    found = change(CHURN, (41_200, 4_120), (41_350, 3_760))
    assert found.told
    assert improves(CHURN, found.points)
    assert improves(NPS, 3)
    assert not improves(TRIED, -3)


def test_a_point_of_churn_among_two_hundred_customers_is_noise() -> None:
    found = change(CHURN, (200, 20), (200, 18))
    assert not found.told
    assert found.low < 0 < found.high
    assert found.needed > 10_000


def test_with_as_many_as_needed_a_change_that_matters_is_told_four_times_in_five() -> None:
    chance = Random(5)  # noqa: S311
    many = needed(CHURN, (1_000, 100))
    before, after = 0.10, 0.09
    told = 0
    for _ in range(400):
        # the normal approximation is close enough at this size
        lost = [round(chance.gauss(many * share, (many * share * (1 - share)) ** 0.5)) for share in (before, after)]
        told += change(CHURN, (many, lost[0]), (many, lost[1])).told
    assert 0.74 < told / 400 < 0.90


@pytest.mark.parametrize(
    ("kind", "counts", "field"),
    [
        ("churn", (0, 0), "customers"),
        ("churn", (10, 11), "lost"),
        ("churn", (-1, 0), "customers"),
        ("churn", (10, 2_000_000_000), "lost"),
        ("nps", (0, 0, 0), "promoters"),
        ("nps", (1, -1, 3), "passives"),
        ("tried", (4, 2), "asked"),
        ("tried", (9, 10), "tried"),
    ],
)
def test_counts_that_cannot_be_are_refused_at_their_field(kind: str, counts: tuple[int, ...], field: str) -> None:
    with pytest.raises(Impossible) as refused:
        check(KINDS[kind], counts)
    assert refused.value.field == field
