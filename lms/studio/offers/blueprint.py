"""The addresses of offers."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.people import history
from lms.studio.drafts import wording
from lms.studio.offers import views

bp = Blueprint("offers", __name__)

bp.get("/author/offers")(views.offers)
bp.get("/author/offers/<uuid:adapted>")(views.offer)
bp.post("/author/offers/<uuid:adapted>", endpoint="answer")(views.answer)


def register(app: Flask) -> None:
    """Open the room."""
    history.describe("offers.answer", _l("An offered change of the library was left as it is"))
    wording.WORDS["offer.accepted"] = _l("took over a change of the library")
    app.register_blueprint(bp)
