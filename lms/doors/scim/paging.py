"""Pages of what was judged one by one: by number, or by cursors that hold where the last page ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from scim2_models import InvalidCursorException, Resource, SearchRequest
from scim2_server.storage import SearchPage

Key = tuple[bool, Any, str]
"""Whether there is no value to sort by, the value, and the id."""


def is_descending(asked: SearchRequest[Any]) -> bool:
    """Return whether the last come first."""
    return asked.sort_by is not None and asked.sort_order == SearchRequest.SortOrder.descending


def page(asked: SearchRequest[Any], position: Any, found: Sequence[Resource[Any]]) -> SearchPage:
    """Return the page that is asked for of everything that fits."""
    turned = is_descending(asked)
    pairs = sorted(((_key(asked, each), each) for each in found), key=lambda pair: pair[0], reverse=turned)
    keys, ordered = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    count = len(ordered) if asked.count is None else asked.count
    if asked.cursor is None:
        start = (asked.start_index or 1) - 1
        return SearchPage(len(ordered), ordered[start : start + count])
    if count == 0:
        return SearchPage(len(ordered), [])
    start = _start(keys, position, count, turned=turned)
    stop = (
        min(start + count, len(keys)) if position is None or position["d"] == "next" else _place(keys, position, turned)
    )
    shown = SearchPage(len(ordered), ordered[start:stop])
    if shown.resources and stop < len(keys):
        shown.next = _position("next", keys[stop - 1])
    if shown.resources and start > 0:
        shown.previous = _position("previous", keys[start])
    return shown


def _start(keys: Sequence[Key], position: Any, count: int, *, turned: bool) -> int:
    if position is None:
        return 0
    place = _place(keys, position, turned)
    if position["d"] == "previous":
        return max(place - count, 0)
    return place + (1 if place < len(keys) and keys[place] == _anchor(position) else 0)


def _place(keys: Sequence[Key], position: Any, turned: bool) -> int:
    """Return how many keys come before a position's. Raises InvalidCursorException."""
    anchor = _anchor(position)
    try:
        return sum(1 for key in keys if (key > anchor if turned else key < anchor))
    except TypeError as other:
        raise InvalidCursorException from other


def _key(asked: SearchRequest[Any], resource: Resource[Any]) -> Key:
    value = asked.sort_value(resource)
    return value is None, "" if value is None else value, str(resource.id)


def _position(direction: str, key: Key) -> dict[str, Any]:
    missing, value, identity = key
    moment = isinstance(value, datetime)
    return {
        "d": direction,
        "k": None if missing else value.isoformat() if moment else value,
        "t": moment,
        "i": identity,
    }


def _anchor(position: Any) -> Key:
    """Return the key a position holds. Raises InvalidCursorException for a position of another kind of page."""
    try:
        value, moment, identity = position["k"], position["t"], position["i"]
        if moment:
            value = datetime.fromisoformat(value).astimezone(UTC)
    except (TypeError, KeyError, ValueError) as other:
        raise InvalidCursorException from other
    return value is None, "" if value is None else value, identity
