"""Shares with their intervals, against figures as they were published."""

from __future__ import annotations

import pytest

from lms.calculators.statistics import proportion


def test_the_interval_is_the_one_newcombe_prints() -> None:
    # Newcombe 1998, Statistics in Medicine 17:857, table I, method 3
    assert proportion.interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert proportion.interval(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert proportion.interval(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert proportion.interval(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)


def test_the_difference_is_the_one_newcombe_prints() -> None:
    # Newcombe 1998, Statistics in Medicine 17:873, table II, method 10: 56/70 − 48/80, 9/10 − 3/10
    assert proportion.difference((48, 80), (56, 70)) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    assert proportion.difference((3, 10), (9, 10)) == pytest.approx((0.6, 0.1705, 0.8090), abs=5e-5)


def test_more_people_tell_smaller_differences() -> None:
    assert proportion.tellable(0.5, 400) == pytest.approx(0.0990, abs=1e-4)
    assert proportion.tellable(0.5, 1_600) == pytest.approx(proportion.tellable(0.5, 400) / 2)


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (0, 0), (-1, 5), (6, 5)])
def test_a_share_of_nothing_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="share"):
        proportion.interval(part, whole)
