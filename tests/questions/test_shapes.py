"""Shapes on a picture: what holds of any of them, whatever the picture's proportions."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.questions.hotspot.shapes import (
    Circle,
    Polygon,
    Rectangle,
    Shape,
    fault_of,
    middle,
    overlap,
    shape_from_document,
)

places = st.floats(0.3, 0.7)
aspects = st.floats(0.5, 2.0)
rectangles = st.builds(Rectangle, places, places, st.floats(0.05, 0.3), st.floats(0.05, 0.3))
circles = st.builds(Circle, places, places, st.floats(0.03, 0.14))
stars = st.builds(
    lambda x, y, rays: Polygon(
        tuple(
            (x + ray * math.cos(2 * math.pi * at / len(rays)), y + ray * math.sin(2 * math.pi * at / len(rays)))
            for at, ray in enumerate(rays)
        )
    ),
    places,
    places,
    st.lists(st.floats(0.1, 0.28), min_size=3, max_size=9),
)
shapes = st.one_of(rectangles, circles, stars)


@given(shapes, aspects)
def test_a_shape_comes_back_from_its_document_and_lies_within_its_box(shape: Shape, aspect: float) -> None:
    assert shape_from_document(shape.document()) == shape
    left, top, right, bottom = shape.box(aspect)
    x, y = middle(shape, aspect)
    assert left < x < right
    assert top < y < bottom
    assert shape.holds((x, y), aspect), "its number stands inside it"
    assert not shape.holds((right + 0.01, y), aspect)
    assert not shape.holds((x, top - 0.01), aspect)


@given(shapes, shapes, aspects)
@settings(deadline=None)
def test_overlapping_goes_both_ways_and_whoever_shares_a_middle_overlaps(
    one: Shape, other: Shape, aspect: float
) -> None:
    assert overlap(one, other, aspect) == overlap(other, one, aspect)
    assert overlap(one, one, aspect)


@pytest.mark.parametrize("aspect", [0.5, 1.0, 2.0])
def test_a_circle_is_round_on_the_picture_and_not_in_its_shares(aspect: float) -> None:
    circle = Circle(0.5, 0.5, 0.2)
    assert circle.holds((0.5, 0.5 + 0.19 * aspect), aspect)
    assert not circle.holds((0.5, 0.5 + 0.21 * aspect), aspect)
    assert circle.holds((0.69, 0.5), aspect)


def test_what_is_drawn_is_what_is_held() -> None:
    assert Rectangle(0.1, 0.2, 0.3, 0.4).drawn(1000, 500) == (
        "rect",
        {"x": 100, "y": 100, "width": 300, "height": 200},
    )
    assert Circle(0.5, 0.5, 0.1).drawn(1000, 500) == ("circle", {"cx": 500, "cy": 250, "r": 100})
    corners = Polygon(((0.1, 0.1), (0.2, 0.1), (0.1, 0.3)))
    assert corners.drawn(1000, 500) == ("polygon", {"points": "100.0,50.0 200.0,50.0 100.0,150.0"})


def test_a_picture_wide_or_high_decides_whether_a_circle_fits() -> None:
    circle = Circle(0.5, 0.2, 0.15)
    assert fault_of(circle, 1.0) is None
    assert fault_of(circle, 2.0) == ("The region reaches beyond the picture.", "Keep it within 0 and 1 on both sides.")
