"""Which attempt counts, and how many are left."""

from __future__ import annotations

from collections.abc import Sequence

from lms.learning.models import Attempt, AttemptState
from lms.packs.quiz_settings import Counts, Settings


def counting(attempts: Sequence[Attempt], counts: Counts) -> Attempt | None:
    """Return the submitted attempt that decides, of `attempts` in the order of their numbers; None without one.

    "best" is the one that passed with most points, the earliest of equals.
    """
    submitted = [attempt for attempt in attempts if attempt.state is AttemptState.SUBMITTED]
    if not submitted:
        return None
    if counts == "best":
        return max(submitted, key=lambda attempt: (bool(attempt.passed), attempt.score or 0.0))
    return submitted[0 if counts == "first" else -1]


def left(settings: Settings, begun: int, more: int = 0) -> int | None:
    """Return how many attempts may still be begun after so many; None for as many as one likes.

    `more`: how many one was given beyond what the quiz allows.
    """
    return None if settings.attempts is None else max(0, settings.attempts + more - begun)
