"""Where a form may send a person on: to an address of ours, never to another site."""

from __future__ import annotations

import re
from urllib.parse import unquote

_PATH = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f]*")


def safe_next(address: str | None) -> str | None:
    """Return `address` when it is a path on this site, in plain and in decoded form; else None."""
    if not address or len(address) > 2_000:
        return None
    plain = all(_PATH.fullmatch(form) for form in (address, unquote(address)))
    return address if plain else None
