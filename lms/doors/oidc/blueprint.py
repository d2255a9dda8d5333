"""The addresses of single sign-on."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.doors.oidc import admin_views, leaving, linking, places, removal_views, trial, views, ways
from lms.doors.oidc import forgetting as _forgetting  # noqa: F401  - its job
from lms.doors.oidc import warning as _warning  # noqa: F401  - its job and its mails
from lms.doors.oidc.connections import listed
from lms.doors.oidc.models import DOOR
from lms.doors.oidc.requiring import ELSEWHERE
from lms.doors.partners.registry import Door
from lms.doors.partners.registry import register as register_door
from lms.people import elsewhere, history
from lms.web import slots
from lms.web.navigation import Navigation

bp = Blueprint("oidc", __name__, template_folder="templates")
HERE, ADMIN, MINE = "/sign-in/oidc/<uuid:connection>", "/admin/doors/oidc", "/me/sign-on"
ONE = f"{ADMIN}/<uuid:connection>"

bp.get("/sign-in/company")(views.ask_company)
bp.post("/sign-in/company")(views.show_company)
bp.get(HERE)(views.begin)
bp.get(f"{HERE}/callback")(views.callback)
bp.get(f"{HERE}/left")(leaving.left)
bp.post(f"{HERE}/sign-out")(leaving.signed_out_there)

bp.get(f"{MINE}/<uuid:connection>")(linking.connect)
bp.post(MINE)(linking.confirm)
bp.post(f"{MINE}/<uuid:identity>/removal")(linking.disconnect)

bp.get(ADMIN)(admin_views.every)
bp.post(ADMIN)(admin_views.create)
bp.get(f"{ADMIN}/new")(admin_views.new)
bp.get(ONE)(admin_views.one)
bp.get(f"{ONE}/settings")(admin_views.edit)
bp.post(f"{ONE}/settings")(admin_views.change)
bp.post(f"{ONE}/activity")(admin_views.switch)
bp.post(f"{ONE}/check")(admin_views.check)
bp.get(f"{ONE}/trial", endpoint="trial")(trial.begin)
bp.post(f"{ONE}/domains")(admin_views.add_domain)
bp.post(f"{ONE}/domains/<uuid:domain>/removal")(admin_views.remove_domain)
bp.get(f"{ONE}/removal", endpoint="ask_removal")(removal_views.ask)
bp.post(f"{ONE}/removal", endpoint="remove")(removal_views.remove)


def register(app: Flask, _navigation: Navigation) -> None:
    """Open the door, and show the way to it where people sign in, on their own page and in the settings."""
    app.register_blueprint(bp)
    places.install(app)
    app.extensions["csrf"].exempt(leaving.signed_out_there)  # a provider's server sends it, signed; no browser does
    slots.fill(app, "people.sign_in.ways", ways.on_sign_in)
    slots.fill(app, "people.me", linking.about_me)
    slots.fill(app, "people.settings", ways.on_settings)
    elsewhere.declare(ELSEWHERE)


register_door(
    Door(
        DOOR,
        _l("Single sign-on"),
        _l("People come in with their account at work: Entra ID, Google, Keycloak or any OpenID Connect provider."),
        "oidc.every",
        listed,
    )
)
history.describe_all(
    {
        "oidc.connected": _l("Your account at work was connected"),
        "oidc.disconnected": _l("Your account at work was disconnected"),
        "oidc.added": _l("A way to sign in was added"),
        "oidc.changed": _l("A way to sign in was changed"),
        "oidc.on": _l("A way to sign in was switched on"),
        "oidc.off": _l("A way to sign in was switched off"),
        "oidc.removed": _l("A way to sign in was taken away"),
        "oidc.domain.added": _l("A mail domain was added to a way to sign in"),
        "oidc.domain.removed": _l("A mail domain was removed from a way to sign in"),
    }
)
