"""The addresses of what all doors share."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template

from lms.doors.partners import delivering as _delivering  # noqa: F401  - its jobs
from lms.doors.partners import views
from lms.web import slots
from lms.web.navigation import Navigation

bp = Blueprint("partners", __name__, template_folder="templates")

bp.get("/admin/doors")(views.overview)
bp.get("/admin/doors/log")(views.exchanges)
bp.post("/admin/doors/log/<uuid:delivery>")(views.try_again)
bp.post("/admin/doors/log")(views.try_all_again)


def register(app: Flask, _navigation: Navigation) -> None:
    """Open the room, and show the way to it on the page of settings."""
    app.register_blueprint(bp)
    slots.fill(app, "people.settings", lambda: render_template("partners/on_settings.html"))
