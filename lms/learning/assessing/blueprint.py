"""The addresses of self-assessment."""

from __future__ import annotations

from flask import Blueprint, Flask

from lms.learning.assessing import context as _context  # noqa: F401  - registers where answers of a sitting go
from lms.learning.assessing import views
from lms.web.navigation import Navigation

bp = Blueprint("assessing", __name__)

bp.get("/learn/assessments")(views.assessments)
bp.get("/learn/assessments/<name>")(views.assessment)
bp.post("/learn/assessments/<name>/sittings", endpoint="begin")(views.begin)
bp.get("/learn/sittings/<uuid:identity>")(views.sitting)
bp.post("/learn/sittings/<uuid:identity>/answers")(views.answers)
bp.post("/learn/sittings/<uuid:identity>/closing")(views.closing)
bp.post("/learn/sittings/<uuid:identity>/discarding")(views.discarding)


def register(app: Flask, _navigation: Navigation) -> None:
    """Open the room's corner; its templates are the learning room's."""
    app.register_blueprint(bp)
