"""The addresses of this room: assignments, what waits, who asked for more time, and asking for it."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.assigning import tabs
from lms.assigning.assignment_pages import (
    asking,
    bulk,
    deciding,
    ending,
    exception_pages,
    listing,
    making,
    running,
    showing,
    taking,
    trying,
    words,
)
from lms.web import slots

bp = Blueprint("assignments", __name__)
ALL = "/assign/assignments"
ONE = f"{ALL}/<uuid:assignment>"
RUN = f"{ONE}/runs/<uuid:run>"
WISH = "/learn/more-time/<uuid:assigned>"

bp.get(ALL, endpoint="every")(listing.every)
bp.post(ALL, endpoint="create")(making.create)
bp.get(f"{ALL}/new", endpoint="new")(making.new)
bp.get(f"{ALL}/curricula/<uuid:curriculum>", endpoint="taking")(taking.taking)
bp.get(ONE, endpoint="page")(showing.page)
bp.get(f"{ONE}/changes", endpoint="edit")(making.edit)
bp.post(f"{ONE}/changes", endpoint="change")(making.change)
bp.get(f"{ONE}/preview", endpoint="preview")(trying.preview)
bp.post(f"{ONE}/runs", endpoint="run")(running.run)
bp.get(RUN, endpoint="progress")(running.progress)
bp.post(f"{RUN}/undoing", endpoint="undo")(running.undo)
bp.post(f"{ONE}/people", endpoint="people")(bulk.people)
bp.post(f"{ONE}/ending", endpoint="end")(ending.end)
bp.post(f"{ONE}/removal", endpoint="discard")(ending.discard)
bp.get("/assign/exceptions", endpoint="exceptions")(exception_pages.exceptions)
bp.post("/assign/exceptions", endpoint="mend")(exception_pages.mend)
bp.get("/assign/wishes", endpoint="wishes")(deciding.wishes)
bp.post("/assign/wishes", endpoint="decide")(deciding.decide)
bp.get(WISH, endpoint="more_time")(asking.more_time)
bp.post(WISH, endpoint="ask")(asking.ask)
bp.post(f"{WISH}/withdrawal", endpoint="take_back")(asking.take_back)


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    tabs.add(app, "assignments.every", lambda: _l("Assignments"), 50)
    slots.fill(app, "learning.planned", asking.on_planned)
    app.jinja_env.globals["hours_words"] = words.hours_words
