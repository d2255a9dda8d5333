"""The two cookies of signing in: the session, and the browser that its owner has used before."""

from __future__ import annotations

from flask import Response, request

from lms.people.sessions import LONGEST
from lms.web.context import is_https

YEAR = 365 * 24 * 3600


def session_token() -> str | None:
    """Return the session token this browser sent."""
    return request.cookies.get(_name("session"))


def device_token() -> str | None:
    """Return the device token this browser sent."""
    return request.cookies.get(_name("device"))


def give_session(response: Response, token: str) -> None:
    """Hand the browser its session."""
    _set(response, "session", token, int(LONGEST.total_seconds()))


def give_device(response: Response, token: str) -> None:
    """Hand the browser what lets it be recognised when its owner comes back."""
    _set(response, "device", token, YEAR)


def take_session(response: Response) -> None:
    """Take the session back."""
    response.delete_cookie(_name("session"), path="/", secure=is_https(), httponly=True, samesite="Lax")


def _name(what: str) -> str:
    # __Host- binds the cookie to this host and to https; over plain http, a trial on one's own machine, it is refused
    return f"__Host-lms_{what}" if is_https() else f"lms_{what}"


def _set(response: Response, what: str, token: str, seconds: int) -> None:
    response.set_cookie(_name(what), token, max_age=seconds, path="/", secure=is_https(), httponly=True, samesite="Lax")
