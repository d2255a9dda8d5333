"""When a self-assessment makes sense again: offered after 90 days, never within eight weeks."""

from __future__ import annotations

from datetime import date, timedelta

EARLIEST = timedelta(weeks=8)
"""Sooner than this people remember their answers, and work has had no time to change."""
OFFERED = timedelta(days=90)


def possible_from(closed: date) -> date:
    """Return the first day on which it may be repeated."""
    return closed + EARLIEST


def offered_from(closed: date) -> date:
    """Return the day from which the product suggests repeating it."""
    return closed + OFFERED
