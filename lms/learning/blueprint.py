"""The addresses of learning."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.learning import answering as _answers  # noqa: F401  - where a quiz's answers go
from lms.learning import attempt_views, kind_pages, plan_views, untranslated, views
from lms.learning import forgetting as _forgetting  # noqa: F401  - the job that forgets old tries
from lms.learning import said as _said  # noqa: F401  - what its acts are called
from lms.learning.analysis import folding as _folding  # noqa: F401  - the jobs that count answers
from lms.learning.analysis import recounting as _recounting  # noqa: F401
from lms.learning.finding import views as finding
from lms.learning.moving import views as moving
from lms.learning.notes import views as notes
from lms.learning.overdue import TimeIsUp
from lms.learning.regrading import applying as _applying  # noqa: F401  - the job that regrades
from lms.learning.regrading import counting as _counting  # noqa: F401  - the jobs that count what a mend changes
from lms.learning.regrading import views as regrading
from lms.learning.standing import Shut
from lms.learning.usefulness import folding as _visits  # noqa: F401  - the jobs that count what works
from lms.learning.usefulness import views as usefulness
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
bp.get("/learn/curricula/<uuid:identity>")(plan_views.curriculum)
bp.get("/learn/<slug>")(views.module)
bp.post("/learn/<slug>/enrolment")(views.enrolment)
bp.post("/learn/<slug>/place")(views.place)
bp.post("/learn/<slug>/edition")(moving.edition)
bp.get("/learn/<slug>/<name>")(views.page)
bp.post("/learn/<slug>/<name>/reading")(views.reading)
bp.post("/learn/<slug>/<name>/usefulness")(usefulness.useful)
bp.post("/learn/<slug>/<name>/time", endpoint="page_time")(usefulness.time)
bp.post("/learn/<slug>/<name>/<block>/attempts", endpoint="open_attempt")(attempt_views.open_attempt)
bp.post("/learn/attempts/<uuid:identity>/submission")(attempt_views.submission)
bp.post("/learn/attempts/<uuid:identity>/checks")(attempt_views.checking)
bp.get("/learn/attempts/<uuid:identity>/time")(attempt_views.time_left)
bp.post("/learn/mended-results/seen", endpoint="regrades_seen")(regrading.seen)
bp.register_error_handler(TimeIsUp, attempt_views.time_is_up)
bp.register_error_handler(Shut, views.shut)


def register(app: Flask, navigation: Navigation) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    kind_pages.install(app)
    untranslated.install(app)
    navigation.add("learning.home", lambda: _l("Learn"), "learn", 10)
