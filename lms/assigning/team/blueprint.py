"""The addresses of a line manager's team, for everybody to whom somebody reports."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template

from lms.assigning.team import views
from lms.web import slots
from lms.web.visitors import signed_in_visitor

bp = Blueprint("team", __name__)

bp.get("/team")(views.team)
bp.get("/team/<uuid:person>")(views.person)
bp.get("/team/giving")(views.giving)
bp.post("/team/giving/<any(trial, done):step>")(views.give)
bp.post("/team/runs/<uuid:run>/undoing")(views.undo)
bp.post("/team/wishes/<uuid:wish>/<any(granted, declined):answer>")(views.decide)


def register(app: Flask) -> None:
    """Open the room; whoever has a team finds the way to it on their home and on their own page."""
    app.register_blueprint(bp)
    for place in ("learning.home", "people.me"):
        slots.fill(app, place, _way)


def _way() -> str:
    return render_template("assigning/team/way.html") if signed_in_visitor().leads else ""
