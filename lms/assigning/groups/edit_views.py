"""Making a group and changing it: the form with the rule's rows, what it would give, and saving it.

Whatever is not saved yet is only read, so that looking at who would fit makes nobody wait.
"""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.assigning.groups import editing, operations, reading, trying
from lms.assigning.groups.editing import SAVE, Editing
from lms.assigning.groups.forms import NameForm
from lms.assigning.groups.models import PeopleGroup
from lms.assigning.groups.views import rule_in_words
from lms.assigning.groups.wording import FIELDS
from lms.kernel.ids import read_id
from lms.kernel.permissions import Role, allow
from lms.web.context import actor, database, db, now

HAND = "hand"


@allow(Role.HR)
def new() -> ResponseReturnValue:
    """Show an empty form: a rule, or with `?by=hand` a name alone."""
    by_hand = request.args.get("by") == HAND
    return _page(NameForm(formdata=None), None if by_hand else editing.begun(db(), actor()))


@allow(Role.HR)
def make() -> ResponseReturnValue:
    """Make a group by hand, or by a rule whose outcome was on the page; any other button shows the form again."""
    form = NameForm()
    if request.form.get("by") == HAND:
        return _make_by_hand(form)
    with database().reading() as session:
        there = editing.sent(session, actor())
        sound = _is_save() and form.is_sound()
        if not (sound and there.may_be_saved) or there.rule is None:
            return _page(form, there, 422 if _is_save() else 200)
        fitting = trying.who_comes_in(session, actor().organisation_id, there.rule, now())
        try:
            group = operations.make(db(), actor(), form.name.data, there.rule, now(), fitting)
        except operations.NameTaken:
            form.taken()
            return _page(form, there, 422)
    return _saved(group)


def _make_by_hand(form: NameForm) -> ResponseReturnValue:
    if not form.is_sound():
        return _page(form, None, 422)
    try:
        group = operations.make(db(), actor(), form.name.data, None, now())
    except operations.NameTaken:
        form.taken()
        return _page(form, None, 422)
    return redirect(url_for("groups.group", group=group.id, _anchor="put-in"), 303)


@allow(Role.HR)
def edit(group: UUID) -> ResponseReturnValue:
    """Show a group's name and rule to change."""
    found = reading.one(db(), actor(), group)
    form = NameForm(formdata=None, name=found.name, revision=found.revision)
    return _page(form, None if found.rule is None else editing.begun(db(), actor(), found), group=found)


@allow(Role.HR)
def change(group: UUID) -> ResponseReturnValue:
    """Change name and rule; where somebody else was quicker, both are shown and nothing is lost."""
    form = NameForm()
    with database().reading() as session:
        found = reading.one(session, actor(), group)
        there = None if found.rule is None else editing.sent(session, actor(), found)
        if there is not None and not _is_save():
            return _page(form, there, group=found)
        if not form.is_sound() or (there is not None and not there.may_be_saved):
            return _page(form, there, 422, group=found)
        return _change(session, form, there, found)


def _change(session: Session, form: NameForm, there: Editing | None, found: PeopleGroup) -> ResponseReturnValue:
    rule = there.rule if there else None
    difference = there.tried.difference if there and there.tried else None
    concerned = difference.few if difference else ()
    kept = reading.one(db(), actor(), found.id)
    try:
        operations.change(db(), actor(), kept, form.name.data, rule, form.revision.data or 0, now(), concerned)
    except operations.NameTaken:
        form.taken()
        return _page(form, there, 422, group=found)
    except operations.Changed:
        form.revision.raw_data = None
        form.revision.process_data(found.revision)
        return _page(form, there, 409, group=found, conflict=True)
    return _saved(kept)


@allow(Role.HR)
def preview() -> ResponseReturnValue:
    """Return the rows of a rule and what they would give, as the form stands; stores nothing."""
    with database().reading() as session:
        identity = read_id(request.form.get("group", ""))
        group = reading.one(session, actor(), identity) if identity else None
        there = editing.sent(session, actor(), group)
        return render_template("assigning/groups/rule.html", there=there, fields=FIELDS)


def _is_save() -> bool:
    return request.form.get("do") == SAVE


def _saved(group: PeopleGroup) -> ResponseReturnValue:
    if group.rule is not None and group.evaluated_at is None:
        flash(_("Saved. Everybody is being looked up; the number of members follows in a moment."))
    else:
        flash(_("Saved."))
    return redirect(url_for("groups.group", group=group.id), 303)


def _page(
    form: NameForm,
    there: Editing | None,
    status: int = 200,
    *,
    group: PeopleGroup | None = None,
    conflict: bool = False,
) -> ResponseReturnValue:
    asked = {"form": form, "there": there, "group": group, "fields": FIELDS, "unseen": _is_save() and status == 422}
    theirs = rule_in_words(group) if conflict and group is not None else None
    return render_template("assigning/groups/edit.html", **asked, conflict=conflict, theirs=theirs), status
