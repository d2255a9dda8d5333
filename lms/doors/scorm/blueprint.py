"""The address of packages for other platforms."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, render_template
from flask_babel import lazy_gettext as _l

from lms.doors.partners.registry import Door
from lms.doors.partners.registry import register as make_known
from lms.doors.scorm import views
from lms.web import slots
from lms.web.navigation import Navigation

bp = Blueprint("scorm", __name__, template_folder="templates")

bp.get("/admin/doors/scorm", endpoint="settings")(views.packages)
bp.post("/admin/doors/scorm")(views.send)
bp.get("/admin/doors/scorm/package")(views.made)
bp.get("/admin/doors/scorm/package/progress")(views.progress)
bp.get("/admin/doors/scorm/package/file")(views.take)

make_known(
    Door(
        views.DOOR,
        _l("SCORM packages"),
        _l("A module as a file, for platforms that play packages only."),
        "scorm.settings",
        None,
    )
)


def register(app: Flask, _navigation: Navigation) -> None:
    """Open the door, and show the way to it on a module's page in the studio."""
    app.register_blueprint(bp)
    slots.fill(app, "studio.module", _on_module)


def _on_module(module: Any) -> str:
    """Offer the module as a package."""
    return render_template("scorm/on_module.html", module=module)
