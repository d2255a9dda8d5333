"""The application: configuration, database and rooms put together. `create_app` is a WSGI application for any host."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, g, request
from flask_wtf.csrf import generate_csrf

from lms import models as _tables  # noqa: F401  - every table must be known to be checked for its scope
from lms.answers import blueprint as answers
from lms.assigning import blueprint as assigning
from lms.catalog import blueprint as catalog
from lms.config import Config
from lms.doors.calendar import blueprint as calendar
from lms.doors.certificates import blueprint as certificates
from lms.doors.host import entering
from lms.doors.lti import blueprint as lti
from lms.doors.oidc import blueprint as oidc
from lms.doors.partners import blueprint as partners
from lms.doors.scim import blueprint as scim
from lms.doors.scorm import blueprint as scorm
from lms.doors.xapi import blueprint as xapi
from lms.kernel.clock import Clock, SystemClock
from lms.kernel.database import Database
from lms.learning import blueprint as learning
from lms.learning.assessing import blueprint as assessing
from lms.learning.drills import blueprint as drills
from lms.learning.recall import blueprint as recall
from lms.people import blueprint as people
from lms.plugins import Host
from lms.practice import blueprint as practice
from lms.studio import blueprint as studio
from lms.tools import blueprint as tools
from lms.web import (
    assets,
    compression,
    errors,
    frames,
    headers,
    languages,
    navigation,
    observing,
    quicker,
    shell,
    slots,
    views,
)
from lms.web.templating import PageEnvironment
from lms.web.visitors import visitor

HERE = Path(__file__).parent
ROOMS = (
    people, catalog, answers, tools, practice, learning, assessing, drills, recall, assigning, studio, certificates,
    calendar, lti, oidc, partners, xapi, scorm, scim,
)  # fmt: skip
STATIC = (HERE / "web" / "static", HERE / "calculators" / "static")
LARGEST_BODY = 1024 * 1024


def create_app(
    config: Config | None = None,
    *,
    clock: Clock | None = None,
    database: Database | None = None,
    host: Host | None = None,
) -> Flask:
    """Return the application. Raises Undeclared when a route or model does not say who may reach it.

    `host`: the application it stands in, whose sign-in it shares; see `docs/embedding.md`.
    """
    config = config or Config.from_environment()
    app = Flask("lms", static_folder=None, root_path=str(HERE))
    app.jinja_environment = PageEnvironment
    app.config.update(
        SECRET_KEY=config.key(),
        SESSION_COOKIE_NAME="__Host-lms_form" if config.is_https else "lms_form",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.is_https,
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=1_000,
    )
    app.extensions["lms.config"] = config
    app.extensions["lms.clock"] = clock or SystemClock()
    app.extensions["lms.database"] = database or Database(config.database_url, pool=config.threads + 1)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(visitor=visitor, local=languages.local, csrf_token=generate_csrf, here=_here)
    compression.install(app)
    observing.install(app, config.data)
    shell.install(app)
    headers.install(app, https=config.is_https)
    frames.install(app)
    languages.install(app)
    errors.install(app)
    quicker.install(app)
    slots.install(app)
    entries = navigation.install(app)
    app.register_blueprint(views.bp)
    for room in ROOMS:
        room.register(app, entries)
    if host is not None:
        entering.install(app, host)
    assets.install(app, list(STATIC), config.data)
    app.context_processor(lambda: {"request_number": g.get("request_id")})
    shell.check_declared(app)
    return app


def _here() -> str:
    """Return the address of the page in hand, below whatever it is mounted under, to come back to it."""
    return request.script_root + request.full_path.rstrip("?")
