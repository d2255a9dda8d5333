"""Shapes on a picture: rectangles, circles and polygons.

All numbers are shares of the picture: x from 0 (left) to 1 (right), y from 0 (top) to 1 (bottom); a circle's radius is
a share of the picture's width. `aspect` is width by height, which is what a circle needs to be round.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Any, TypeAlias

from lms.questions.tables import Table
from lms.questions.text import Json
from lms.sentences import say

Point: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom."""

FEWEST_CORNERS, MOST_CORNERS = 3, 20
SMALLEST = 0.02
"""Share of a side below which nobody hits a shape."""
GRID = 32
"""Points a side at which two shapes are compared, within what their boxes share."""
SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Rectangle:
    """From its left upper corner, `width` and `height`."""

    x: float
    y: float
    width: float
    height: float

    def box(self, aspect: float) -> Box:
        """Return the smallest box around it."""
        return self.x, self.y, self.x + self.width, self.y + self.height

    def holds(self, point: Point, aspect: float) -> bool:
        """Whether a point lies inside."""
        return self.x < point[0] < self.x + self.width and self.y < point[1] < self.y + self.height

    def document(self) -> dict[str, Json]:
        """Return the shape as JSON."""
        return {"shape": "rectangle", "x": self.x, "y": self.y, "width": self.width, "height": self.height}

    def drawn(self, width: float, height: float) -> tuple[str, dict[str, Json]]:
        """Return the SVG element and its attributes on a picture of that size."""
        size = {"width": _short(self.width * width), "height": _short(self.height * height)}
        return "rect", {"x": _short(self.x * width), "y": _short(self.y * height), **size}


@dataclass(frozen=True, slots=True)
class Circle:
    """Round `x`, `y`; `radius` is a share of the picture's width."""

    x: float
    y: float
    radius: float

    def box(self, aspect: float) -> Box:
        """Return the smallest box around it."""
        down = self.radius * aspect
        return self.x - self.radius, self.y - down, self.x + self.radius, self.y + down

    def holds(self, point: Point, aspect: float) -> bool:
        """Whether a point lies inside."""
        return math.hypot(point[0] - self.x, (point[1] - self.y) / aspect) < self.radius

    def document(self) -> dict[str, Json]:
        """Return the shape as JSON."""
        return {"shape": "circle", "x": self.x, "y": self.y, "radius": self.radius}

    def drawn(self, width: float, height: float) -> tuple[str, dict[str, Json]]:
        """Return the SVG element and its attributes on a picture of that size."""
        return "circle", {
            "cx": _short(self.x * width),
            "cy": _short(self.y * height),
            "r": _short(self.radius * width),
        }


@dataclass(frozen=True, slots=True)
class Polygon:
    """Its corners in order, once round; the last is joined to the first."""

    points: tuple[Point, ...]

    def box(self, aspect: float) -> Box:
        """Return the smallest box around it."""
        across, down = zip(*self.points, strict=True)
        return min(across), min(down), max(across), max(down)

    def holds(self, point: Point, aspect: float) -> bool:
        """Whether a point lies inside: a ray from it crosses the outline an odd number of times."""
        x, y = point
        crossed = False
        for (ax, ay), (bx, by) in self.edges():
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                crossed = not crossed
        return crossed

    def document(self) -> dict[str, Json]:
        """Return the shape as JSON."""
        return {"shape": "polygon", "points": [[x, y] for x, y in self.points]}

    def drawn(self, width: float, height: float) -> tuple[str, dict[str, Json]]:
        """Return the SVG element and its attributes on a picture of that size."""
        return "polygon", {"points": " ".join(f"{_short(x * width)},{_short(y * height)}" for x, y in self.points)}

    def edges(self) -> list[tuple[Point, Point]]:
        """Return the edges, the last one back to the first corner."""
        return [*pairwise(self.points), (self.points[-1], self.points[0])]

    @property
    def crosses_itself(self) -> bool:
        """Whether two edges cross, apart from the corners they share."""
        return any(_cross(*one, *other) for one, other in combinations(self.edges(), 2))


Shape: TypeAlias = Rectangle | Circle | Polygon


def shape_from_document(document: Mapping[str, Any]) -> Shape:
    """Build a shape from its document."""
    d = document
    if d["shape"] == "rectangle":
        shape: Shape = Rectangle(float(d["x"]), float(d["y"]), float(d["width"]), float(d["height"]))
    elif d["shape"] == "circle":
        shape = Circle(float(d["x"]), float(d["y"]), float(d["radius"]))
    else:
        shape = Polygon(tuple((float(x), float(y)) for x, y in d["points"]))
    return shape


def read_shape(table: Table) -> Shape:
    """Read `shape` and its numbers; what is wrong is noted in the table, and a harmless shape comes back."""
    return READERS.get(table.one_of("shape", tuple(READERS)), _rectangle)(table)


def fault_of(shape: Shape, aspect: float) -> tuple[str, str] | None:
    """Return what is wrong with a shape on a picture of that aspect and what to do; None where nothing is."""
    left, top, right, bottom = shape.box(aspect)
    if min(left, top) < -SLACK or max(right, bottom) > 1 + SLACK:
        fault = say("The region reaches beyond the picture."), say("Keep it within 0 and 1 on both sides.")
    elif right - left < SMALLEST or bottom - top < SMALLEST:
        fault = (
            say("The region is too small to be hit."),
            say("Make it at least {smallest} wide and high.", smallest=f"{SMALLEST:g}"),
        )
    elif isinstance(shape, Polygon) and shape.crosses_itself:
        fault = say("The outline crosses itself."), say("Write the corners in order, once round.")
    else:
        return None
    return fault


def overlap(one: Shape, other: Shape, aspect: float) -> bool:
    """Whether both shapes hold one of 32 × 32 points spread over what their boxes share; touching is no overlap."""
    (l1, t1, r1, b1), (l2, t2, r2, b2) = one.box(aspect), other.box(aspect)
    left, top, right, bottom = max(l1, l2), max(t1, t2), min(r1, r2), min(b1, b2)
    if right - left <= SLACK or bottom - top <= SLACK:
        return False
    return any(
        one.holds(point, aspect) and other.holds(point, aspect) for point in _grid((left, top, right, bottom), GRID)
    )


@lru_cache(maxsize=1_000)  # asked for each region whenever its page is shown
def middle(shape: Shape, aspect: float) -> Point:
    """Return a point well inside the shape, where a number can stand: the inner point farthest from its outline."""
    box = shape.box(aspect)
    centre = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    if not isinstance(shape, Polygon):
        return centre
    inside = [point for point in (centre, *_grid(box, 16)) if shape.holds(point, aspect)]
    return max(inside, key=lambda point: min(_away(point, edge, aspect) for edge in shape.edges()), default=centre)


def _grid(box: Box, many: int) -> list[Point]:
    left, top, right, bottom = box
    steps = [(at + 0.5) / many for at in range(many)]
    return [(left + (right - left) * across, top + (bottom - top) * down) for down in steps for across in steps]


def _away(point: Point, edge: tuple[Point, Point], aspect: float) -> float:
    """Return how far a point lies from an edge, as a share of the picture's width."""
    (ax, ay), (bx, by) = ((x, y / aspect) for x, y in edge)
    x, y = point[0], point[1] / aspect
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) if length else 0.0
    return math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay))


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the inner parts of two segments cross in one point."""
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, c: Point) -> int:
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (turn > SLACK) - (turn < -SLACK)


def _short(number: float) -> float:
    return round(number, 2)


def _rectangle(table: Table) -> Shape:
    return Rectangle(*(table.number(key, 0, 1) for key in ("x", "y", "width", "height")))


def _circle(table: Table) -> Shape:
    return Circle(*(table.number(key, 0, 1) for key in ("x", "y", "radius")))


def _polygon(table: Table) -> Shape:
    value = table.values.get("points")
    table.has("points")
    points = tuple(_point(each) for each in value) if isinstance(value, list) else ()
    good = [point for point in points if point is not None]
    if not FEWEST_CORNERS <= len(points) <= MOST_CORNERS or len(good) < len(points):
        remedy = say(
            "Write points = [[0.1, 0.2], …], {fewest} to {most} corners from 0 to 1.",
            fewest=FEWEST_CORNERS,
            most=MOST_CORNERS,
        )
        table.fault("points", say('"points" must be a list of corners.'), remedy)
        return Rectangle(0, 0, 1, 1)
    return Polygon(tuple(good))


def _point(value: object) -> Point | None:
    if not isinstance(value, Sequence) or len(value) != 2 or not all(type(each) in (int, float) for each in value):
        return None
    x, y = float(value[0]), float(value[1])
    return (x, y) if 0 <= x <= 1 and 0 <= y <= 1 else None


READERS = {"rectangle": _rectangle, "circle": _circle, "polygon": _polygon}
