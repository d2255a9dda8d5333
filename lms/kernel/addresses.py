"""Addresses that a mail can go to, and those that only stand in for one.

Everybody here has an address, since people are told apart by it. Whoever comes by a door that tells none, or none that
is to be trusted, gets one that is made up: it ends in `.invalid`, which no mail server anywhere answers for (RFC 2606).
This is the one place that knows: who plans mails asks here, and nothing else is handed over.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, and_

from lms.kernel.ids import new_id

NOWHERE: Final = "no-address.invalid"
_ENDING: Final = ".invalid"


def made_up() -> str:
    """Return a fresh address that is nobody's, for somebody who has none."""
    return f"{new_id().hex}@{NOWHERE}"


def is_reachable(address: str) -> bool:
    """Return whether a mail to this address can arrive; an empty one is none."""
    return bool(address) and not address.casefold().endswith(_ENDING)


def reachable(address: Any) -> ColumnElement[bool]:
    """Return the same as the condition over a column of addresses, which are kept in small letters."""
    return and_(address != "", address.not_like(f"%{_ENDING}"))
