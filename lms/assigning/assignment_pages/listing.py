"""The list of assignments: what is given to whom, by when, and how far they are."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.assigning.assignment_pages.addresses import after_of, next_page
from lms.assigning.assignment_pages.names import names_of, people_named
from lms.assigning.assignment_pages.telling import Told
from lms.assigning.assignments import reading
from lms.assigning.assignments.models import ACTIVE, DRAFT, ENDED
from lms.kernel.permissions import Role, allow
from lms.web.context import actor, db, now

SHOWN = (ACTIVE, DRAFT, ENDED)


@allow(Role.HR)
def every() -> ResponseReturnValue:
    """Show the assignments of one state, the newest first."""
    shown = request.args.get("show", ACTIVE)
    shown = shown if shown in SHOWN else ACTIVE
    found, following = reading.assignments(db(), actor(), now(), state=shown, after=after_of(request.args))
    names = names_of(db(), actor(), [each.assignment for each in found])
    return render_template(
        "assigning/assignment_pages/every.html",
        listed=[(each, Told(each.assignment, names)) for each in found],
        makers=people_named(db(), actor(), {each.assignment.made_by for each in found}),
        shown=shown,
        following=next_page(following),
        first=url_for("assignments.every", show=shown) if request.args.get("after") else None,
        at=now(),
    )
