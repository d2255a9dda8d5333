"""What one person counts as on one page, and what a release tells of many of them.

Three parts, each counted and released by itself: `way` (went on, or opened nothing further), `time` (the span their
active time falls in) and `useful` (what they said). Somebody is counted once in each part of a page; when they come
back to it, or change their mind, they count as something else, not once more.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lms.questions.text import Json

WAY, TIME, USEFUL = "way", "time", "useful"
PARTS: Final = (WAY, TIME, USEFUL)
ON, STOPPED = "on", "stopped"
SETTLES: Final = timedelta(days=14)
"""After so long somebody who has opened nothing further counts as having stopped: most come back within two weeks."""
EDGES: Final = (15, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600, 900, 1200, 1800)
"""Seconds at which one span of time on a page ends and the next begins; the last span has no end."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One person and one page: when they first opened it, whether they went on, active seconds (0: not known), and
    what they said."""

    opened_at: datetime
    went_on: bool
    seconds: int
    useful: str | None = None


def counts_as(seen: Seen, now: datetime) -> dict[str, str]:
    """Return {part: what they count as} of all that can be said by now.

    Going on and stopping are both counted only once `SETTLES` has gone by: counted at once, those who go on would be
    ahead of those who stop, and a page would look better than it is.
    """
    settled = now >= seen.opened_at + SETTLES
    found: dict[str, str] = {}
    if settled:
        found[WAY] = ON if seen.went_on else STOPPED
    if seen.seconds and (settled or seen.went_on):
        found[TIME] = str(bisect_right(EDGES, seen.seconds))
    if seen.useful is not None:
        found[USEFUL] = seen.useful
    return found


def told(part: str, sums: Mapping[str, int]) -> dict[str, Json]:
    """Return what a release shows of a part: the counts, and of times the median alone."""
    if part == TIME:
        return {"median": median_seconds([sums.get(str(span), 0) for span in range(len(EDGES) + 1)])}
    return {key: count for key, count in sorted(sums.items()) if count}


def median_seconds(spans: Sequence[int]) -> float | None:
    """Return the median in seconds of people counted by span, straight lines within a span; None of nobody.

    In the span without an end it is where that begins: "half an hour or more".
    """
    half, before = sum(spans) / 2, 0
    for place, count in enumerate(spans[:-1]):
        if count and before + count >= half:
            low = EDGES[place - 1] if place else 0
            return round(low + (EDGES[place] - low) * (half - before) / count, 1)
        before += count
    return float(EDGES[-1]) if half else None
