"""The addresses of decision drills."""

from __future__ import annotations

from flask import Blueprint, Flask

from lms.learning.drills import views
from lms.web.navigation import Navigation

bp = Blueprint("drills", __name__)

bp.get("/learn/drills/<name>")(views.drill)
bp.post("/learn/drills/<name>/plays", endpoint="begin")(views.begin)
bp.get("/learn/plays/<uuid:identity>")(views.play)
bp.post("/learn/plays/<uuid:identity>/choices", endpoint="choose")(views.choose)
bp.get("/learn/plays/<uuid:identity>/choices/<int:number>", endpoint="step")(views.step)


def register(app: Flask, _navigation: Navigation) -> None:
    """Open the room's corner; its templates are the learning room's."""
    app.register_blueprint(bp)
