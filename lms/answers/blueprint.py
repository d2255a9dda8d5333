"""The address every saved answer goes to."""

from __future__ import annotations

from flask import Blueprint, Flask

from lms.answers import own_data as _own_data  # noqa: F401  - adds to a person's export where the room is opened
from lms.answers import views
from lms.web.navigation import Navigation

bp = Blueprint("answers", __name__)

bp.post("/learn/answers")(views.save)


def register(app: Flask, _navigation: Navigation) -> None:
    """Open the room."""
    app.register_blueprint(bp)
