"""The addresses of the tool shelf."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.tools import said as _said  # noqa: F401  - what its acts are called
from lms.tools import views
from lms.tools.cases import blueprint as cases
from lms.tools.exports import views as exports
from lms.tools.facts import blueprint as facts
from lms.tools.holes import framed, grid_row, slides
from lms.tools.journeys import blueprint as journeys
from lms.tools.ranges import views as ranges
from lms.tools.result_holes import moves_of, result_of, twins_of
from lms.tools.scenarios import blueprint as scenarios
from lms.tools.written_once import of_everybody
from lms.web.navigation import Navigation

bp = Blueprint("tools", __name__, template_folder="templates")

bp.get("/tools")(views.shelf)
bp.get("/tools/uncertainty")(ranges.uncertainty)
bp.get("/tools/<name>")(views.tool)
bp.post("/tools/<name>")(views.inputs)
bp.get("/tools/<name>/ranges")(ranges.ranges_page)
bp.post("/tools/<name>/ranges")(ranges.ranges_runs)
bp.get("/tools/<name>/export.<kind>")(exports.export)
scenarios.add(bp)
cases.add(bp)
journeys.add(bp)


def register(app: Flask, navigation: Navigation) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    app.jinja_env.globals.update(of_everybody=of_everybody, framed=framed, slides=slides, grid_row=grid_row)
    app.jinja_env.globals.update(result_of=result_of, moves_of=moves_of, twins_of=twins_of)
    facts.register(app)
    scenarios.open_in(app)
    cases.open_in(app)
    journeys.open_in(app)
    navigation.add("tools.shelf", lambda: _l("Tools"), "tools", 20)
