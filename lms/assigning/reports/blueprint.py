"""The addresses of reports."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.assigning import tabs
from lms.assigning.reports import addresses, count_views, name_views, views, words
from lms.people import history
from lms.web import slots

bp = Blueprint("reports", __name__)
ALL = "/assign/reports"

bp.get(ALL)(views.overview)
bp.get(f"{ALL}/curriculum/<uuid:about>")(views.curriculum)
bp.get(f"{ALL}/module/<uuid:about>")(views.module)
bp.get(f"{ALL}/department/<uuid:about>")(views.department)
bp.get(f"{ALL}/managers")(views.managers)
bp.get(f"{ALL}/names", endpoint="names")(name_views.behind)
bp.post(f"{ALL}/counts", endpoint="count")(count_views.count)
bp.get(f"{ALL}/counts/<uuid:edition>", endpoint="counting")(count_views.counting)
bp.get("/assign/cohorts/<uuid:about>/report")(views.cohort)


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    tabs.add(app, "reports.overview", lambda: _l("Reports"), 70, also=frozenset({"report_files", "group_results"}))
    history.describe("reports.count", _l("Had the reports counted again"))
    slots.fill(app, "team.report", views.of_team)
    slots.fill(app, "cohorts.report", views.way_to_cohort)
    app.jinja_env.globals.update(
        report_url=addresses.url_of, names_url=addresses.names_url, report_heading=words.heading
    )
