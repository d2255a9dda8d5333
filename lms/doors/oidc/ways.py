"""What the door shows on pages of others: its buttons on the sign-in page, and what ends soon in the settings."""

from __future__ import annotations

from flask import render_template
from sqlalchemy import exists, select

from lms.doors.oidc.connections import ends_soon
from lms.doors.oidc.models import OidcConnection, OidcDomain
from lms.kernel.permissions import Role
from lms.web.context import db, my, today
from lms.web.redirects import safe_next
from lms.web.visitors import signed_in_visitor


def on_sign_in(then: str | None) -> str:
    """Return the buttons of connections that are to be seen by everybody, and the way to the others."""
    shown = select(OidcConnection).where(OidcConnection.active, OidcConnection.has_button).order_by(OidcConnection.name)
    connections = list(db().scalars(shown.limit(10)))
    hidden = exists().where(OidcDomain.held.is_not(None), OidcDomain.connection_id == OidcConnection.id)
    others = db().scalar(select(exists().where(OidcConnection.active, ~OidcConnection.has_button, hidden)))
    if not connections and not others:
        return ""
    return render_template("oidc/ways.html", connections=connections, others=others, then=safe_next(then))


def on_settings() -> str:
    """Return a warning of client secrets that end soon: nobody could sign in any more."""
    if not signed_in_visitor().has(Role.ADMIN):
        return ""
    found = my(OidcConnection).where(OidcConnection.active.is_(True)).order_by(OidcConnection.secret_ends).all()
    ending = [each for each in found if ends_soon(each, today())]
    return render_template("oidc/on_settings.html", ending=ending, today=today()) if ending else ""
