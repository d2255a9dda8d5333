"""What every page of the door needs from the request: the desk, our addresses, and the cookie of what was begun."""

from __future__ import annotations

from typing import Final, cast
from uuid import UUID

from flask import Flask, Response, current_app, request, url_for

from lms.config import Config
from lms.doors.oidc import flow
from lms.doors.oidc.flow import Begun, Desk
from lms.doors.oidc.provider import Providers
from lms.web.context import config, database, is_https, now, secret

_KEY: Final = "lms.oidc"


def install(app: Flask) -> None:
    """Give the application its memory of providers."""
    app.extensions[_KEY] = Providers(cast(Config, app.extensions["lms.config"]))


def providers() -> Providers:
    """Return the providers this process has asked."""
    return cast(Providers, current_app.extensions[_KEY])


def desk() -> Desk:
    """Return what a flow works with."""
    return Desk(config(), database(), secret(), providers(), now())


def our_address(path: str) -> str:
    """Return a path of ours below the address people type, wherever we are mounted and whatever Host was sent."""
    return config().base_url + path.removeprefix(request.script_root)


def redirect_address(connection: UUID) -> str:
    """Return the redirect address of a connection, exactly as it is registered at the provider."""
    return our_address(url_for("oidc.callback", connection=connection))


def kept_of(state: str) -> str | None:
    """Return what this browser keeps of a state."""
    return request.cookies.get(_name(state))


def have_kept(response: Response, begun: Begun) -> None:
    """Let the browser keep what it began."""
    seconds = int(flow.LASTS.total_seconds())
    value = flow.sealed(desk(), begun)
    response.set_cookie(
        _name(begun.state), value, max_age=seconds, path="/", secure=is_https(), httponly=True, samesite="Lax"
    )


def let_forget(response: Response, state: str) -> None:
    """Let the browser forget what is over."""
    response.delete_cookie(_name(state), path="/", secure=is_https(), httponly=True, samesite="Lax")


def _name(state: str) -> str:
    name = f"lms_{flow.cookie_of(state)}"
    return f"__Host-{name}" if is_https() else name
