"""Pictures of published versions."""

from __future__ import annotations

from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue

from lms.catalog.models import Medium
from lms.kernel.permissions import MEMBERS, allow
from lms.web.context import my

YEAR = 365 * 24 * 3600


@allow(*MEMBERS)
def medium(version: UUID, name: str) -> ResponseReturnValue:
    """Give one picture; a version never changes, so a browser may keep it for a year."""
    found = my(Medium).where(Medium.version_id == version, Medium.name == name).one_or_404()
    response = Response(found.content, content_type=found.content_type)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    return response
