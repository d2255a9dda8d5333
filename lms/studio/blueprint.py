"""The addresses of the trainer's rooms."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.studio.analysis import views as analysis
from lms.studio.calculators import blueprint as tools_of_drafts
from lms.studio.drafts import blueprint as drafts_of_modules
from lms.studio.drafts import tabs
from lms.studio.drills import views as drills
from lms.studio.editing import views as editing
from lms.studio.library import blueprint as library
from lms.studio.media import blueprint as media
from lms.studio.offers import blueprint as offers
from lms.studio.packs import blueprint as packs
from lms.studio.pages import blueprint as pages
from lms.studio.publishing import blueprint as publishing
from lms.studio.publishing import module_views as versions
from lms.studio.quizzes import blueprint as quizzes_of_drafts
from lms.studio.regrading import views as regrading
from lms.studio.translating import blueprint as translating
from lms.studio.working import blueprint as working
from lms.web.navigation import Navigation

bp = Blueprint("studio", __name__, template_folder="templates")

library.add(bp)
working.add(bp)
bp.get("/author/modules/<slug>", endpoint="module")(versions.module)
bp.get("/author/quizzes")(analysis.quizzes)
bp.get("/author/quizzes/<name>")(analysis.quiz)
bp.get("/author/quizzes/<name>/figures.csv", endpoint="quiz_figures_file")(analysis.figures_file)
bp.get("/author/quizzes/<name>/questions/<item>")(editing.item)
bp.post("/author/quizzes/<name>/questions/<item>")(editing.trial)
bp.get("/author/quizzes/<name>/scenes/<scene>", endpoint="scene")(drills.scene)
bp.post("/author/quizzes/<name>/scenes/<scene>", endpoint="scene_trial")(drills.trial)
bp.get("/author/quizzes/<name>/regrade", endpoint="regrade")(regrading.preview)
bp.post("/author/quizzes/<name>/regrade", endpoint="regrading")(regrading.regrade)
translating.add_to(bp)
media.add_to(bp)
bp.context_processor(lambda: {"told_mends": regrading.told_mends})


def register(app: Flask, navigation: Navigation) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    tabs.install(app)
    drafts_of_modules.register(app)
    quizzes_of_drafts.register(app)
    tools_of_drafts.register(app)
    offers.register(app)
    packs.register(app)
    pages.register(app)
    publishing.register(app)
    translating.register(app)
    media.register(app)
    navigation.add("studio.library", lambda: _l("Library"), "list", 40)
