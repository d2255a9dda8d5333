"""How many files a person may have made in a minute: each takes the processor up to half a second."""

from __future__ import annotations

from typing import Final

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.people.throttling import Uses
from lms.tools.showing import ShownCalculator
from lms.web.context import actor, database, now, secret

MOST_A_MINUTE: Final = 30
"""Every file of three tools, and a second try of each."""


def is_too_soon() -> bool:
    """Return whether the actor has to wait; a file they may have is counted."""
    return not Uses(secret(), "files", actor().person_id, MOST_A_MINUTE).take(database(), now())


def wait_page(shown: ShownCalculator) -> ResponseReturnValue:
    """Show that so many files were made that this one has to wait."""
    return render_template("tools/not_made.html", shown=shown, too_soon=True), 429, {"Retry-After": "60"}
