"""What may stand behind a condition of a rule: ids, texts, codes, days, each bounded and in one form."""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final
from uuid import UUID

MOST_VALUES, LONGEST = 200, 120
MOST_DAYS: Final = 36_500
LANGUAGES: Final = ("en", "da", "sv")
ROLES: Final = ("learner", "hr", "trainer", "admin")

IDS, TEXTS, CODES, TEXT, DAY, DAYS, YES = "ids", "texts", "codes", "text", "day", "days", "yes"

Value = tuple[str, ...] | str | date | int | bool
Shaped = tuple[Value | None, str]


def _ids(_name: str, value: object) -> Shaped:
    if isinstance(value, list) and not all(isinstance(each, str) and _is_id(each) for each in value):
        return None, "not-there"
    return _several(value)


def _texts(_name: str, value: object) -> Shaped:
    if isinstance(value, list) and any(isinstance(each, str) and len(each) > LONGEST for each in value):
        return None, "too-long"
    return _several(value)


def _codes(name: str, value: object) -> Shaped:
    known = LANGUAGES if name == "language" else ROLES
    if isinstance(value, list) and not all(each in known for each in value):
        return None, "not-there"
    return _several(value)


def _several(value: object) -> Shaped:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        return None, "no-values"
    if len(value) > MOST_VALUES:
        return None, "too-many-values"
    found = tuple(sorted({each.strip() for each in value} - {""}))
    return (found, "") if found else (None, "no-values")


def _text(_name: str, value: object) -> Shaped:
    if not isinstance(value, str) or not value.strip():
        return None, "no-text"
    return (value.strip(), "") if len(value) <= LONGEST else (None, "too-long")


def _a_day(_name: str, value: object) -> Shaped:
    day = a_date(value)
    return (day, "") if day is not None else (None, "no-day")


def _days(_name: str, value: object) -> Shaped:
    sound = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_DAYS
    return (typing.cast(int, value), "") if sound else (None, "no-days")


def _yes(_name: str, value: object) -> Shaped:
    return (True, "") if value is True else (None, "unknown-condition")


def a_date(value: object) -> date | None:
    """Return the day written as YYYY-MM-DD, or None."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2026-01-31") else None
    except ValueError:
        return None


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


SHAPES: Final[Mapping[str, Callable[[str, object], Shaped]]] = {
    IDS: _ids,
    TEXTS: _texts,
    CODES: _codes,
    TEXT: _text,
    DAY: _a_day,
    DAYS: _days,
    YES: _yes,
}
"""Shape → what reads it: (field, value) → the value, or None and the code of what is wrong."""
