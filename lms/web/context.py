"""What a view may ask of its request: the session, the actor, the time. Commit and roll-back are the shell's."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar, cast

from flask import current_app, g, request
from sqlalchemy.orm import Session

from lms.config import Config
from lms.kernel.clock import Clock
from lms.kernel.database import Database
from lms.kernel.model import Base
from lms.kernel.permissions import Actor, Rows
from lms.kernel.zones import zone_of
from lms.web.visitors import signed_in_visitor

Row = TypeVar("Row", bound=Base)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def config() -> Config:
    """Return the application's configuration."""
    return cast(Config, current_app.extensions["lms.config"])


def secret() -> bytes:
    """Return the installation's key, from which every other is derived."""
    return config().key().encode()


def is_https() -> bool:
    """Return whether people reach this installation over https, so that cookies may insist on it."""
    return config().base_url.startswith("https://")


def database() -> Database:
    """Return the application's database, for work that needs a short transaction of its own."""
    return cast(Database, current_app.extensions["lms.database"])


def now() -> datetime:
    """Return the present moment by the application's clock."""
    return cast(Clock, current_app.extensions["lms.clock"]).now()


def today() -> date:
    """Return the date by the clock on the visitor's wall, or the organisation's: a due date ends at midnight there."""
    return now().astimezone(zone_of(signed_in_visitor().time_zone)).date()


def db() -> Session:
    """Return the request's session: read-only for GET, HEAD, OPTIONS and a view marked `only_reads`, else one that
    begins to write at once."""
    if "session" not in g:
        sessions = database()
        g.session = sessions.read_session() if _only_reads() else sessions.write_session()
    return cast(Session, g.session)


def _only_reads() -> bool:
    """Return whether the request changes nothing: by its method, or because its view says that it only tries."""
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method in SAFE_METHODS or getattr(view, "only_reads", False)


def actor() -> Actor:
    """Return whom the request works for."""
    return signed_in_visitor().actor


def my(model: type[Row]) -> Rows[Row]:
    """Return the rows of `model` that the visitor may see."""
    return Rows(db(), actor(), model)
