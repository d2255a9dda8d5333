"""The addresses of spaced recall."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template

from lms.learning.recall import own_data as _own_data  # noqa: F401  - adds to a person's export
from lms.learning.recall import views
from lms.web import slots
from lms.web.navigation import Navigation

bp = Blueprint("recall", __name__)

bp.get("/learn/recall")(views.ask)
bp.get("/learn/recall/<uuid:identity>")(views.answered)
bp.post("/learn/recall/<uuid:identity>/answer")(views.answer)
bp.get("/me/recall")(views.mine)
bp.post("/me/recall/rests")(views.rest)
bp.post("/me/recall/rests/deletion")(views.resumption)
bp.post("/me/recall/<uuid:module>/stop")(views.stop)
bp.post("/me/recall/<uuid:module>/stop/deletion")(views.restart)


def register(app: Flask, _navigation: Navigation) -> None:
    """Open the room's corner; its templates are the learning room's."""
    app.register_blueprint(bp)
    slots.fill(app, "people.me", lambda: render_template("learning/recall/about_me.html"))
