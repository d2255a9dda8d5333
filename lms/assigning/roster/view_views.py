"""Saved views: kept, renamed, shared, deleted and brought back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.assigning.roster import saving
from lms.assigning.roster.asking import read_wanted
from lms.assigning.roster.forms import ViewForm
from lms.assigning.roster.models import SavedView
from lms.kernel.permissions import NotFound, Role, allow
from lms.web.context import actor, db, my, now
from lms.web.forms import Confirmation


@allow(Role.HR)
def keep_view() -> ResponseReturnValue:
    """Keep the list in hand under a name."""
    form, wanted = ViewForm(), read_wanted(request.form)
    if not form.validate():
        for texts in form.errors.values():
            flash(str(texts[0]))
        return redirect(url_for("roster.people", **wanted.args()), 303)
    try:
        saving.save(db(), actor(), form.view_name.data.strip(), wanted, shared=form.shared.data, now=now())
    except saving.TooMany:
        flash(_("You have 50 views. Delete one you no longer need."))
    else:
        flash(_("The view “%(name)s” is kept.", name=form.view_name.data.strip()))
    return redirect(url_for("roster.people", **wanted.args()), 303)


@allow(Role.HR)
def rename_view(view: UUID) -> ResponseReturnValue:
    """Give my view another name, or share it."""
    mine, form = _mine(view), ViewForm()
    if form.validate():
        saving.rename(mine, form.view_name.data.strip(), shared=form.shared.data)
        flash(_("The view is now called “%(name)s”.", name=mine.name))
    else:
        for texts in form.errors.values():
            flash(str(texts[0]))
    return redirect(url_for("roster.people", **dict[str, Any](mine.query)), 303)


@allow(Role.HR)
def delete_view(view: UUID) -> ResponseReturnValue:
    """Delete my view; the next page offers to bring it back."""
    mine = _mine(view)
    if Confirmation().validate():
        saving.delete(mine, now())
        flash(_("The view “%(name)s” is deleted.", name=mine.name))
    return redirect(url_for("roster.people", deleted=mine.id), 303)


@allow(Role.HR)
def restore_view(view: UUID) -> ResponseReturnValue:
    """Bring my deleted view back."""
    mine = _mine(view)
    if Confirmation().validate():
        saving.restore(mine)
        flash(_("The view “%(name)s” is back.", name=mine.name))
    return redirect(url_for("roster.people", **dict[str, Any](mine.query)), 303)


def _mine(view: UUID) -> SavedView:
    """Return a view of one's own; one that others share can be opened, not changed."""
    found = my(SavedView).where(SavedView.id == view, SavedView.person_id == actor().person_id).first()
    if found is None:
        raise NotFound
    return found
