"""What came in the end against what a scenario said, and over several of them: how often one's ranges held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from lms.calculators.declared import Formula
from lms.tools.scenarios.reading import Actual, Expected, KeptScenario
from lms.tools.scenarios.wording import difference, figure, share_of

FEWEST: Final = 3
"""From so many outcomes on something is said of all of them together; fewer say nothing about a person's ranges."""


@dataclass(frozen=True)
class Judged:
    """One outcome beside what was expected, in the reader's words.

    `within`: whether it fell into the range that 8 of 10 runs were to fall into; None where there was no range.
    """

    output: str
    label: str
    actual: str
    expected: str
    error: str
    share: str
    day: date
    range: str
    within: bool | None


@dataclass(frozen=True)
class Calibration:
    """Of `told` outcomes with a range, `within` fell into it."""

    within: int
    told: int

    @property
    def says_something(self) -> bool:
        """Return whether there are enough of them."""
        return self.told >= FEWEST


def judged(kept: KeptScenario) -> list[Judged]:
    """Return every outcome that was told of a scenario, the headline's first."""
    found = kept.expected
    if found is None:
        return []
    outputs = sorted(kept.calculator.outputs, key=lambda each: not each.headline)
    return [_judged(kept, each, found, kept.actual[each.name]) for each in outputs if each.name in kept.actual]


def _judged(kept: KeptScenario, output: Formula, expected: Expected, actual: Actual) -> Judged:
    shown = kept.brief
    was = expected.figures.get(output.name)
    error = None if was is None else actual.value - was
    ends = _ends(output, expected)
    return Judged(
        output=output.name,
        label=shown.say(output.label),
        actual=figure(actual.value, output.unit, shown.language, shown.currency),
        expected=figure(was, output.unit, shown.language, shown.currency),
        error=difference(error, output.unit, shown.language, shown.currency),
        share="" if error is None or was is None else share_of(error, was, shown.language),
        day=date.fromisoformat(actual.date),
        range=" – ".join(figure(end, output.unit, shown.language, shown.currency) for end in ends),
        within=_within(ends, actual.value),
    )


def _ends(output: Formula, expected: Expected) -> tuple[float, ...]:
    if not output.headline or expected.p10 is None or expected.p90 is None:
        return ()
    return expected.p10, expected.p90


def _within(ends: tuple[float, ...], value: float) -> bool | None:
    return min(ends) <= value <= max(ends) if ends else None


def calibration(scenarios: Iterable[KeptScenario]) -> Calibration:
    """Count the outcomes of headlines that had a range, and those of them that fell into it."""
    found = [each.within for kept in scenarios for each in judged(kept) if each.within is not None]
    return Calibration(sum(found), len(found))
