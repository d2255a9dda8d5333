"""Keyset pages in addresses: `?after=…&id=…` says which line was the last one seen."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from lms.kernel.ids import read_id

LONGEST = 200
After = tuple[str, str]


def after_of(sent: MultiDict[str, str]) -> After | None:
    """Return the last line seen, or None for the first page or an address somebody mistyped."""
    key, identity = sent.get("after", ""), sent.get("id", "")
    return (key, identity) if key and len(key) <= LONGEST and read_id(identity) else None


def next_page(following: After | None) -> str | None:
    """Return the address of the next page of the list in hand, with the same filters."""
    if following is None:
        return None
    return _here(after=following[0], id=following[1])


def first_page() -> str | None:
    """Return the address of the first page of the list in hand, where this is a later one."""
    if not request.args.get("after"):
        return None
    return _here()


def _here(**more: Any) -> str:
    """Return the address of the page in hand with its filters, without the place in its list."""
    kept = {name: text for name, text in request.args.items() if name not in ("after", "id") and name[:1] != "_"}
    given: dict[str, Any] = {**kept, **(request.view_args or {}), **more}
    return url_for(request.endpoint or "", **given)
