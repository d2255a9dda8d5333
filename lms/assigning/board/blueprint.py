"""The addresses of the board's page."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.assigning import tabs
from lms.assigning.board import measure_views, views
from lms.people import history

bp = Blueprint("board", __name__)

bp.get("/assign/board")(views.board)
bp.get("/assign/board/page.pdf")(views.board_file)
bp.get("/assign/board/measures")(measure_views.every_measure)
bp.post("/assign/board/measures/<kind>")(measure_views.enter_measure)
bp.post("/assign/board/measures/<uuid:measure>/removal")(measure_views.measure_removal)


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    tabs.add(app, "board.board", lambda: _l("Board"), 90)
    history.describe("board.enter_measure", _l("Entered a measure of the organisation"))
    history.describe("board.measure_removal", _l("Took out a measure of the organisation"))
