"""How a manager answers a self-assessment: by a level of their own that rises a little after practice."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any, Final

from lms.learning.assessing.scoring import CANNOT_JUDGE, needed
from lms.packs.instruments import Instrument, Statement

STRAIGHT: Final = 0.02
"""The share of people who give every statement the same answer."""
CANNOT: Final = 0.03
"""The share of statements that people cannot judge."""
FIRST, SPREAD = 46.0, 15.0
"""Mean and standard deviation of the level people begin at, in points of 100."""
RISES: Final = ((7.0, 6.0), (3.0, 4.0))
"""By how much it rises until the second sitting, and until the third: mean and standard deviation."""
WOBBLE: Final = 0.75
"""Standard deviation of one answer round the level, in points of the scale."""


def levels(chance: Random) -> list[float]:
    """Return one person's level at the first, second and third sitting, in points of 100."""
    found = [chance.gauss(FIRST, SPREAD)]
    for rise, spread in RISES:
        found.append(found[-1] + chance.gauss(rise, spread))
    return found


def sat_answers(instrument: Instrument, level: float, straight: bool, chance: Random) -> dict[str, Any]:
    """Return {statement: point or CANNOT_JUDGE}, never more of the latter than a score allows."""
    top = instrument.scale.points
    if straight:
        point = chance.randint(3, top - 1) if top > 3 else top  # noqa: PLR2004  - from the middle up
        return {item.id: point for item in instrument.items}
    given = {item.id: _point(item, level, top, chance) for item in instrument.items}
    for item in _not_judged(instrument, chance):
        given[item.id] = CANNOT_JUDGE
    return given


def is_straight(chance: Random) -> bool:
    """Return whether somebody answers everything alike."""
    return chance.random() < STRAIGHT


def _point(item: Statement, level: float, top: int, chance: Random) -> Any:
    """Return the nearest point to the level, with chance in it; from the other end where the statement is reversed."""
    felt = 1 + (top - 1) * level / 100 + chance.gauss(0, WOBBLE)
    point = min(top, max(1, round(felt)))
    return top + 1 - point if item.reverse else point


def _not_judged(instrument: Instrument, chance: Random) -> Sequence[Statement]:
    spare = len(instrument.items) - needed(instrument)
    return [item for item in instrument.items if chance.random() < CANNOT][:spare]
