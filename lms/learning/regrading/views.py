"""What a learner does with a message that a key was wrong: puts it away."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from lms.kernel.permissions import MEMBERS, allow
from lms.learning.regrading import messages
from lms.web.context import actor, db, now


@allow(*MEMBERS)
def seen() -> ResponseReturnValue:
    """Put away what I was told about my results."""
    messages.put_away(db(), actor(), now())
    return redirect(url_for("learning.home"), 303)
