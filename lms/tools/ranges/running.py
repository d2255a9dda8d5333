"""One run of a tool with a person's ranges: thousands of samples, and at which values of a number the result turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lms.calculators.computing import prepare
from lms.calculators.declared import Calculator
from lms.calculators.ranges import BreakEven, Ranges, break_even
from lms.calculators.ranges.fan import Fan, ranges_and_fan
from lms.calculators.ranges.headline import Headline
from lms.calculators.ranges.places import Place, place_of
from lms.tools.ranges.asking import SEED

MOST_SOUGHT: Final = 8
"""For so many numbers a break-even is searched: each costs some four hundred computations."""

_POINTS: Final = 41


@dataclass(frozen=True)
class Asked:
    """What a person asks of a run beside their ranges: a threshold for the result, or None, and a seed.

    `together`: two numbers that do not move independently, and their correlation, −0.95 to 0.95.
    """

    threshold: float | None = None
    seed: int = SEED
    together: tuple[str, str, float] | None = None

    @property
    def pairs(self) -> dict[tuple[str, str], float] | None:
        """Return what moves together as the engine reads it."""
        return {self.together[:2]: self.together[2]} if self.together else None


@dataclass(frozen=True)
class Line:
    """How the headline follows one number, all others as they stand: points (number, headline), none that failed."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Run:
    """Everything one run gave. While `ranges.problems` or `ranges.error` stand, nothing else is there."""

    asked: Asked
    ranges: Ranges
    even: Sequence[BreakEven] = ()
    line: Line | None = None
    fan: Fan | None = None

    @property
    def target(self) -> float:
        """Return the value of the headline the break-evens are about."""
        return self.asked.threshold or 0.0

    @property
    def is_refused(self) -> bool:
        """Return whether a range or a number could not be used."""
        return bool(self.ranges.problems) or self.ranges.error is not None

    def document(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {**self.ranges.document(), "break_even": [each.document() for each in self.even]}


def run(calculator: Calculator, own: Mapping[str, Any], ranges: Mapping[str, Mapping[str, Any]], asked: Asked) -> Run:
    """Run a tool with these ranges, in the engine's specification; 20,000 samples. Never raises.

    `own` holds the numbers in force, those of the fact book among them. Break-evens are searched for the ranged numbers
    and then for those that matter, at most eight; the line is drawn for the number that moves the headline most.
    """
    settings: Any = {"seed": asked.seed, "threshold": asked.threshold, "together": asked.pairs}
    found, fan = ranges_and_fan(calculator, own, ranges, **settings)
    if found.problems or found.error is not None:
        return Run(asked, found)
    mattering = [each.name for each in calculator.inputs if each.matters and each.unit != "choice"]
    sought = list(dict.fromkeys([*(each.name for each in found.swings), *mattering]))[:MOST_SOUGHT]
    even = [break_even(calculator, own, name, asked.threshold or 0.0) for name in sought]
    sound = [each for each in even if each.error is None]
    return Run(asked, found, sound, _line(calculator, own, sound[0]) if sound else None, fan)


def _line(calculator: Calculator, own: Mapping[str, Any], even: BreakEven) -> Line | None:
    place, prepared = place_of(calculator, even.input), prepare(calculator, own)
    low, high = even.usual_low, even.usual_high
    if not isinstance(place, Place) or not prepared.valid or low is None or high is None or low >= high:
        return None
    headline = Headline(calculator, prepared)
    tried = [low + (high - low) * at / (_POINTS - 1) for at in range(_POINTS)]
    if place.declared.whole:
        tried = sorted({float(round(each)) for each in tried})
    found = [(at, headline.at({place: at})) for at in tried]
    points = [(at, value) for at, value in found if isinstance(value, float)]
    return Line(even.input, points) if len(points) > 1 else None
