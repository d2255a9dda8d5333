"""The addresses of packs."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.people import history
from lms.studio.packs import uploads as _jobs  # noqa: F401  - a room's jobs are declared where it is opened
from lms.studio.packs import views

bp = Blueprint("packs", __name__)

bp.get("/author/packs")(views.packs)
bp.post("/author/packs", endpoint="upload")(views.receive)
bp.get("/author/packs/library.zip", endpoint="own_library")(views.own_library)
bp.get("/author/packs/outside-in.zip", endpoint="shared_library")(views.shared_library)
bp.get("/author/packs/<uuid:upload>")(views.preview)
bp.post("/author/packs/<uuid:upload>", endpoint="take_in")(views.take_in)
bp.post("/author/packs/<uuid:upload>/deletion", endpoint="discard")(views.discard)
bp.get("/author/modules/<slug>/pack.zip", endpoint="one_module")(views.one_module)


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    history.describe("pack.taken_in", _l("A module was taken in from a pack"))
    history.describe("packs.upload", _l("A pack was uploaded to be looked at"))
    history.describe("packs.discard", _l("An uploaded pack was thrown away unused"))
