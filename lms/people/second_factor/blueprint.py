"""The addresses of the second factor: the second step of signing in, one's own ways in, what administrators settle."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template

from lms.people.second_factor import admin_views, confirming_views, own_views, sign_in_views
from lms.web import slots

bp = Blueprint("second_factor", __name__, template_folder="templates")
SECOND, MINE, ADMIN = "/sign-in/second", "/me/security", "/admin/second-factor"
PASSKEY, AGAIN = f"{MINE}/passkeys/<uuid:passkey>", f"{MINE}/confirmation"

bp.get("/sign-in/passkey")(sign_in_views.ask_any_passkey)
bp.post("/sign-in/passkey")(sign_in_views.open_by_passkey)
bp.get(SECOND)(sign_in_views.second)
bp.post(SECOND)(sign_in_views.show_code)
bp.get(f"{SECOND}/passkey", endpoint="ask_second_passkey")(sign_in_views.ask_passkey)
bp.post(f"{SECOND}/passkey")(sign_in_views.show_passkey)
bp.post(f"{SECOND}/app")(sign_in_views.set_up_app)
bp.get(f"{SECOND}/new-passkey")(sign_in_views.ask_new_passkey)
bp.post(f"{SECOND}/new-passkey")(sign_in_views.set_up_passkey)

bp.get(MINE)(own_views.security)
bp.post(AGAIN)(confirming_views.by_password)
bp.post(f"{AGAIN}/code")(confirming_views.by_code)
bp.get(f"{AGAIN}/passkey", endpoint="ask_passkey_again")(confirming_views.ask_passkey)
bp.post(f"{AGAIN}/passkey")(confirming_views.by_passkey)
bp.get(f"{MINE}/app")(own_views.app)
bp.post(f"{MINE}/app")(own_views.begin_app)
bp.post(f"{MINE}/app/first-code")(own_views.accept_app)
bp.post(f"{MINE}/app/removal")(own_views.remove_app)
bp.get(f"{MINE}/passkeys/new")(own_views.ask_passkey)
bp.post(f"{MINE}/passkeys")(own_views.add_passkey)
bp.post(PASSKEY)(own_views.rename_passkey)
bp.post(f"{PASSKEY}/removal")(own_views.remove_passkey)
bp.post(f"{MINE}/recovery-codes")(own_views.make_codes)
bp.post(f"{MINE}/trusted/<uuid:browser>/removal")(own_views.end_trust)
bp.post(f"{MINE}/other-sessions/removal")(own_views.sign_out_others)

bp.get(ADMIN)(admin_views.asking)
bp.post(ADMIN)(admin_views.ask)
bp.post(f"{ADMIN}/people")(admin_views.find)
bp.get(f"{ADMIN}/people/<uuid:person>")(admin_views.whose)
bp.post(f"{ADMIN}/people/<uuid:person>")(admin_views.reset)


def register(app: Flask) -> None:
    """Open the room, and show the way to it on one's own page, in the settings and beside somebody's roles."""
    app.register_blueprint(bp)
    slots.fill(app, "people.settings", admin_views.in_settings)
    slots.fill(app, "roster.roles", lambda person: render_template("second_factor/beside_roles.html", person=person))
