"""Asking for more time: what somebody has been given, until when they need it, and a reason of a closed list."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields import SelectChoice

from lms.assigning.assignment_pages.names import curricula_named
from lms.assigning.assignment_pages.saying import gettext as _
from lms.assigning.assignment_pages.words import WISH_REASONS
from lms.assigning.assignments import wishing
from lms.assigning.assignments.models import APPLIED, ASKED, Assigned, AssignmentRun, ExtensionWish
from lms.assigning.assignments.refusals import Refused
from lms.assigning.assignments.wishing import REASONS
from lms.kernel.permissions import MEMBERS, NotFound, allow
from lms.learning.plans import Planned
from lms.practice.forms import DayField
from lms.web.context import actor, db, my, now, today
from lms.web.forms import Form

CHOICES: Final = [SelectChoice(key, WISH_REASONS[key]) for key in REASONS]


class WishForm(Form):
    """Until when, and why."""

    wanted = DayField(_l("Until when do you need?"))
    reason = RadioField(_l("Why?"), choices=CHOICES, validate_choice=False)


@allow(*MEMBERS)
def more_time(assigned: UUID) -> ResponseReturnValue:
    """Show what I was given, what I asked for, and the form to ask with."""
    return _page(_mine(assigned), WishForm())


@allow(*MEMBERS)
def ask(assigned: UUID) -> ResponseReturnValue:
    """Ask for more time for what is mine."""
    row, form = _mine(assigned), WishForm()
    wanted = form.wanted.data
    if not form.validate() or wanted is None:
        form.wanted.errors = form.wanted.errors or [_("Choose a day.")]
        return _page(row, form, 422)
    try:
        wishing.ask(db(), actor(), row.id, wanted, form.reason.data or "", now())
    except Refused as refused:
        form["reason" if refused.field == "reason" else "wanted"].errors = [refused.text]
        return _page(row, form, 422)
    flash(_("Asked. You see the answer here."))
    return redirect(url_for("assignments.more_time", assigned=row.id), 303)


@allow(*MEMBERS)
def take_back(assigned: UUID) -> ResponseReturnValue:
    """Take back a wish that nobody has answered yet."""
    row = _mine(assigned)
    wish = _latest(row)
    if wish is None:
        raise NotFound
    wishing.take_back(db(), actor(), wish.id, now())
    flash(_("Taken back. The due date is as it was."))
    return redirect(url_for("assignments.more_time", assigned=row.id), 303)


def on_planned(planned: Planned, **_more: Any) -> str:
    """Fill the slot `learning.planned`: a way to ask, where there is a due date to move."""
    if planned.due is None:
        return ""
    return render_template("assigning/assignment_pages/on_planned.html", planned=planned)


def _mine(assigned: UUID) -> Assigned:
    given = my(Assigned).where(Assigned.id == assigned, Assigned.person_id == actor().person_id).one_or_404()
    run = db().get(AssignmentRun, given.run_id)
    if run is None or run.state != APPLIED:
        raise NotFound
    return given


def _latest(row: Assigned) -> ExtensionWish | None:
    wanted = my(ExtensionWish).where(ExtensionWish.assigned_id == row.id)
    return wanted.order_by(ExtensionWish.asked_at.desc(), ExtensionWish.id.desc()).first()


def _page(row: Assigned, form: WishForm, status: int = 200) -> ResponseReturnValue:
    wish = _latest(row)
    html = render_template(
        "assigning/assignment_pages/more_time.html",
        row=row,
        title=curricula_named(db(), actor(), {row.curriculum_id}).get(row.curriculum_id),
        wish=wish,
        waits=wish is not None and wish.state == ASKED,
        form=form,
        reasons=WISH_REASONS,
        most=wishing.MOST_DAYS,
        today=today(),
    )
    return html, status
