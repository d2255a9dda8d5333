"""How coarsely a mean is told: the fewer the people, the coarser."""

from __future__ import annotations

from typing import Final

STEPS: Final = ((13, 5), (25, 2))
"""Below so many people, to so many points; from the last on, to whole points."""


def step(people: int) -> int:
    """Return the step, in points of 100, to which the mean of so many people is rounded.

    The sum over them is thereby left open by 12 points or more in either direction. Whoever brings other knowledge
    along (a figure of another day, a statement's figures) and subtracts learns next to nothing of one person's score.
    """
    return next((points for fewer, points in STEPS if people < fewer), 1)


def told_mean(people: int, total: float) -> int:
    """Return the mean of `people` scores that add up to `total`, in points of 100, as it is told."""
    by = step(people)
    return min(100, round(total / people / by) * by)
