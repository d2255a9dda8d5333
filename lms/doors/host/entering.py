"""Coming in from the host: on the way to signing in, and looked at anew with every request."""

from __future__ import annotations

from hashlib import sha256
from typing import Final, cast
from urllib.parse import quote

from flask import Blueprint, Flask, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.doors.host.knowing import NotKnown, person_of
from lms.doors.host.models import DOOR
from lms.people import cookies, elsewhere, sessions
from lms.people.elsewhere import Elsewhere
from lms.people.letting_in import Opened, let_in
from lms.plugins import Host, HostUser
from lms.web.context import SAFE_METHODS, database, now
from lms.web.redirects import safe_next
from lms.web.shell import wants_json
from lms.web.visitors import visitor

bp = Blueprint("host", __name__, template_folder="templates")
KEY: Final = "lms.host"
MARK: Final = "host"
"""What the signed form cookie holds of whom the host last said is there."""
SIGN_IN: Final = "/sign-in"
"""Below this address stand all ways in of our own; with a host there is only the host's."""


def install(app: Flask, host: Host) -> None:
    """Rely on the host: it is asked before anything else of ours looks at a request."""
    app.extensions[KEY] = host
    app.register_blueprint(bp)
    app.before_request_funcs.setdefault(None, []).insert(0, as_the_host_says)
    elsewhere.declare(Elsewhere(DOOR, lambda _session, _person: False, lambda _session, _email: None, _after))


def as_the_host_says() -> ResponseReturnValue | None:
    """Let in whom the host knows, end the session of whom it knows no more, and send to its sign-in who is neither."""
    if request.url_rule is None:
        return None
    host = cast(Host, current_app.extensions[KEY])
    if f"{request.url_rule.rule}/".startswith(f"{SIGN_IN}/"):
        return _sign_in(host)
    who = visitor()
    if who is None or who.door != DOOR:
        return None
    user = host.signed_in(request)
    return None if user is not None and session.get(MARK) == _mark(user) else _end()


def _sign_in(host: Host) -> ResponseReturnValue:
    if request.method not in SAFE_METHODS:
        text = _("Sign in at the page you came from, then try again here.")
        return ({"error": [text]}, 422) if wants_json() else redirect(_at_host(host, None), 303)
    then = safe_next(request.args.get("next"))
    user = host.signed_in(request)
    return redirect(_at_host(host, then)) if user is None else _enter(host, user, then)


def _enter(host: Host, user: HostUser, then: str | None) -> ResponseReturnValue:
    try:
        with database().writing() as writing:
            person = person_of(writing, host, user, now())
            token = sessions.open_session(writing, person, now(), door=DOOR)
    except NotKnown as refusal:
        return render_template("host/refused.html", code=refusal.code, back=host.sign_out), 403
    response = let_in(Opened(token, person), then)
    session[MARK] = _mark(user)
    return response


def _end() -> ResponseReturnValue:
    """End the session; who is somebody else at the host by now comes in as that on the next page."""
    with database().writing() as writing:
        sessions.close_session(writing, cookies.session_token() or "")
    session.clear()
    if wants_json():
        response = current_app.make_response(({"error": "signed-out"}, 401))
    else:
        here = request.script_root + request.full_path.rstrip("?") if request.method in SAFE_METHODS else None
        response = current_app.make_response(redirect(url_for("people.sign_in", next=safe_next(here)), 303))
    cookies.take_session(response)
    return response


def _at_host(host: Host, then: str | None) -> str:
    return host.sign_in.replace("{next}", quote(then or url_for("web.home"), safe=""))


def _after(_who: object) -> str | None:
    host = current_app.extensions.get(KEY)
    return host.sign_out if isinstance(host, Host) else None


def _mark(user: HostUser) -> str:
    """Return what changes when the host says something else of somebody: who they are, or what they may."""
    return sha256("\x00".join((user.subject, *sorted(user.roles))).encode()).hexdigest()
