"""The address of HR's view of me, and the way to it on one's own page."""

from __future__ import annotations

from flask import Blueprint, Flask

from lms.assigning.mirror import views
from lms.web import slots

bp = Blueprint("mirror", __name__)

bp.get("/me/seen-by-hr")(views.seen_by_hr)


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    slots.fill(app, "people.me", views.on_own_page)
