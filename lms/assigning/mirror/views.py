"""HR's view of me."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.assigning.assignment_pages.words import EXEMPT_REASONS, WISH_REASONS, missing_words
from lms.assigning.mirror.seen import seen
from lms.kernel.permissions import MEMBERS, allow
from lms.people import mails
from lms.web.context import actor, db, now, today


@allow(*MEMBERS)
def seen_by_hr() -> ResponseReturnValue:
    """Show the reader everything HR sees of them."""
    return render_template(
        "assigning/mirror/seen.html",
        seen=seen(db(), actor(), today(), now()),
        states=mails.STATES,
        reasons=mails.REASONS,
        exempt_reasons=EXEMPT_REASONS,
        wish_reasons=WISH_REASONS,
        missing_words=missing_words,
        today=today(),
        at=now(),
    )


def on_own_page() -> str:
    """Return the section of one's own page that leads here."""
    return render_template("assigning/mirror/on_own_page.html")
