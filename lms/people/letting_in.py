"""Letting somebody in: the last step of every way in, whichever door it was.

A door checks who somebody is in its own way, opens their session in a transaction of its own (`sessions.open_session`)
and hands what was opened to `let_in`, which is all that a browser sees of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, current_app, g, redirect, request, session, url_for
from flask_wtf.csrf import generate_csrf

from lms.people import cookies, sessions
from lms.people.models import Person
from lms.web.context import SAFE_METHODS, database, db
from lms.web.redirects import safe_next
from lms.web.shell import wants_json


@dataclass(frozen=True)
class Opened:
    """A session was opened: its token, its person, a device token where the browser was new, and a token of trust where
    it is not to be asked for the second factor for a while."""

    token: str
    person: Person
    device: str | None = None
    trust: str | None = None


Giver = Callable[[Response, str], None]


def let_in(opened: Opened, then: str | None = None, *, give: Giver = cookies.give_session) -> Response:
    """Return the answer that hands the browser its session and sends it on to `then`, a path of ours, or home.

    The browser's former session ends; where it was another person's, every form of theirs stops fitting. A script gets
    `{person, token}` instead of being sent on. `give`: how the cookie is set, for a door whose pages stand in a frame.
    The new session's transaction has to be over: one of ours begins here where the request has none.
    """
    person = _renew_forms(opened)
    if wants_json():
        response = current_app.make_response({"person": person, "token": generate_csrf()})
    else:
        response = current_app.make_response(redirect(safe_next(then) or url_for("web.home"), 303))
    return _with_cookies(response, opened, give)


def let_in_over(opened: Opened, page: Callable[[], str]) -> Response:
    """Hand the browser its session with a page that is to be read before anything else: what it shows is shown once."""
    _renew_forms(opened)
    return _with_cookies(current_app.make_response(page()), opened, cookies.give_session)


def _renew_forms(opened: Opened) -> str:
    """End the browser's former session and, where another person comes in, what its forms were good for."""
    _close_former()
    person = str(opened.person.id)
    if session.get("person") != person:  # another person at this browser: forms of the last one must not fit
        session.clear()
        g.pop("csrf_token", None)  # the form's own check left the former session's token there
        session["person"] = person
    return person


def _with_cookies(response: Response, opened: Opened, give: Giver) -> Response:
    give(response, opened.token)
    if opened.device:
        cookies.give_device(response, opened.device)
    if opened.trust:
        cookies.give_trust(response, opened.trust)
    if cookies.pending_token():
        cookies.take_pending(response)
    return response


def _close_former() -> None:
    former = cookies.session_token()
    if not former:
        return
    if request.method in SAFE_METHODS:  # the request's own transaction only reads
        with database().writing() as writing:
            sessions.close_session(writing, former)
    else:
        sessions.close_session(db(), former)
