"""The addresses of this room."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.assigning import tabs
from lms.assigning.curricula import tidying as _tidying  # noqa: F401  - a room's jobs are declared where it is opened
from lms.assigning.curricula import views, wording
from lms.assigning.curricula.planned import given_to
from lms.assigning.curricula.shipped import views as shipped
from lms.learning import plans

bp = Blueprint("curricula", __name__)
ONE = "/assign/curricula/<uuid:identity>"
SHIPPED = "/assign/curricula/library/<shipped>"

bp.get("/assign/curricula")(views.every)
bp.post("/assign/curricula")(views.create)
bp.get(ONE)(views.edit)
bp.post(ONE)(views.change)
bp.post(f"{ONE}/last-act/removal")(views.take_back)
bp.get(f"{ONE}/preview")(views.preview)
bp.get(f"{ONE}/publication")(views.publication)
bp.post(f"{ONE}/publication")(views.publish)
bp.post(f"{ONE}/changes/removal")(views.discard)
bp.post(f"{ONE}/copies")(views.copy)
bp.post(f"{ONE}/retirement")(views.retire)
bp.post(f"{ONE}/retirement/end")(views.unretire)
bp.post(f"{ONE}/removal")(views.remove)
bp.post(f"{ONE}/return")(views.restore)
bp.get(SHIPPED, endpoint="shipped")(shipped.preview)
bp.get(f"{SHIPPED}/guide", endpoint="guide")(shipped.guide)
bp.get(f"{SHIPPED}/letters", endpoint="letters")(shipped.letters)
bp.post(f"{SHIPPED}/drafts", endpoint="begin")(shipped.begin)
bp.add_app_template_filter(wording.duration, "duration")
bp.add_app_template_global(wording.asked_time)


def register(app: Flask) -> None:
    """Open the room, and let learning ask here what somebody has been given."""
    plans.set_source(given_to)
    app.register_blueprint(bp)
    tabs.add(app, "curricula.every", lambda: _l("Curricula"), 40)
