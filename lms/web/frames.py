"""Pages of ours inside another site's frame: cookies that live there, and who may hold us.

In a frame of another site a browser keeps nothing of ours but what is `SameSite=None; Partitioned`, and only over
https. Whoever comes through a door that opens in frames has a session cookie and a form cookie under names of their
own, so that a visit in a frame and a visit in a window never meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, has_request_context, request
from flask.sessions import SecureCookieSessionInterface

from lms.web.context import is_https
from lms.web.headers import POLICY

_OURS = "frame-ancestors 'none'"
_ASKED = "lms.in_frame"


def cookie_name(what: str) -> str:
    """Return the name of a cookie of ours: bound to this host and to https, which over plain http would be refused."""
    return f"__Host-lms_{what}" if is_https() else f"lms_{what}"


def is_framed() -> bool:
    """Return whether this request belongs to a visit that was opened for frames."""
    begun: bool | None = g.get("framed")
    return cookie_name("frame") in request.cookies if begun is None else begun


def frame_token() -> str | None:
    """Return the session token that this browser keeps for a visit opened for frames."""
    return request.cookies.get(cookie_name("frame"))


def give(response: Response, what: str, token: str, seconds: int) -> None:
    """Set a cookie that comes back in a frame of another site where the browser allows that at all."""
    response.set_cookie(
        cookie_name(what),
        token,
        max_age=seconds,
        path="/",
        secure=is_https(),
        httponly=True,
        samesite="None" if is_https() else "Lax",
        partitioned=is_https(),
    )


def take(response: Response, what: str) -> None:
    """Take such a cookie back."""
    response.delete_cookie(
        cookie_name(what),
        path="/",
        secure=is_https(),
        httponly=True,
        samesite="None" if is_https() else "Lax",
        partitioned=is_https(),
    )


def may_be_held_by(response: Response, origins: Iterable[str]) -> None:
    """Let pages of these origins, and our own, hold this answer in a frame; every other stays shut out."""
    named = tuple(origins)
    if not named:
        return
    allowed = " ".join(("'self'", *named))
    policy = response.headers.get("Content-Security-Policy", POLICY)
    response.headers["Content-Security-Policy"] = policy.replace(_OURS, f"frame-ancestors {allowed}")


def origin_of(address: str) -> str | None:
    """Return the origin of a web address as a policy names it, or None where it has none."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    plain = host is not None and all(letter.isalnum() or letter in "-._:" for letter in host) and host.isascii()
    if parts.scheme not in ("http", "https") or host is None or not plain:
        return None
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{name}" + (f":{port}" if port is not None else "")


class FormCookies(SecureCookieSessionInterface):
    """The signed cookie that forms are checked by: under a name of its own in a visit opened for frames."""

    def get_cookie_name(self, app: Flask) -> str:
        """Return the name for the request in hand."""
        return cookie_name("frame_form") if _framed_now() else super().get_cookie_name(app)

    def get_cookie_samesite(self, app: Flask) -> str | None:
        """Return what lets it come back there."""
        return "None" if _framed_now() and is_https() else super().get_cookie_samesite(app)

    def get_cookie_partitioned(self, app: Flask) -> bool:
        """Return whether it is kept apart for each site that holds us."""
        return _framed_now() and is_https()


def install(app: Flask) -> None:
    """Put the form cookie in its place; templates ask `in_frame()` whether they stand in another site's frame."""
    app.session_interface = FormCookies()
    app.extensions[_ASKED] = lambda: False
    app.jinja_env.globals["in_frame"] = _stands_in_frame


def tell_by(app: Flask, answer: Callable[[], bool]) -> None:
    """Let the door whose visits stand in frames say whether the page in hand does."""
    app.extensions[_ASKED] = answer


def _stands_in_frame() -> bool:
    return bool(current_app.extensions[_ASKED]())


def _framed_now() -> bool:
    return has_request_context() and bool(current_app) and is_framed()
