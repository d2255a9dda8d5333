"""The board's page: on the screen, on paper, as PDF."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from lms.assigning.board.page import Page, page
from lms.assigning.board.paper import cause, heading, typeset
from lms.kernel.permissions import Role, allow
from lms.web.context import actor, db, now, today
from lms.web.paper.children import NotMade


@allow(Role.HR)
def board() -> str:
    """Show the page."""
    return _shown(page(db(), actor(), now(), today()))


@allow(Role.HR)
def board_file() -> ResponseReturnValue:
    """Send the page as PDF; where it cannot be made now, the page itself, which says so (503)."""
    found = page(db(), actor(), now(), today())
    try:
        made = typeset(found)
    except NotMade:
        return _shown(found, unmade=True), 503
    name = f'attachment; filename="board-{found.as_of:%Y-%m-%d}.pdf"'
    return Response(made, content_type="application/pdf", headers={"Content-Disposition": name})


def _shown(found: Page, *, unmade: bool = False) -> str:
    return render_template(
        "assigning/board/board.html", page=found, heading=heading(found), cause=cause(), unmade=unmade
    )
