"""The end of an assignment: a draft goes, one that gave something stops."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from lms.assigning.assignment_pages.saying import gettext as _
from lms.assigning.assignments import drafting
from lms.assigning.assignments.models import Assignment
from lms.assigning.assignments.refusals import Refused
from lms.kernel.permissions import Role, allow
from lms.web.context import actor, db, my, now


@allow(Role.HR)
def end(assignment: UUID) -> ResponseReturnValue:
    """Stop it: nobody new gets it; who has it keeps it."""
    row = my(Assignment).where(Assignment.id == assignment).one_or_404()
    try:
        drafting.end(db(), actor(), row, now())
    except Refused as refused:
        flash(refused.text)
    else:
        flash(_("Ended. Nobody new gets it; whoever has it keeps it."))
    return redirect(url_for("assignments.page", assignment=row.id), 303)


@allow(Role.HR)
def discard(assignment: UUID) -> ResponseReturnValue:
    """Delete a draft that never gave anything to anybody."""
    row = my(Assignment).where(Assignment.id == assignment).one_or_404()
    try:
        drafting.discard(db(), actor(), row)
    except Refused as refused:
        flash(refused.text)
        return redirect(url_for("assignments.page", assignment=row.id), 303)
    flash(_("The draft is deleted."))
    return redirect(url_for("assignments.every", show="draft"), 303)
