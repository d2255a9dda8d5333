"""The addresses of the tool shelf."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.tools import views
from lms.web.navigation import Navigation

bp = Blueprint("tools", __name__, template_folder="templates")

bp.get("/tools")(views.shelf)
bp.get("/tools/<name>")(views.tool)
bp.post("/tools/<name>")(views.inputs)


def register(app: Flask, navigation: Navigation) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    navigation.add("tools.shelf", lambda: _l("Tools"), "tools", 20)
