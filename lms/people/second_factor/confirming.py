"""Is it really you? Before a way in is changed, whoever sits here shows once more who they are; it holds ten minutes.

What was shown, the password or a second factor, stands in the browser's signed form cookie together with the session
it holds for: it is good for nothing in another session, and after ten minutes for nothing at all. Whoever came through
a door has nothing to show here: they confirm by coming in anew, at the provider that vouches for them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.people import sessions
from lms.web.context import db, now
from lms.web.visitors import signed_in_visitor

LIFE: Final = timedelta(minutes=10)
HOME: Final = "second_factor.security"
_KEY: Final = "confirmed"


def confirm() -> None:
    """Keep that whoever sits here has just shown the password, or a second factor."""
    session[_KEY] = [_whose(), int(now().timestamp())]


def is_confirmed() -> bool:
    """Return whether it was shown in this session within the last ten minutes."""
    kept = session.get(_KEY)
    if not isinstance(kept, list) or len(kept) != 2 or kept[0] != _whose():
        return False
    return 0 <= now().timestamp() - int(kept[1]) <= LIFE.total_seconds()


def is_fresh() -> bool:
    """Return whether whoever sits here has shown within ten minutes who they are: since, or by signing in."""
    if not signed_in_visitor().door and is_confirmed():
        return True
    begun = sessions.begun_at(db(), signed_in_visitor().token_hash)
    return begun is not None and now() - begun <= LIFE


def ask_first(then: str | None = None) -> ResponseReturnValue:
    """Lead to where one shows who one is, and from there on to `then`, a path of ours."""
    if signed_in_visitor().door:
        return render_template("second_factor/anew.html"), 403
    flash(_("Confirm first that it is you."))
    return redirect(url_for(HOME, next=then), 303)


def _whose() -> str:
    return signed_in_visitor().token_hash[:16]
