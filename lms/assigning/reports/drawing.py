"""The picture of how many had finished week by week: a line over the share of those who have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lms.assigning.reports.days import Point

WIDTH, HEIGHT, EDGE = 600, 150, 6
FULL: Final = 100


@dataclass(frozen=True, slots=True)
class Dot:
    """One week in the picture. `share`: of a hundred people, None where how many had it was not kept."""

    point: Point
    x: float
    y: float
    share: int | None


@dataclass(frozen=True, slots=True)
class Trend:
    """The picture, WIDTH × HEIGHT: its dots, the line and the ground below it; `top`: what its height says."""

    dots: tuple[Dot, ...]
    top: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def line(self) -> str:
        """Return the points of the line as SVG takes them."""
        return " ".join(f"{dot.x:.1f},{dot.y:.1f}" for dot in self.dots)

    @property
    def ground(self) -> str:
        """Return the points of the ground below the line."""
        return f"{self.dots[0].x:.1f},{HEIGHT} {self.line} {self.dots[-1].x:.1f},{HEIGHT}"


def trend_of(points: Sequence[Point]) -> Trend | None:
    """Return the picture of these weeks; None without anybody who has it. Its height is everybody who has it today."""
    top = max((max(point.people or 0, point.finished) for point in points), default=0)
    if len(points) < 2 or not top:
        return None
    step = (WIDTH - 2 * EDGE) / (len(points) - 1)
    dots = tuple(
        Dot(point, EDGE + place * step, EDGE + (HEIGHT - 2 * EDGE) * (1 - point.finished / top), _share(point))
        for place, point in enumerate(points)
    )
    return Trend(dots, top)


def _share(point: Point) -> int | None:
    return FULL * point.finished // point.people if point.people else None
