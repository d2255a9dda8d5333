"""The addresses of this room: what the forms on a person's page send."""

from __future__ import annotations

from flask import Blueprint, Flask

from lms.assigning.allowances import views

bp = Blueprint("allowances", __name__)

bp.post("/assign/people/<uuid:person>/extra-time")(views.extra_time)
bp.post("/assign/people/<uuid:person>/another-try")(views.another_try)


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    app.jinja_env.globals["allowances_of"] = views.allowances_of
