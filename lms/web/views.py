"""The shell's own addresses: the front door, the language, the token, health and figures for machines."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest, multiprocess
from sqlalchemy import text
from wtforms import HiddenField, SelectField

from lms.kernel.permissions import MEMBERS, Role, allow
from lms.web.context import actor, config, database, db, is_https
from lms.web.forms import Form
from lms.web.languages import COOKIE, LANGUAGE_CHOICES
from lms.web.redirects import safe_next
from lms.web.visitors import visitor

bp = Blueprint("web", __name__, template_folder="templates")
YEAR = 365 * 24 * 3600


class LanguageForm(Form):
    """Which language, and the page to stay on."""

    language = SelectField(choices=LANGUAGE_CHOICES)
    next = HiddenField()


@bp.get("/")
@allow(Role.EVERYONE)
def home() -> ResponseReturnValue:
    """Open the room the visitor comes for."""
    who = visitor()
    if who is None:
        return redirect(url_for("people.sign_in"))
    rooms = {Role.HR: "assigning.overview", Role.TRAINER: "studio.library", Role.ADMIN: "people.settings"}
    first = next((room for role, room in rooms.items() if role in who.actor.roles), "learning.home")
    return redirect(url_for(first))


@bp.post("/language")
@allow(Role.EVERYONE)
def choose_language() -> ResponseReturnValue:
    """Switch the language and stay where one was."""
    form = LanguageForm()
    if not form.validate():
        abort(422)
    response = redirect(safe_next(form.next.data) or url_for("web.home"), 303)
    g.language_chosen = form.language.data
    secure = request.is_secure or is_https()
    response.set_cookie(COOKIE, form.language.data, max_age=YEAR, samesite="Lax", httponly=True, secure=secure)
    return response


@bp.get("/session/token")
@allow(*MEMBERS)
def token() -> ResponseReturnValue:
    """Give a page that has been open for long a fresh token, and say whose it is."""
    return {"token": generate_csrf(), "person": str(actor().person_id)}


@bp.get("/healthz")
@allow(Role.EVERYONE)
def health() -> ResponseReturnValue:
    """Answer 200 when the database answers."""
    db().execute(text("SELECT 1"))
    return {"status": "ok", "database": "sqlite" if database().is_sqlite else "postgresql"}


@bp.get("/metrics")
@allow(Role.EVERYONE)
def metrics() -> ResponseReturnValue:
    """Give the figures of all processes, to this machine only: no proxy in between."""
    if request.remote_addr not in ("127.0.0.1", "::1") or "X-Forwarded-For" in request.headers:
        abort(404)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(
        registry,  # type: ignore[no-untyped-call]  # prometheus_client leaves it untyped
        path=str(config().data / "metrics"),
    )
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
