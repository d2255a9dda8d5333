"""What a translators' file holds in any format: texts by their lasting names, and what importing them would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from lms.packs.segments import base_of
from lms.packs.translating.units import Unit
from lms.packs.translating.writing import Translation

LONGEST: Final = 20_000
"""Characters of one translation."""
MOST: Final = 5_000
"""Texts of one file."""

Fate = Literal["new", "changed", "same", "empty", "unknown"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One text as it comes back: its id (path#part), the English words it was made from, its translation.

    `is_final`: somebody has reviewed it, so that words equal to the English ones are meant.
    """

    id: str
    source: str
    target: str
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """What becomes of one of them. `unit` None where there is no such text; `is_stale`: English moved on meanwhile."""

    incoming: Incoming
    unit: Unit | None
    fate: Fate
    is_stale: bool = False


def arrivals(translation: Translation, incoming: Sequence[Incoming]) -> list[Arrival]:
    """Return what importing these texts would do, in the order of the file; of two for one text the later counts."""
    latest = {each.id: each for each in incoming}
    return [_arrival(translation.units.get(each.id), each) for each in latest.values()]


def _arrival(unit: Unit | None, each: Incoming) -> Arrival:
    if unit is None:
        return Arrival(each, None, "unknown")
    words = each.target.strip("\n").rstrip()
    moved = bool(each.source) and base_of(each.source) != unit.base
    if not words:
        fate: Fate = "empty"
    elif words == unit.target:
        fate = "same"
    else:
        fate = "changed" if unit.target else "new"
    return Arrival(each, unit, fate, is_stale=moved and fate in ("new", "changed"))


def take(translation: Translation, found: Sequence[Arrival]) -> None:
    """Put what arrived into the translation; one made from English words that are no more is marked as stale."""
    taken = [each for each in found if each.fate in ("new", "changed")]
    right = {each.incoming.id for each in taken if each.incoming.is_final}
    translation.put({each.incoming.id: each.incoming.target for each in taken}, right)
    translation.made_from({each.incoming.id: base_of(each.incoming.source) for each in taken if each.is_stale})


def counted(found: Sequence[Arrival]) -> Mapping[str, int]:
    """Return how many texts have each fate, and how many are stale."""
    fates = [each.fate for each in found]
    return {fate: fates.count(fate) for fate in dict.fromkeys(fates)} | {"stale": sum(e.is_stale for e in found)}
