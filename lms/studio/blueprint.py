"""The addresses of the trainer's rooms."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.studio import views
from lms.studio.analysis import views as analysis
from lms.studio.drills import views as drills
from lms.studio.editing import views as editing
from lms.studio.regrading import views as regrading
from lms.web.navigation import Navigation

bp = Blueprint("studio", __name__, template_folder="templates")

bp.get("/author")(views.library)
bp.get("/author/modules/<slug>")(views.module)
bp.get("/author/quizzes")(analysis.quizzes)
bp.get("/author/quizzes/<name>")(analysis.quiz)
bp.get("/author/quizzes/<name>/figures.csv", endpoint="quiz_figures_file")(analysis.figures_file)
bp.get("/author/quizzes/<name>/questions/<item>")(editing.item)
bp.post("/author/quizzes/<name>/questions/<item>")(editing.trial)
bp.get("/author/quizzes/<name>/scenes/<scene>", endpoint="scene")(drills.scene)
bp.post("/author/quizzes/<name>/scenes/<scene>", endpoint="scene_trial")(drills.trial)
bp.get("/author/quizzes/<name>/regrade", endpoint="regrade")(regrading.preview)
bp.post("/author/quizzes/<name>/regrade", endpoint="regrading")(regrading.regrade)
bp.context_processor(lambda: {"told_mends": regrading.told_mends})


def register(app: Flask, navigation: Navigation) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    navigation.add("studio.library", lambda: _l("Library"), "list", 40)
