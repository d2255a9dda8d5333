"""A day as a browser's date field sends it."""

from __future__ import annotations

from datetime import date

LONGEST = 20


def day_of(text: str) -> date | None:
    """Return the day written as 2026-11-27, or None."""
    try:
        return date.fromisoformat(text.strip()[:LONGEST])
    except ValueError:
        return None
