"""Somebody else was quicker: two save the same name, or one removes what the other builds on, at the same moment.

Each had looked first and seen nothing in the way; the database refuses the second. The request is then carried out once
more from its beginning: now it sees what the first has stored, and answers as it would have a moment later, with its
own words at the field and everything that was typed.
"""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import Conflict

from lms.web.context import SAFE_METHODS, db

TAKEN = ("23505", "UNIQUE constraint failed")
"""How PostgreSQL and SQLite say that a unique key is taken."""


def install(app: Flask) -> None:
    """Carry out once more what the database refused while a view was at work."""
    app.register_error_handler(IntegrityError, once_more)


def once_more(refused: IntegrityError) -> ResponseReturnValue:
    """Carry the request in hand out from its beginning; where that was done already, say that somebody was quicker.

    A file that was sent can be read only once, so such a request is not repeated.
    """
    db().rollback()
    if request.method in SAFE_METHODS or request.files or g.get("carried_out_again"):
        return _given_up(refused)
    g.carried_out_again = True
    session.pop("_flashes", None)  # what was said of it is not true
    try:
        return current_app.dispatch_request()
    except Exception as other:  # a refusal of the view's own, a second clash, a fault: each has its answer
        return current_app.handle_user_exception(other)


def committed(response: Response) -> Response:
    """Commit what the view did; where the database refuses only now, carry the request out once more."""
    try:
        db().commit()
    except IntegrityError as refused:
        response = current_app.make_response(once_more(refused))
        if response.status_code < 400:
            db().commit()
        else:
            db().rollback()
    return response


def _given_up(refused: IntegrityError) -> ResponseReturnValue:
    """Say that a unique key was in the way; anything else is a fault of ours."""
    if getattr(refused.orig, "sqlstate", None) == TAKEN[0] or TAKEN[1] in str(refused.orig):
        return current_app.handle_user_exception(Conflict())
    return current_app.handle_exception(refused)
