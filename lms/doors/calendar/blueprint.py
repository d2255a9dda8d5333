"""The addresses of calendars."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, render_template

from lms.doors.calendar import views
from lms.learning.plans import Planned
from lms.web import slots
from lms.web.navigation import Navigation

bp = Blueprint("calendar", __name__, template_folder="templates")

bp.get("/me/calendar")(views.mine)
bp.post("/me/calendar")(views.make)
bp.post("/me/calendar/removal")(views.remove)
bp.get("/me/calendar/due/<uuid:assigned>.ics")(views.due)
bp.get("/me/calendar/meeting/<uuid:meeting>.ics")(views.meeting)
bp.get("/calendar/<token>.ics")(views.feed)


def register(app: Flask, _navigation: Navigation) -> None:
    """Open the door, and show the way to it beside due dates, meetings and on a person's own page."""
    app.register_blueprint(bp)
    slots.fill(app, "people.me", lambda: render_template("calendar/about_me.html"))
    slots.fill(app, "learning.planned", _on_planned)
    slots.fill(app, "cohorts.meeting", lambda meeting: render_template("calendar/on_meeting.html", meeting=meeting))


def _on_planned(planned: Planned, **_more: Any) -> str:
    """Offer the due date as a file, where there is one."""
    return render_template("calendar/on_planned.html", planned=planned) if planned.due is not None else ""
