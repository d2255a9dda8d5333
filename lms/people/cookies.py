"""The cookies of signing in: the session; the browser that its owner has used before, and one they trust for a while;
and the ten minutes between a right password and the second factor."""

from __future__ import annotations

from flask import Response, g, request

from lms.people.second_factor import pending, trusting
from lms.people.sessions import LONGEST
from lms.web import frames
from lms.web.context import is_https

YEAR = 365 * 24 * 3600


def session_token() -> str | None:
    """Return the session token this browser sent; in a frame, and after a visit opened for frames, that visit's."""
    return frames.frame_token() or request.cookies.get(_name("session"))


def device_token() -> str | None:
    """Return the device token this browser sent."""
    return request.cookies.get(_name("device"))


def trust_token() -> str | None:
    """Return the token by which this browser is trusted."""
    return request.cookies.get(_name("trust"))


def pending_token() -> str | None:
    """Return the token of the sign-in that is under way in this browser."""
    return request.cookies.get(_name("pending"))


def give_session(response: Response, token: str) -> None:
    """Hand the browser its session; a visit opened for frames that it kept is over."""
    _set(response, "session", token, int(LONGEST.total_seconds()))
    if frames.frame_token():
        g.framed = False
        frames.take(response, "frame")


def give_frame_session(response: Response, token: str) -> None:
    """Hand the browser a session that lives in a frame of another site too; one of a window that it kept is over."""
    g.framed = True
    frames.give(response, "frame", token, int(LONGEST.total_seconds()))
    if request.cookies.get(_name("session")):
        _take(response, "session")


def give_device(response: Response, token: str) -> None:
    """Hand the browser what lets it be recognised when its owner comes back."""
    _set(response, "device", token, YEAR)


def give_trust(response: Response, token: str) -> None:
    """Hand the browser what spares its owner the second factor for thirty days."""
    _set(response, "trust", token, int(trusting.LIFE.total_seconds()))


def give_pending(response: Response, token: str) -> None:
    """Hand the browser what the second step is taken with; no page but those of that step knows it."""
    _set(response, "pending", token, int(pending.LIFE.total_seconds()))


def take_session(response: Response) -> None:
    """Take the session back."""
    _take(response, "session")
    if frames.frame_token():
        frames.take(response, "frame")


def take_pending(response: Response) -> None:
    """Take back what the second step was taken with."""
    _take(response, "pending")


def _take(response: Response, what: str) -> None:
    response.delete_cookie(_name(what), path="/", secure=is_https(), httponly=True, samesite="Lax")


def _name(what: str) -> str:
    return frames.cookie_name(what)


def _set(response: Response, what: str, token: str, seconds: int) -> None:
    response.set_cookie(_name(what), token, max_age=seconds, path="/", secure=is_https(), httponly=True, samesite="Lax")
