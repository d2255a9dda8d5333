"""The addresses of HR's rooms."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.assigning import views
from lms.web.navigation import Navigation

bp = Blueprint("assigning", __name__, template_folder="templates")

bp.get("/assign", endpoint="overview")(views.people)
bp.get("/assign/people")(views.people)


def register(app: Flask, navigation: Navigation) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    navigation.add("assigning.overview", lambda: _l("People"), "people", 30)
