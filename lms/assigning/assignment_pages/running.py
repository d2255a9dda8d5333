"""Carrying an assignment out, seeing how far it is, and taking it back."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.assigning.assignment_pages.names import names_of
from lms.assigning.assignment_pages.saying import gettext as _
from lms.assigning.assignment_pages.saying import ngettext
from lms.assigning.assignment_pages.telling import Told
from lms.assigning.assignment_pages.trying import tried
from lms.assigning.assignments import runs, undoing
from lms.assigning.assignments.arriving import OPENED
from lms.assigning.assignments.models import STAGING, Assignment, AssignmentRun
from lms.assigning.assignments.refusals import Refused
from lms.assigning.assignments.undoing import Undone
from lms.kernel.permissions import Role, allow
from lms.web.context import actor, db, my, now
from lms.web.forms import Confirmation
from lms.web.shell import wants_json


@allow(Role.HR)
def run(assignment: UUID) -> ResponseReturnValue:
    """Have it carried out as it was shown; whoever changed it meanwhile makes it be looked at once more."""
    row = my(Assignment).where(Assignment.id == assignment).one_or_404()
    if request.form.get("revision") != str(row.revision):
        flash(_("It was changed since you looked. This is what would happen now."))
        return redirect(url_for("assignments.preview", assignment=row.id), 303)
    try:
        begun = runs.begin(db(), actor(), row, now())
    except Refused as refused:
        return tried(row, refused.text)
    return redirect(url_for("assignments.progress", assignment=row.id, run=begun.id), 303)


@allow(Role.HR)
def progress(assignment: UUID, run: UUID) -> ResponseReturnValue:
    """Show how far it has come; a script is told in figures. What has ended leads to the assignment."""
    found = _run(assignment, run)
    page = url_for("assignments.page", assignment=assignment)
    if wants_json():
        ended = found.state != STAGING or runs.has_failed(db(), found)
        return {"done": found.done, "planned": found.planned, "ended": ended, "next": page}
    if found.state != STAGING:
        return redirect(page)
    row = my(Assignment).where(Assignment.id == assignment).one_or_404()
    return render_template(
        "assigning/assignment_pages/progress.html",
        assignment=row,
        told=Told(row, names_of(db(), actor(), [row])),
        run=found,
        failed=runs.has_failed(db(), found),
        form=Confirmation(),
    )


@allow(Role.HR)
def undo(assignment: UUID, run: UUID) -> ResponseReturnValue:
    """Take back what a run gave, and say what came of it."""
    found = _run(assignment, run)
    flash(_said(undoing.undo(db(), actor(), found, now()), told_by_mail=found.cause != OPENED))
    return redirect(url_for("assignments.page", assignment=assignment), 303)


def _run(assignment: UUID, run: UUID) -> AssignmentRun:
    return my(AssignmentRun).where(AssignmentRun.id == run, AssignmentRun.assignment_id == assignment).one_or_404()


def _said(undone: Undone, *, told_by_mail: bool) -> str:
    if undone.already:
        return _("It was undone already.")
    if undone.traceless:
        words = ngettext(
            "Undone: %(num)d person no longer has it, and no mail was sent.",
            "Undone: %(num)d people no longer have it, and no mail was sent.",
            undone.people,
        )
    elif not told_by_mail:
        words = ngettext(
            "Withdrawn from %(num)d person, who can see that it was.",
            "Withdrawn from %(num)d people, who can see that it was.",
            undone.people,
        )
    else:
        words = ngettext(
            "Withdrawn from %(num)d person. A first mail had gone, so they can see that it was withdrawn.",
            "Withdrawn from %(num)d people. First mails had gone, so they can see that it was withdrawn.",
            undone.people,
        )
    kept = ngettext("%(num)d person had finished; that stays.", "%(num)d people had finished; that stays.", undone.kept)
    stopped = _("Nobody who comes later gets it any more.")
    return " ".join([words, *([kept] if undone.kept else []), *([stopped] if undone.stopped else [])])
