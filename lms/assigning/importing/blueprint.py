"""The addresses of this room."""

from __future__ import annotations

from flask import Blueprint, Flask

from lms.assigning.importing import acts, views
from lms.assigning.importing import housekeeping as _keeping  # noqa: F401  - as below
from lms.assigning.importing import ordering as _jobs  # noqa: F401  - a room's jobs are declared where it is opened

bp = Blueprint("importing", __name__)

bp.get("/assign/people/import")(views.imports)
bp.post("/assign/people/import")(acts.upload)
bp.get("/assign/people/import/template.<kind>")(acts.template)
bp.get("/assign/people/import/<uuid:identity>")(views.page)
bp.get("/assign/people/import/<uuid:identity>/progress")(views.progress)
bp.get("/assign/people/import/<uuid:identity>/errors.csv")(acts.errors)
bp.post("/assign/people/import/<uuid:identity>/columns")(acts.choose_columns)
bp.post("/assign/people/import/<uuid:identity>/application")(acts.apply)
bp.post("/assign/people/import/<uuid:identity>/undoing")(acts.undo)
bp.post("/assign/people/import/<uuid:identity>/continuation")(acts.try_again)


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
