"""The addresses of people: signing in and out, one's own page, the organisation's settings."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.kernel import delivering as _delivering  # noqa: F401  - the kernel has no room of its own to open
from lms.kernel import statistics as _statistics  # noqa: F401  - nor here
from lms.people import absences as _absences  # noqa: F401  - its job
from lms.people import housekeeping as _jobs  # noqa: F401  - a room's jobs are declared where the room is opened
from lms.people import job_views, mail_views, views
from lms.people.auditing import forgetting as _forgetting  # noqa: F401  - its job
from lms.people.auditing import leaving_a_trace, log_views, own_views
from lms.people.auditing import own_data as _own_data  # noqa: F401  - its part of a person's own file
from lms.people.second_factor import blueprint as second_factor
from lms.web import visitors
from lms.web.navigation import Navigation

bp = Blueprint("people", __name__, template_folder="templates")

bp.get("/sign-in")(views.sign_in)
bp.post("/sign-in", endpoint="open_session")(views.open_session)
bp.post("/sign-out")(views.sign_out)
bp.get("/me")(views.me)
bp.post("/me/language", endpoint="prefer_language")(views.prefer_language)
bp.post("/me/organisation", endpoint="change_organisation")(views.change_organisation)
bp.get("/me/looked")(own_views.looked)
bp.get("/me/data.json", endpoint="own_data")(views.own_data)
bp.get("/admin", endpoint="settings")(views.settings)
bp.post("/admin", endpoint="save_settings")(views.save_settings)
bp.get("/admin/jobs", endpoint="jobs")(job_views.jobs)
bp.post("/admin/jobs/<uuid:job>", endpoint="try_again")(job_views.try_again)
bp.get("/admin/mail", endpoint="mails")(mail_views.every)
bp.get("/admin/mail/<uuid:mail>", endpoint="mail")(mail_views.one)
bp.get("/admin/audit", endpoint="audit")(log_views.entries)
bp.get("/admin/audit.csv", endpoint="audit_csv")(log_views.entries_csv)


def register(app: Flask, navigation: Navigation) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    second_factor.register(app)
    visitors.install(app, views.recognise)
    leaving_a_trace.install(app)
    navigation.add("people.settings", lambda: _l("Settings"), "settings", 90)
