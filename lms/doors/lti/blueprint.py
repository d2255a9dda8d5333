"""The addresses of LTI: what platforms call, what is met after a launch, and the administrator's pages."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template
from flask_babel import lazy_gettext as _l

from lms.doors.lti import (
    admin_views,
    connecting,
    deep_linking,
    framing,
    login_views,
    members,
    passing_told,
    platforms,
    register_views,
    visit_views,
)
from lms.doors.lti import housekeeping as _housekeeping  # noqa: F401  - its job
from lms.doors.lti import passing as _passing  # noqa: F401  - its job
from lms.doors.lti import said as _said  # noqa: F401  - what its acts are called
from lms.doors.lti.arriving import NO_COURSE
from lms.doors.lti.models import LtiContext
from lms.doors.lti.service_scores import carry
from lms.doors.partners.registry import Door
from lms.doors.partners.registry import register as open_door
from lms.web import shell, slots
from lms.web.context import actor, db, my, secret
from lms.web.forms import Confirmation
from lms.web.navigation import Navigation
from lms.web.visitors import signed_in_visitor

bp = Blueprint("lti", __name__, template_folder="templates")
ONE = "/admin/doors/lti/<uuid:platform>"

bp.get("/lti/login")(login_views.login)
bp.post("/lti/login")(login_views.login)
bp.post("/lti/launch")(login_views.launch)
bp.get("/lti/jwks")(login_views.jwks)
bp.get("/lti/icon.svg")(register_views.icon)
bp.get("/lti/register/<token>")(register_views.registration)
bp.post("/lti/register/<token>")(register_views.register)
bp.get("/lti/choices/<token>")(deep_linking.choose)
bp.post("/lti/choices/<token>")(deep_linking.send)
bp.get("/lti/contexts/<uuid:context>")(visit_views.context)
bp.post("/lti/contexts/<uuid:context>/missing")(members.missing)
bp.get("/lti/nowhere")(visit_views.nowhere)
bp.post("/lti/window")(visit_views.window)
bp.post("/lti/leaving")(visit_views.leave)
bp.get("/lti/connections/<token>")(visit_views.connection)
bp.post("/lti/connections/<token>")(visit_views.connect)
bp.post("/me/platforms/<uuid:tied>/removal")(visit_views.disconnect)
bp.get("/admin/doors/lti", endpoint="platforms")(admin_views.every)
bp.post("/admin/doors/lti/invitations")(admin_views.invite)
bp.get("/admin/doors/lti/new")(admin_views.new)
bp.post("/admin/doors/lti/new", endpoint="create")(admin_views.create)
bp.get(ONE, endpoint="platform")(admin_views.one)
bp.post(ONE, endpoint="change")(admin_views.change)
bp.post(f"{ONE}/switch")(admin_views.switch)
bp.get(f"{ONE}/removal")(admin_views.removing)
bp.post(f"{ONE}/removal", endpoint="remove")(admin_views.remove)
bp.post(f"{ONE}/trial")(admin_views.trial)

DOOR = open_door(
    Door(
        "lti",
        _l("Learning platforms (LTI 1.3)"),
        _l("Moodle, Canvas and others open what is here inside their courses, and get results back."),
        "lti.platforms",
        platforms.connections,
        carry,
    )
)


def register(app: Flask, _navigation: Navigation) -> None:
    """Open the door: what platforms post comes from other sites and proves itself; visits stay within bounds."""
    app.register_blueprint(bp)
    for view in (login_views.login, login_views.launch, register_views.register):
        shell.from_other_sites(app, view)
    app.extensions["csrf"].exempt(visit_views.window)  # a new window has no form cookie yet; the pass proves the visit
    shell.when_signed_out(app, framing.when_over)
    framing.install(app)
    slots.fill(app, "web.visit", _bar)
    slots.fill(app, "people.me", _about_me)
    slots.fill(app, "web.visit", passing_told.in_visit)
    slots.fill(app, "learning.news", passing_told.on_module)
    slots.fill(app, "people.me", passing_told.about_me)


def _bar() -> str:
    """Return the slim bar of a page in a frame."""
    who = signed_in_visitor()
    going_on = connecting.pass_for(secret(), who.token_hash)
    taught = my(LtiContext).where(LtiContext.id == who.context_id, LtiContext.context != NO_COURSE).first()
    return render_template("lti/bar.html", window_pass=going_on, course=taught)


def _about_me() -> str:
    tied = connecting.connections_of(db(), actor())
    return render_template("lti/about_me.html", tied=tied, form=Confirmation()) if tied else ""
