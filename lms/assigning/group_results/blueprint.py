"""The addresses of group results."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.assigning.group_results import publishing as _jobs  # noqa: F401  - declares what the worker does
from lms.assigning.group_results import views
from lms.people import history
from lms.web import slots

bp = Blueprint("group_results", __name__)

bp.get("/assign/reports/groups")(views.results)
bp.post("/assign/reports/groups/fewest")(views.change_fewest)
bp.get("/assign/reports/groups/<uuid:snapshot>")(views.result)
bp.get("/assign/reports/groups/<uuid:snapshot>/file.csv")(views.result_file)


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    slots.fill(app, "reports.rooms", views.in_reports)
    history.describe("group_results.change_fewest", _l("Changed how many people a shown group takes"))
