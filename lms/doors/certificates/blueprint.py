"""The addresses of certificates."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template

from lms.doors.certificates import views
from lms.web import slots
from lms.web.navigation import Navigation

bp = Blueprint("certificates", __name__, template_folder="templates")

bp.get("/learn/<slug>/certificate")(views.offer)
bp.post("/learn/<slug>/certificate")(views.issue)
bp.get("/me/certificates")(views.mine)
bp.get("/me/certificates/<certificate>")(views.one)
bp.get("/me/certificates/<certificate>/<any(en, da, sv):spoken>.pdf")(views.document)
bp.post("/me/certificates/<certificate>/practice")(views.practice)
bp.post("/me/certificates/<certificate>/withdrawal")(views.withdrawal)
bp.post("/me/certificates/<certificate>/reinstatement")(views.reinstatement)
bp.get("/verify")(views.ask)
bp.get("/verify/<certificate>")(views.verify)


def register(app: Flask, _navigation: Navigation) -> None:
    """Open the door, and show the way to it where a module is completed and on a person's own page."""
    app.register_blueprint(bp)
    slots.fill(app, "learning.completed", lambda hand: render_template("certificates/way.html", hand=hand))
    slots.fill(app, "people.me", lambda: render_template("certificates/about_me.html"))
