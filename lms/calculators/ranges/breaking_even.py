"""The value of one number at which the headline equals a target, all other numbers as they stand."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from lms.calculators.codes import INVALID_INPUT
from lms.calculators.computing import Answer, Entered
from lms.calculators.ranges.crossings import Level, crossing, flat
from lms.calculators.ranges.models import Model, Ranged, model_of
from lms.calculators.ranges.places import Place
from lms.calculators.ranges.results import BreakEven, Crossing
from lms.calculators.ranges.scanning import Window, points, window_of
from lms.calculators.ranges.standing import Result

MOST_CROSSINGS: Final = 20
LARGEST_TARGET: Final = 1e100
_NEAR: Final = 1e-9


@dataclass(frozen=True, slots=True)
class _Point:
    """A value that was tried: `side` is the sign of headline − target, None where the headline is no number."""

    at: float
    side: int | None


def break_even(
    calculator: Ranged, values: Entered, name: str, target: float = 0.0, output: str | None = None
) -> BreakEven:
    """Return every value of the number `name` at which the headline equals `target`; never raises.

    `name` is an input, or a cell as "segments.retention.2". Tried are 200 points over what is usual for it (soft
    range, slider) and up to 200 over the rest of what may be entered; between neighbours on different sides of the
    target Brent's method finds the place to 1e-15 (Brent 1973, Algorithms for Minimization without Derivatives, ch. 4).
    A crossing and its return between two neighbours stays unseen. At most the first 20 are given.
    """
    model = model_of(calculator, output)
    if model is None:
        return BreakEven(str(name), 0.0, error=INVALID_INPUT)
    return break_even_of(model, values, name, target)


def break_even_of(model: Model, values: Entered, name: str, target: float) -> BreakEven:
    """Return the same for any model; never raises."""
    goal = goal_of(target)
    place = model.place(name)
    if goal is None or not isinstance(values, Mapping):
        return BreakEven(str(name), 0.0, error=INVALID_INPUT)
    if isinstance(place, str):
        return BreakEven(str(name), goal, error=place)
    stands = place.value(model.standing(values).known)
    window = window_of(place.declared, stands)
    standing = model.standing(values if place.series else {**values, place.name: window.usual_low})
    if standing.problems:
        return BreakEven(place.name, goal, error=INVALID_INPUT, problems=standing.problems)
    if place.series and stands is None:
        return BreakEven(place.name, goal, error="UNKNOWN_INPUT")
    return _searched(standing.result(), place, window, goal)


def _searched(headline: Result, place: Place, window: Window, target: float) -> BreakEven:
    without: dict[str, int] = {}

    def level(at: float) -> float | None:
        found = headline.at({place: at})
        return found - target if isinstance(found, float) else None

    tried = points(window, whole=place.declared.whole)
    found = _answers(headline, place, tried, target)
    for each in found:
        if not isinstance(each, float):
            without[each or "NOT_DEFINED"] = without.get(each or "NOT_DEFINED", 0) + 1
    sides = [_side(each - target) if isinstance(each, float) else None for each in found]
    scanned = [_Point(at, side) for at, side in zip(tried, sides, strict=True)]
    crossings = _crossings(scanned, level, whole=place.declared.whole)
    return BreakEven(
        input=place.name,
        target=target,
        status=_status(scanned, crossings),
        crossings=tuple(window.judged(each) for each in crossings[:MOST_CROSSINGS]),
        low=window.low,
        high=window.high,
        usual_low=window.usual_low,
        usual_high=window.usual_high,
        tested=len(tried),
        without=without,
    )


def _answers(headline: Result, place: Place, tried: Sequence[float], target: float) -> list[Answer]:
    """Return the headline at each value: all at once, and one by one again where it comes close to the target.

    Powers and logarithms of arrays differ in the last digit from single ones, which are those the search goes on with.
    """
    import numpy as np

    sampled = headline.sampled({place: np.array(tried)}, len(tried))
    answers: list[Answer] = [float(each) for each in sampled.numbers(len(tried))]
    for code, mask in sampled.failed.items():
        for at in np.flatnonzero(mask).tolist():
            answers[at] = None if code == "NOT_DEFINED" else code
    for at, each in enumerate(answers):
        if isinstance(each, float) and abs(each - target) <= _NEAR * max(abs(each), abs(target)):
            answers[at] = headline.at({place: tried[at]})
    return answers


def _crossings(scanned: Sequence[_Point], level: Level, *, whole: bool) -> list[Crossing]:
    """Return the crossings in order: runs of points on the target, and changes of side between neighbours."""
    runs = [list(run) for _, run in groupby(scanned, key=lambda point: point.side)]
    found = []
    for at, run in enumerate(runs):
        if run[0].side == 0:
            before, after = runs[at - 1][-1] if at else None, runs[at + 1][0] if at + 1 < len(runs) else None
            found.append(_on_target(run, before, after, level, whole=whole))
    for one, other in pairwise(scanned):
        if one.side and other.side and one.side != other.side:
            found.append(crossing(level, one.at, other.at, whole=whole))
    return sorted(found, key=lambda each: each.at)


def _on_target(
    run: Sequence[_Point], before: _Point | None, after: _Point | None, level: Level, *, whole: bool
) -> Crossing:
    rising = after.side > 0 if after and after.side else before.side < 0 if before and before.side else None
    if len(run) == 1:
        return Crossing(run[0].at, rising)
    ends = (before.at if before else None, after.at if after else None)
    low, high = flat(level, run[0].at, run[-1].at, ends, whole=whole)
    return Crossing(low, rising, until=high)


def _status(scanned: Sequence[_Point], crossings: Sequence[Crossing]) -> str:
    sides = {point.side for point in scanned}
    if crossings:
        return "EVERYWHERE" if sides == {0} else "FOUND"
    if None in sides:
        return "NOT_IN_RANGE"
    return "ALWAYS" if sides == {1} else "NEVER"


def _side(distance: float) -> int:
    return (distance > 0) - (distance < 0)


def goal_of(target: object) -> float | None:
    """Return a target as a number; None when it is none, or beyond ±1e100."""
    if isinstance(target, bool) or not isinstance(target, int | float):
        return None
    return float(target) if abs(target) <= LARGEST_TARGET and not math.isnan(target) else None
