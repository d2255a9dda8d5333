"""The range an effect takes along: a triangle with one draw in ten below the one figure and one above the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.tools.cases.apart import ends_of


def below(value: float, low: float, mode: float, high: float) -> float:
    """Return the share of a triangle's draws below a value: its distribution function."""
    if value <= mode:
        return (value - low) ** 2 / ((high - low) * (mode - low))
    return 1 - (high - value) ** 2 / ((high - low) * (high - mode))


@given(
    likely=st.floats(-1e9, 1e9),
    left=st.floats(1, 1e8),
    skew=st.floats(0.3, 3),
)
def test_one_draw_in_ten_lies_beyond_either_figure(likely: float, left: float, skew: float) -> None:
    p10, p90 = likely - left, likely + left * skew
    low, high = ends_of(p10, likely, p90)
    assert low < p10 < likely < p90 < high
    assert below(p10, low, likely, high) == pytest.approx(0.1, abs=1e-5)
    assert below(p90, low, likely, high) == pytest.approx(0.9, abs=1e-5)


def test_an_even_triangle_is_the_textbooks() -> None:
    low, high = ends_of(-1, 0, 1)
    assert high == pytest.approx(1 / (1 - 0.2**0.5)), "1 - F = (high - x)²/(2 high²) = 1/10"
    assert low == pytest.approx(-high)


@pytest.mark.parametrize(("likely", "ends"), [(5, (1, 5)), (0, (0, 3)), (3, (1, 3))])
def test_a_likely_value_outside_is_held_by_the_range(likely: float, ends: tuple[float, float]) -> None:
    assert ends_of(1, likely, 3) == ends
