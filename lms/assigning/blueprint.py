"""The addresses of HR's rooms."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.assigning import said, tabs
from lms.assigning.allowances import blueprint as allowances
from lms.assigning.assignment_pages import blueprint as assignments
from lms.assigning.assignment_pages import overview
from lms.assigning.assignments import listening as _jobs  # noqa: F401  - its jobs and listeners are declared on loading
from lms.assigning.board import blueprint as board
from lms.assigning.cohorts import blueprint as cohorts
from lms.assigning.curricula import blueprint as curricula
from lms.assigning.group_results import blueprint as group_results
from lms.assigning.groups import blueprint as groups
from lms.assigning.importing import blueprint as importing
from lms.assigning.mirror import blueprint as mirror
from lms.assigning.reminding import blueprint as reminding
from lms.assigning.reminding import listening as _reminders  # noqa: F401  - as above
from lms.assigning.report_files import blueprint as report_files
from lms.assigning.reports import blueprint as reports
from lms.assigning.reports import recounting as _counting  # noqa: F401  - its jobs are declared on loading
from lms.assigning.roster import blueprint as roster
from lms.assigning.team import blueprint as team
from lms.web.navigation import Navigation

WAITING = frozenset(f"assignments.{page}" for page in ("exceptions", "mend", "wishes", "decide"))
"""What waits for HR: pages to which the overview leads."""

bp = Blueprint("assigning", __name__, template_folder="templates")

bp.get("/assign")(overview.overview)


def register(app: Flask, navigation: Navigation) -> None:
    """Open the room and those inside it."""
    app.register_blueprint(bp)
    tabs.install(app)
    said.install()
    tabs.add(app, "assigning.overview", lambda: _l("Overview"), 10, also=WAITING)
    for room in (
        allowances,
        roster,
        importing,
        groups,
        curricula,
        assignments,
        cohorts,
        team,
        reminding,
        reports,
        report_files,
        mirror,
        group_results,
        board,
    ):
        room.register(app)
    navigation.add("assigning.overview", lambda: _l("People"), "people", 30)
