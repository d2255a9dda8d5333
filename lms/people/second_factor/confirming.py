"""Is it really you? Before a factor is changed the password is asked for once more, and holds for ten minutes.

What was confirmed stands in the browser's signed form cookie together with the session it holds for: it is good for
nothing in another session, and after ten minutes for nothing at all.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import session

from lms.web.context import now
from lms.web.visitors import signed_in_visitor

LIFE: Final = timedelta(minutes=10)
_KEY: Final = "confirmed"


def confirm() -> None:
    """Keep that whoever sits here has just shown the password."""
    session[_KEY] = [_whose(), int(now().timestamp())]


def is_confirmed() -> bool:
    """Return whether the password was shown in this session within the last ten minutes."""
    kept = session.get(_KEY)
    if not isinstance(kept, list) or len(kept) != 2 or kept[0] != _whose():
        return False
    return 0 <= now().timestamp() - int(kept[1]) <= LIFE.total_seconds()


def _whose() -> str:
    return signed_in_visitor().token_hash[:16]
