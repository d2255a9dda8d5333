"""When a figure about several people may be shown: with five or more of them, and five or more new ones each time.

What is shown is a copy made at that moment. It stands still until enough others have answered, so that subtracting
an older copy from a newer one never leaves fewer than five people.
"""

from __future__ import annotations

FEWEST = 5
"""The fewest people a released figure is about, and the fewest by which two releases of it differ."""


def may_release(people: int, released: int) -> bool:
    """Whether figures about `people` may be shown when the last release was about `released` of them (0: none yet)."""
    return people >= FEWEST and people - released >= FEWEST


def still_needed(people: int, released: int) -> int:
    """Return how many more people have to answer before the next release; 0 when it may be made."""
    return max(0, FEWEST - people, FEWEST - (people - released))
