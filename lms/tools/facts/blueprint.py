"""The addresses of the fact book."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template

from lms.tools.facts import approval_views, tool_views, views
from lms.web import slots

bp = Blueprint("facts", __name__)
FACT = "/me/facts/<fact>"
APPROVED = "/assign/facts/<fact>"

bp.get("/me/facts")(views.mine)
bp.post(FACT)(views.figure)
bp.post(f"{FACT}/removal")(views.removal)
bp.post(f"{FACT}/restoration")(views.restoration)
bp.post(f"{FACT}/approval")(views.approval)
bp.post("/tools/<name>/facts")(tool_views.tool_fact)
bp.get("/assign/facts")(approval_views.approvals)
bp.post(APPROVED)(approval_views.approve_figure)
bp.post(f"{APPROVED}/withdrawal")(approval_views.withdrawal)


def register(app: Flask) -> None:
    """Open the room, and tell of it on a person's own page and in the settings."""
    app.register_blueprint(bp)
    slots.fill(app, "people.me", lambda: render_template("tools/facts_about_me.html"))
    slots.fill(app, "people.settings", lambda: render_template("tools/facts_in_settings.html"))
