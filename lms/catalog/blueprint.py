"""The address of pictures."""

from __future__ import annotations

from flask import Blueprint, Flask

from lms.catalog import views
from lms.web.navigation import Navigation

bp = Blueprint("catalog", __name__)

bp.get("/media/<uuid:version>/<name>")(views.medium)


def register(app: Flask, _navigation: Navigation) -> None:
    """Open the room."""
    app.register_blueprint(bp)
