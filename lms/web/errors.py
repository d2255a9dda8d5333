"""What went wrong and the way on: a page for people, JSON for scripts, and never a trace."""

from __future__ import annotations

import structlog
from flask import Flask, current_app, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from lms.kernel.permissions import NotFound
from lms.web.languages import language, speak_without_asking_the_database
from lms.web.shell import wants_json

log = structlog.get_logger(__name__)


def install(app: Flask) -> None:
    """Answer every refusal and every failure."""
    app.register_error_handler(NotFound, lambda _error: answer(404))
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(OperationalError, out_of_reach)
    app.register_error_handler(Exception, failed)


def refused(error: HTTPException) -> ResponseReturnValue:
    """Answer a refusal the code raised on purpose."""
    if error.code is None or error.code < 400:
        return error.get_response()
    return answer(error.code)


def forged(_error: CSRFError) -> ResponseReturnValue:
    """Answer a form whose token is missing or old: the person may simply send it again."""
    return ({"error": "csrf"}, 400) if wants_json() else answer(400)


def failed(error: Exception) -> ResponseReturnValue:
    """Answer a failure of ours: logged whole, shown as a number."""
    log.error("request failed", exc_info=error)
    speak_without_asking_the_database()
    return answer(500)


def out_of_reach(error: OperationalError) -> ResponseReturnValue:
    """Answer when the database is full, busy or away: nothing was stored, and the browser keeps what it has."""
    log.error("database failed", reason=str(error.orig))
    speak_without_asking_the_database()
    full = "full" in str(error.orig) or "No space" in str(error.orig)
    response = current_app.make_response(answer(507 if full else 503))
    response.headers["Retry-After"] = "5"
    return response


def answer(status: int) -> ResponseReturnValue:
    """Return the error page, or its JSON."""
    title, text = _words(status)
    if wants_json():
        return {"error": title, "request": g.get("request_id")}, status
    page = "web/failure.html" if status >= 500 else "web/error.html"
    return render_template(page, status=status, title=title, text=text, spoken=language()), status


def _words(status: int) -> tuple[str, str]:
    words = {
        400: (
            _("That did not arrive whole"),
            _("The form was too old or incomplete. Go back, reload the page and send it again."),
        ),
        403: (
            _("This room is for others"),
            _("Your role does not open this page. If it should, ask your administrator."),
        ),
        404: (_("There is nothing here"), _("The address is wrong, the page has moved, or it is not yours to see.")),
        405: (_("That is not how this page works"), _("Open it from the page that links to it.")),
        409: (
            _("Somebody was quicker"),
            _("Somebody else saved the same at the same moment. Go back, where what you typed still stands, and look."),
        ),
        413: (_("That is too large"), _("Make it smaller and try again.")),
        429: (_("Too many tries"), _("Wait a quarter of an hour, then try again.")),
        500: (
            _("This is our mistake"),
            _("Nothing you saved is lost. Try again in a moment; if it goes on, give your administrator this number."),
        ),
        503: (
            _("Not just now"),
            _("The database does not answer. Go back, where what you typed still stands, and try again in a moment."),
        ),
        507: (
            _("The disk is full"),
            _("Nothing was saved. Go back, where what you typed still stands, and tell your administrator."),
        ),
    }
    return words.get(status, words[400 if status < 500 else 500])
