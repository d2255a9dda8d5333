"""Time zones by name, as they are stored: a zone that this machine does not know any more never stops anybody's page.

The list of zones is renewed with the operating system, and names leave it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo


def zone_of(*names: str | None) -> tzinfo:
    """Return the first of these zones that is known here, else UTC."""
    found: Iterable[tzinfo | None] = (_known(name) for name in names if name)
    return next((each for each in found if each is not None), UTC)


@lru_cache(maxsize=1024)
def _known(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not there, no name of a zone, a folder of zones
        return None
