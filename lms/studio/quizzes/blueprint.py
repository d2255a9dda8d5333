"""The addresses of a draft's quizzes, self-assessments and drills."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.studio.drafts import tabs
from lms.studio.drafts.wording import WORDS
from lms.studio.quizzes import act_views, pictures, piece_views, views
from lms.studio.quizzes.wording import ACTS

bp = Blueprint("draft_quizzes", __name__)
ALL = "/author/drafts/<uuid:draft>/quizzes"
ONE = f"{ALL}/<name>"
PIECE = f"{ONE}/<section>"

bp.get(ALL)(views.quizzes)
bp.post(ALL)(act_views.begin)
bp.post("/author/drafts/<uuid:draft>/question-imports")(act_views.bring)
bp.get("/author/drafts/<uuid:draft>/question-pictures/<name>")(pictures.picture)
bp.get(ONE)(views.quiz)
bp.post(ONE)(act_views.act)
bp.get(f"{ONE}/add")(act_views.adding)
bp.post(f"{ONE}/add")(act_views.add)
bp.post(f"{ONE}/items/<entry>/picture", endpoint="add_picture")(pictures.add)
for _address in (PIECE, f"{PIECE}/<entry>"):
    bp.get(_address)(piece_views.piece)
    bp.post(_address)(piece_views.keeping)


def register(app: Flask) -> None:
    """Open the room; called after `tabs.install`."""
    app.register_blueprint(bp)
    WORDS.update(ACTS)
    tabs.add(app, "draft_quizzes.quizzes", lambda: _l("Questions"), 20, also=frozenset({"draft_quizzes"}))
