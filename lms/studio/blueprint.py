"""The addresses of the trainer's rooms."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.studio import views
from lms.web.navigation import Navigation

bp = Blueprint("studio", __name__, template_folder="templates")

bp.get("/author")(views.library)
bp.get("/author/modules/<slug>")(views.module)


def register(app: Flask, navigation: Navigation) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    navigation.add("studio.library", lambda: _l("Library"), "list", 40)
