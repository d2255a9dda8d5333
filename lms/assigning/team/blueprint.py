"""The addresses of this room."""

from __future__ import annotations

from flask import Blueprint, Flask

bp = Blueprint("team", __name__)


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
