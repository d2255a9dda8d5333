"""The pages of a cohort's meetings: planned, moved, called off."""

from __future__ import annotations

from datetime import tzinfo
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.assigning.cohorts import operations, prework
from lms.assigning.cohorts.forms import Asked, MeetingForm
from lms.assigning.cohorts.models import Cohort, CohortMeeting
from lms.assigning.cohorts.operations import Refused
from lms.kernel.permissions import Role, allow
from lms.kernel.zones import zone_of
from lms.web.context import actor, db, my, now
from lms.web.languages import local
from lms.web.visitors import signed_in_visitor


@allow(Role.HR, Role.TRAINER)
def new(cohort: UUID) -> ResponseReturnValue:
    """Ask when the cohort meets."""
    return _form_page(operations.led(db(), actor(), cohort), _offered(MeetingForm()), None)


@allow(Role.HR, Role.TRAINER)
def plan(cohort: UUID) -> ResponseReturnValue:
    """Plan a meeting."""
    here = operations.led(db(), actor(), cohort, hold=True)
    form = _offered(MeetingForm())
    if form.validate():
        try:
            operations.meet(db(), actor(), here, form.meeting(_zone()), now())
        except Refused as refused:
            form[refused.field].errors = [str(refused)]
        else:
            flash(_("The meeting stands."))
            return redirect(url_for("cohorts.cohort", cohort=here.id), 303)
    return _form_page(here, form, None), 422


@allow(Role.HR, Role.TRAINER)
def meeting(cohort: UUID, meeting: UUID) -> ResponseReturnValue:
    """Show a meeting, to change it."""
    here = operations.led(db(), actor(), cohort)
    row = _row(here, meeting)
    begins = row.begins_at.astimezone(_zone())
    form = MeetingForm(
        title=row.title,
        on=begins.date(),
        at=begins.time(),
        minutes=row.minutes,
        place=row.place,
        prework=[str(each) for each in row.prework],
    )
    return _form_page(here, _offered(form), row)


@allow(Role.HR, Role.TRAINER)
def move(cohort: UUID, meeting: UUID) -> ResponseReturnValue:
    """Change a meeting."""
    here = operations.led(db(), actor(), cohort, hold=True)
    row, form = _row(here, meeting), _offered(MeetingForm())
    if not form.validate():
        return _form_page(here, form, row), 422
    operations.move(db(), actor(), row, form.meeting(_zone()), now())
    flash(_("Saved."))
    return redirect(url_for("cohorts.cohort", cohort=here.id), 303)


@allow(Role.HR, Role.TRAINER)
def call_off(cohort: UUID, meeting: UUID) -> ResponseReturnValue:
    """Call a meeting off, or take that back."""
    here = operations.led(db(), actor(), cohort, hold=True)
    row, form = _row(here, meeting), Asked()
    if not form.validate():
        abort(400)
    operations.call_off(db(), actor(), row, bool(form.wanted.data), now())
    flash(_("The meeting is called off. It can be taken back.") if row.cancelled else _("The meeting takes place."))
    return redirect(url_for("cohorts.cohort", cohort=here.id), 303)


def _row(here: Cohort, meeting: UUID) -> CohortMeeting:
    return my(CohortMeeting).where(CohortMeeting.cohort_id == here.id, CohortMeeting.id == meeting).one_or_404()


def _offered(form: MeetingForm) -> MeetingForm:
    form.prework.choices = [(id, local(title)) for id, title in prework.titles(db(), actor()).items()]
    return form


def _zone() -> tzinfo:
    return zone_of(signed_in_visitor().time_zone)


def _form_page(here: Cohort, form: MeetingForm, row: CohortMeeting | None) -> str:
    return render_template(
        "assigning/cohorts/meeting.html", cohort=here, form=form, meeting=row, zone=signed_in_visitor().time_zone
    )
