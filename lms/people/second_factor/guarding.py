"""Who came through a door changes no way in: who vouches for them, a provider or a platform, speaks for one
organisation, and an account's own ways in open all of its organisations."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.web.visitors import signed_in_visitor

View = Callable[..., ResponseReturnValue]


def own_sign_in(view: View) -> View:
    """Refuse a session that a door opened, with a page that says why; nothing is asked, counted or changed."""

    @wraps(view)
    def guarded(**ids: Any) -> ResponseReturnValue:
        if signed_in_visitor().door:
            return render_template("second_factor/elsewhere.html"), 403
        return view(**ids)

    return guarded
