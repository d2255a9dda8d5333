"""Pictures and clips of published versions."""

from __future__ import annotations

from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from lms.catalog.models import Medium
from lms.kernel.permissions import MEMBERS, NotFound, allow, scope_of
from lms.web.context import actor, db
from lms.web.ranges import in_ranges

YEAR = 365 * 24 * 3600


@allow(*MEMBERS)
def medium(version: UUID, name: str) -> ResponseReturnValue:
    """Give one picture or clip, a clip in stretches; a version never changes, so a browser may keep it for a year."""
    here = scope_of(Medium, actor()), Medium.version_id == version, Medium.name == name
    about = select(Medium.id, Medium.content_type, func.length(Medium.content).label("size"))
    found = db().execute(about.where(*here)).first() if name.isprintable() else None
    if found is None:
        raise NotFound
    return sent(in_ranges(found.size, found.content_type, lambda start, length: _read(found.id, start, length)))


def sent(response: Response) -> Response:
    """Return a picture or clip as it leaves the house: shown in its place, and nothing in it runs."""
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    return response


def _read(identity: UUID, start: int, length: int) -> bytes:
    stretch = select(func.substr(Medium.content, start + 1, length)).where(Medium.id == identity)
    return bytes(db().scalar(stretch) or b"")
