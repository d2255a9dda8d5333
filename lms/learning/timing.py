"""The time of an attempt: the server's clock alone decides, whatever a browser's says."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from typing import Final

from lms.learning.models import Attempt, AttemptState
from lms.packs.quiz_settings import Settings

GRACE: Final = timedelta(seconds=30)
"""What is under way when the time is up still arrives."""
AS_EVERYBODY: Final = 100
"""Per cent of the time limit that people have who have no extra time."""


def minutes(settings: Settings, percent: int = AS_EVERYBODY) -> int | None:
    """Return how long an attempt lasts for whoever has `percent` of the limit, begun minutes whole; None: no limit."""
    return None if settings.time_limit is None else ceil(settings.time_limit * percent / AS_EVERYBODY)


def deadline(settings: Settings, started: datetime, percent: int = AS_EVERYBODY) -> datetime | None:
    """Return when the time of an attempt will be up that somebody who has `percent` of the limit began; None: never."""
    lasting = minutes(settings, percent)
    return None if lasting is None else started + timedelta(minutes=lasting)


def is_up(attempt: Attempt, now: datetime) -> bool:
    """Return whether the time of an attempt is up; within `GRACE` it still takes what comes."""
    return attempt.deadline_at is not None and now >= attempt.deadline_at


def is_overdue(attempt: Attempt, now: datetime) -> bool:
    """Return whether an open attempt takes nothing any more and is to be submitted by whoever meets it."""
    return attempt.state is AttemptState.OPEN and attempt.deadline_at is not None and now > attempt.deadline_at + GRACE


def seconds_left(attempt: Attempt, now: datetime) -> int | None:
    """Return the seconds until the deadline, begun ones whole, 0 when it is past; None without one."""
    if attempt.deadline_at is None:
        return None
    return max(0, ceil((attempt.deadline_at - now).total_seconds()))
