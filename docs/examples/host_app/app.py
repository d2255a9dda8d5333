"""An intranet with a sign-in of its own, and Outside-In below /academy, which shares it.

export LMS_DATA=var LMS_BASE_URL=http://127.0.0.1:5000/academy INTRANET_KEY=… (32 random characters or more)
lms init --organisation "Coffee House" --admin-email it@coffee.example
flask --app app prepare
flask --app app run
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import escape
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from lms import create_app
from lms.config import Config
from lms.plugins import Host, HostUser

ACADEMY = "/academy"
STAFF: dict[str, dict[str, Any]] = {
    "anna": {"password": "americano", "name": "Anna Barista", "email": "anna@coffee.example", "roles": []},
    "hugo": {"password": "hazelnut", "name": "Hugo Personnel", "email": "hugo@coffee.example", "roles": ["personnel"]},
}
"""Whom this intranet knows. A real one has a table, and hashes instead of passwords."""

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Coffee House</title><main><h1>Coffee House intranet</h1>{body}</main></html>"""
FORM = """<form method="post"><input type="hidden" name="next" value="{then}">
<p><label>Name <input name="user"></label></p>
<p><label>Password <input name="password" type="password"></label></p>
<button>Sign in</button></form>"""

app = Flask(__name__)
app.config.update(
    SECRET_KEY=os.environ["INTRANET_KEY"],
    SESSION_COOKIE_NAME="intranet",  # Outside-In's own cookies are called lms_…, so the two never meet
    SESSION_COOKIE_SAMESITE="Lax",
)


def signed_in(asked: Request) -> HostUser | None:
    """Say who is signed in at this intranet: the one hook. Believes the signed cookie and nothing else."""
    kept = app.session_interface.open_session(app, asked) or {}
    found = STAFF.get(kept.get("user", ""))
    if found is None:
        return None
    return HostUser(kept["user"], found["email"], found["name"], frozenset(found["roles"]))


config = Config.from_environment()
academy = create_app(
    config,
    host=Host(
        signed_in=signed_in,
        organisation="coffee-house",
        sign_in="/sign-in?next={next}",
        sign_out="/sign-out",
        creates_people=True,
        roles={"personnel": "hr"},
    ),
)
app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {ACADEMY: academy})  # type: ignore[method-assign]


@app.get("/")
def home() -> str:
    """Greet, and show the way to what is taught."""
    name = STAFF[session["user"]]["name"] if session.get("user") in STAFF else None
    body = f"<p>Hello, {escape(name)}.</p>" if name else f'<p><a href="{url_for("ask")}">Sign in</a></p>'
    return PAGE.format(body=f'{body}<p><a href="{ACADEMY}/learn">The academy</a></p>')


@app.get("/sign-in")
def ask() -> str:
    """Ask who it is."""
    return PAGE.format(body=FORM.format(then=escape(request.args.get("next", "/"))))


@app.post("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Let in, and go on to where they were on the way to."""
    found = STAFF.get(request.form.get("user", ""))
    if found is None or found["password"] != request.form.get("password"):
        return PAGE.format(body="<p>Name and password do not belong together.</p>"), 422
    session["user"] = request.form["user"]
    return redirect(_within(request.form.get("next", "/")), 303)


@app.get("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Let go. The academy notices with the next request."""
    session.clear()
    return redirect("/", 303)


@app.cli.command("prepare")
def prepare() -> None:
    """Bring the academy's database and library up to date: once before each start, not in each process."""
    from lms.serving.start import prepare_installation

    prepare_installation(config, print)


def _within(address: str) -> str:
    """Return an address of this site, whatever was asked for."""
    parts = urlsplit(address.replace("\\", "/"))
    return address if not parts.scheme and not parts.netloc and address.startswith("/") else "/"
