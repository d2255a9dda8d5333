"""Writing an assignment down: the form, its drafts, and what others changed meanwhile. Nothing is given to anybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.assigning.assignment_pages.form import KINDS, AssignmentForm, data_of, kept_of, prefilled
from lms.assigning.assignment_pages.names import names_of
from lms.assigning.assignment_pages.offer import offer_of
from lms.assigning.assignment_pages.ours import check_ours, named_by
from lms.assigning.assignment_pages.saying import gettext as _
from lms.assigning.assignment_pages.words import audience_words
from lms.assigning.assignments import again, audience, dues
from lms.assigning.assignments.drafting import Draft, save_draft, save_event
from lms.assigning.assignments.models import DRAFT, ENDED, Assignment
from lms.assigning.assignments.refusals import Refused
from lms.kernel.ids import read_id
from lms.kernel.permissions import Role, allow
from lms.web.context import actor, db, my, now

A_MOMENT: Final = timedelta(minutes=1)
FIELDS: Final = {
    "audience": "everyone",
    "due_kind": "kind",
    "due_on": "on",
    "due_curriculum": "completion_curriculum",
    "due_event": "event",
    "at_least_days": "at_least",
    "again_months": "months",
    "again_yearly": "yearly",
}
"""What an operation calls a field, and what the form calls it; the others have one name."""


@allow(Role.HR)
def new() -> ResponseReturnValue:
    """Show the empty form, or one in which another page has put something already."""
    form = AssignmentForm(data=prefilled(request.args))
    check_ours(db(), actor(), named_by(form))
    return _page(form, None)


@allow(Role.HR)
def create() -> ResponseReturnValue:
    """Keep a new draft, and go on to what would happen."""
    return _keep(AssignmentForm(), None)


@allow(Role.HR)
def edit(assignment: UUID) -> ResponseReturnValue:
    """Show an assignment in the form."""
    row = _changeable(assignment)
    return _page(AssignmentForm(data=data_of(row)), row)


@allow(Role.HR)
def change(assignment: UUID) -> ResponseReturnValue:
    """Keep what was changed."""
    return _keep(AssignmentForm(), _changeable(assignment))


def _changeable(assignment: UUID) -> Assignment:
    return my(Assignment).where(Assignment.id == assignment, Assignment.state != ENDED).one_or_404()


def _keep(form: AssignmentForm, row: Assignment | None) -> ResponseReturnValue:
    check_ours(db(), actor(), named_by(form))
    if request.form.get("do") == "find":
        return _page(form, row)
    if not form.is_sound():
        return _page(form, row, 422)
    try:
        draft = form.draft(_event(form), row)
        saved = (None if row else _sent_twice(draft)) or save_draft(db(), actor(), draft, now())
    except Refused as refused:
        return _refused(form, row, refused)
    if request.form.get("do") == "save":
        flash(_("Saved. Nobody has been given anything yet.") if saved.state == DRAFT else _("Saved."))
        return redirect(url_for("assignments.edit", assignment=saved.id), 303)
    return redirect(url_for("assignments.preview", assignment=saved.id), 303)


def _sent_twice(draft: Draft) -> Assignment | None:
    """Return the draft that the same form made a moment ago: a button pressed twice makes one."""
    mine = (Assignment.made_by == actor().person_id, Assignment.curriculum_id == draft.curriculum_id)
    since = now() - A_MOMENT
    recent = my(Assignment).where(
        *mine, Assignment.state == DRAFT, Assignment.revision == 1, Assignment.created_at > since
    )
    typed = (audience.to_json(draft.audience), dues.to_json(draft.due), draft.standing, draft.leaves, draft.starts_on)
    for each in recent.order_by(Assignment.created_at.desc()).limit(5).all():
        kept = (each.audience, each.due, each.standing, each.leaves, each.starts_on)
        if kept == typed and each.again == again.to_json(draft.again) and draft.name in ("", each.name):
            return each
    return None


def _event(form: AssignmentForm) -> UUID | None:
    """Return the event that was chosen, or the new one that was named."""
    if form.kind.data != "event":
        return None
    chosen = read_id(form.event.data or "")
    if chosen is not None:
        return chosen
    return save_event(db(), actor(), (form.event_name.data or "").strip(), form.event_on.data, now()).id


def _refused(form: AssignmentForm, row: Assignment | None, refused: Refused) -> ResponseReturnValue:
    if refused.field == "revision" and row is not None:
        db().refresh(row)
        form.revision.data = str(row.revision)  # saving once more is then meant
        form.revision.raw_data = None
        return _page(form, row, 409, conflict=True)
    name = f"{form.kind.data}_days" if refused.field == "due_days" else FIELDS.get(refused.field, refused.field)
    form.refuse(name if name in form else "everyone", refused.text)
    return _page(form, row, 422)


def _page(
    form: AssignmentForm, row: Assignment | None, status: int = 200, *, conflict: bool = False
) -> ResponseReturnValue:
    action = url_for("assignments.change", assignment=row.id) if row else url_for("assignments.create")
    problems = [(field.id, field.errors[0]) for field in form if field.errors]
    page = render_template(
        "assigning/assignment_pages/form.html",
        form=form,
        offer=offer_of(db(), actor(), form.chosen()),
        kinds=KINDS,
        draft=row,
        kept=audience_words(kept, names_of(db(), actor(), [row])) if row and (kept := kept_of(row)) else "",
        action=action,
        problems=problems,
        conflict=conflict,
    )
    return page, status
