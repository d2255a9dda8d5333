"""The addresses of cohorts."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.assigning import tabs
from lms.assigning.cohorts import audience as _kind  # noqa: F401  - a cohort is something one can assign to
from lms.assigning.cohorts import meeting_views, views
from lms.people import history

bp = Blueprint("cohorts", __name__)
ONE = "/assign/cohorts/<uuid:cohort>"

bp.get("/assign/cohorts")(views.cohorts)
bp.get("/assign/cohorts/new")(views.new)
bp.post("/assign/cohorts/new")(views.found)
bp.get(ONE)(views.cohort)
bp.get(f"{ONE}/about")(views.about)
bp.post(f"{ONE}/about")(views.change)
bp.post(f"{ONE}/members")(views.add)
bp.post(f"{ONE}/members/<uuid:person>/leaving")(views.remove)
bp.post(f"{ONE}/retired")(views.retire)
bp.get(f"{ONE}/meetings/new", endpoint="new_meeting")(meeting_views.new)
bp.post(f"{ONE}/meetings/new", endpoint="plan_meeting")(meeting_views.plan)
bp.get(f"{ONE}/meetings/<uuid:meeting>")(meeting_views.meeting)
bp.post(f"{ONE}/meetings/<uuid:meeting>", endpoint="move_meeting")(meeting_views.move)
bp.post(f"{ONE}/meetings/<uuid:meeting>/called-off", endpoint="call_off_meeting")(meeting_views.call_off)
bp.get("/learn/cohorts/<uuid:cohort>")(views.mine)


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    tabs.add(app, "cohorts.cohorts", lambda: _l("Cohorts"), 60)
    history.describe("cohort.joined", _l("Taken into a cohort"))
    history.describe("cohort.left", _l("Let go from a cohort"))
