"""What a platform opens to register: a page that goes on by itself, and one that says it is done."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from lms.doors.lti import registering
from lms.doors.lti.refusing import Refused
from lms.kernel.permissions import Role, allow
from lms.web import frames
from lms.web.context import config, database, now, secret

ICON: Final = Path(__file__).parents[2] / "web" / "static" / "web" / "favicon.svg"


@allow(Role.EVERYONE)
def registration(token: str) -> ResponseReturnValue:
    """Show, in the platform's window, that it is about to be connected; the page goes on by itself."""
    asked = _asked(request.args)
    if not registering.is_open(database(), token, now()):
        return _answer(asked["openid_configuration"], "lti/refused.html", 410, refused=_gone())
    return _answer(asked["openid_configuration"], "lti/registration.html", 200, asked=asked, token=token)


@allow(Role.EVERYONE)
def register(token: str) -> ResponseReturnValue:
    """Register the platform that holds the address, and us with it."""
    asked = _asked(request.form)
    url, bearer = asked["openid_configuration"], asked["registration_token"]
    try:
        made = registering.register(database(), config(), secret(), token, url, bearer, now())
    except Refused as refused:
        return _answer(url, "lti/refused.html", refused.status, refused=refused, detail=refused.told)
    return _answer(url, "lti/registered.html", 200, platform=made)


@allow(Role.EVERYONE)
def icon() -> ResponseReturnValue:
    """Give platforms the picture that stands beside our activities."""
    response = Response(ICON.read_bytes(), content_type="image/svg+xml")
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _asked(values: Any) -> dict[str, str]:
    longest = registering.LONGEST_TOKEN
    return {name: values.get(name, "")[:longest].strip() for name in ("openid_configuration", "registration_token")}


def _gone() -> Refused:
    return Refused("registration", "", status=410)


def _answer(asked_by: str, template: str, status: int, **values: Any) -> Response:
    response = current_app.make_response((render_template(template, **values), status))
    origin = frames.origin_of(asked_by)
    frames.may_be_held_by(response, [origin] if origin is not None else [])
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"  # a window must reach its opener to say it is done
    return response
