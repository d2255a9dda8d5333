"""The addresses of learning."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.learning import views
from lms.learning.finding import views as finding
from lms.learning.notes import views as notes
from lms.web.navigation import Navigation

bp = Blueprint("learning", __name__, template_folder="templates")

bp.get("/learn")(views.home)
bp.get("/learn/search")(finding.search)
bp.get("/learn/notes")(notes.notes)
bp.get("/learn/notes.md", endpoint="notes_file")(notes.download)
bp.get("/learn/notes/<uuid:identity>")(notes.note)
bp.post("/learn/notes/<uuid:identity>", endpoint="note_change")(notes.change)
bp.post("/learn/notes/<uuid:identity>/deletion", endpoint="note_deletion")(notes.deletion)
bp.post("/learn/notes/<uuid:identity>/restoration", endpoint="note_restoration")(notes.restoration)
bp.post("/learn/<slug>/<name>/notes")(notes.new_note)
bp.get("/learn/<slug>")(views.module)
bp.post("/learn/<slug>/enrolment")(views.enrolment)
bp.post("/learn/<slug>/place")(views.place)
bp.get("/learn/<slug>/<name>")(views.page)
bp.post("/learn/<slug>/<name>/reading")(views.reading)
bp.post("/learn/<slug>/<name>/<block>/attempts", endpoint="open_attempt")(views.open_attempt)
bp.post("/learn/attempts/<uuid:identity>/submission")(views.submission)


def register(app: Flask, navigation: Navigation) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    navigation.add("learning.home", lambda: _l("Learn"), "learn", 10)
