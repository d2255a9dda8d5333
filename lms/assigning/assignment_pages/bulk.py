"""What HR does for some of those who have an assignment: more time, exempt, withdraw, ask after all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms.assigning.assignment_pages.bulk_form import BulkForm
from lms.assigning.assignment_pages.saying import gettext as _
from lms.assigning.assignment_pages.saying import ngettext
from lms.assigning.assignment_pages.showing import shown
from lms.assigning.assignments import changing
from lms.assigning.assignments.changing import Changed
from lms.assigning.assignments.models import Assigned, Assignment
from lms.assigning.assignments.refusals import Refused
from lms.kernel.permissions import NotFound, Role, allow
from lms.web.context import actor, db, my, now


@allow(Role.HR)
def people(assignment: UUID) -> ResponseReturnValue:
    """Do to those who are ticked what was pressed."""
    row = my(Assignment).where(Assignment.id == assignment).one_or_404()
    act = _ACTS.get(request.form.get("do", ""))
    form = BulkForm()
    if form.validate() and act is not None and form.row.ids:
        try:
            flash(act(form, _own(row, form)))
        except Refused as refused:
            return _again(row, form, refused.field if refused.field in form else "row", refused.text)
        return redirect(_address(row), 303)
    if form.errors:
        return _again(row, form)
    return _again(row, form, "row", _("Tick somebody first.") if not form.row.ids else _("Choose what to do."))


def _again(row: Assignment, form: BulkForm, field: str = "", words: str = "") -> ResponseReturnValue:
    if field:
        form[field].errors = [words]
    return shown(row, form, 422)


def _own(row: Assignment, form: BulkForm) -> list[UUID]:
    """Return the ticked rows, all of this assignment; else it is not there."""
    found = my(Assigned).where(Assigned.assignment_id == row.id, Assigned.id.in_(form.row.ids)).all()
    if len(found) != len(form.row.ids):
        raise NotFound
    return [each.id for each in found]


def _address(row: Assignment) -> str:
    kept: dict[str, Any] = {name: request.form[name][:100] for name in ("show", "q") if request.form.get(name)}
    return url_for("assignments.page", assignment=row.id, _anchor="people", **kept)


def _extend(form: BulkForm, ids: list[UUID]) -> str:
    changed = changing.extend(db(), actor(), ids, now(), days=form.days.data, to=form.to.data)
    words = ngettext("%(num)d person has more time.", "%(num)d people have more time.", len(changed.rows))
    return _with_rest(words, changed)


def _exempt(form: BulkForm, ids: list[UUID]) -> str:
    changed = changing.exempt(db(), actor(), ids, form.reason.data or "", now())
    words = ngettext("%(num)d person is exempt.", "%(num)d people are exempt.", len(changed.rows))
    return _with_rest(words, changed)


def _withdraw(_form: BulkForm, ids: list[UUID]) -> str:
    changed = changing.withdraw(db(), actor(), ids, now())
    words = ngettext("Withdrawn from %(num)d person.", "Withdrawn from %(num)d people.", len(changed.rows))
    return _with_rest(words, changed)


def _by_rule(_form: BulkForm, ids: list[UUID]) -> str:
    changed = changing.set_due(db(), actor(), ids, None, now())
    words = ngettext(
        "%(num)d due date is by the rule again.", "%(num)d due dates are by the rule again.", len(changed.rows)
    )
    return _with_rest(words, changed)


def _ask_after_all(_form: BulkForm, ids: list[UUID]) -> str:
    changed = changing.ask_after_all(db(), actor(), ids, now())
    words = ngettext("%(num)d person has it again.", "%(num)d people have it again.", len(changed.rows))
    return _with_rest(words, changed)


def _with_rest(words: str, changed: Changed) -> str:
    if not changed.unchanged:
        return words
    rest = ngettext("%(num)d was left as it was.", "%(num)d were left as they were.", changed.unchanged)
    return f"{words} {rest}"


_ACTS: Final[dict[str, Callable[[BulkForm, list[UUID]], str]]] = {
    "extend": _extend,
    "exempt": _exempt,
    "withdraw": _withdraw,
    "by-rule": _by_rule,
    "ask": _ask_after_all,
}
