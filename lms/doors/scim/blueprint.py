"""The addresses of the directory: the SCIM server itself, and the administrator's page."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.doors.partners.registry import Door
from lms.doors.partners.registry import register as register_door
from lms.doors.scim import undescribed as _first  # noqa: F401  - before anything loads the library
from lms.doors.scim import views
from lms.doors.scim.new_people import TAKEN_ON
from lms.doors.scim.server import DirectoryServer
from lms.people import history
from lms.web.navigation import Navigation

bp = Blueprint("scim_settings", __name__, template_folder="templates")

bp.get("/admin/doors/scim")(views.settings)
bp.post("/admin/doors/scim/tokens")(views.make_token)
bp.post("/admin/doors/scim/tokens/<uuid:door_token>/revocation")(views.revoke_token)
bp.post("/admin/doors/scim/adoption")(views.adopt)

history.describe_all(
    {
        TAKEN_ON: _l("You were taken on from the company's directory"),
        "scim.adoption": _l("What the directory may do with people who have a role was changed"),
    }
)
register_door(
    Door(
        "scim",
        _l("Directory (SCIM)"),
        _l("Entra ID, Okta and other directories keep people and groups up to date here."),
        "scim_settings.settings",
        views.connections,
    )
)


def register(app: Flask, _navigation: Navigation) -> None:
    """Open the door."""
    app.register_blueprint(bp)
    DirectoryServer().init_app(app)
