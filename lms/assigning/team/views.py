"""A line manager's pages: own reports, what each has been given, giving something, answering who asks for more time."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.assigning.assignments import drafting, reading, runs, undoing, wishing
from lms.assigning.assignments.audience import PERSON, Part
from lms.assigning.assignments.drafting import Draft
from lms.assigning.assignments.dues import Due, Kind
from lms.assigning.assignments.models import Assignment, AssignmentRun
from lms.assigning.assignments.preview import preview
from lms.assigning.assignments.refusals import Refused
from lms.assigning.curricula.choosing import published
from lms.assigning.curricula.models import Curriculum
from lms.assigning.looking import Reach, note_look, note_opened
from lms.assigning.team.following_up import beside_what_they_have
from lms.assigning.team.forms import GivingForm, UntilForm
from lms.assigning.team.reports import has_reports, report, reports_of
from lms.kernel.audit import MANAGER
from lms.kernel.ids import read_id
from lms.kernel.permissions import MEMBERS, NotFound, Role, allow
from lms.web.context import actor, database, db, my, now, today
from lms.web.forms import Confirmation
from lms.web.languages import local


@allow(*MEMBERS)
def team() -> ResponseReturnValue:
    """Show my own reports, and who of them asks for more time."""
    mine = reports_of(db(), actor(), now())
    if mine:
        note_look(database(), actor(), "", now(), Reach("reports"), capacity=MANAGER)
    theirs = {each.person_id for each in mine}
    waiting = [each for each in reading.wishes(db(), actor())[0] if each.wish.person_id in theirs]
    listed = [each for each in reading.assignments(db(), actor(), now())[0] if _as_manager(each.assignment)]
    given = [each for each in listed if each.assignment.made_by == actor().person_id]
    return render_template(
        "assigning/team/team.html",
        reports=mine,
        beside=beside_what_they_have(db(), actor(), now()) if mine else [],
        wishes=waiting,
        given=given,
        may_vanish=lambda run: undoing.may_vanish(run, now()),
        at=now(),
        today=today(),
    )


@allow(*MEMBERS)
def person(person: UUID) -> ResponseReturnValue:
    """Show what one of my reports has been given. They can see that I looked."""
    found = report(db(), actor(), person)
    note_opened(database(), actor(), found.id, now(), capacity=MANAGER)
    given = reading.given_to(db(), actor(), found.id, now())
    return render_template(
        "assigning/team/person.html",
        person=found,
        given=given,
        beside=beside_what_they_have(db(), actor(), now(), found.id),
        titles=_titles(),
        at=now(),
        today=today(),
    )


@allow(*MEMBERS)
def giving() -> ResponseReturnValue:
    """Ask what to give to whom."""
    if not has_reports(db(), actor()):
        raise NotFound
    return _giving_page(_offered(GivingForm()))


@allow(*MEMBERS)
def give(step: str) -> ResponseReturnValue:
    """Show who would get it, or, once that was seen, give it."""
    if not has_reports(db(), actor()):
        raise NotFound
    form = _offered(GivingForm())
    if not form.validate():
        return _giving_page(form), 422
    try:
        assignment = drafting.save_draft(db(), actor(), _draft(form), now())
        if step == "trial":
            seen = preview(db(), actor(), assignment, now())
            db().rollback()  # looking stores nothing
            return render_template("assigning/team/trial.html", form=form, seen=seen, title=_title(form))
        runs.begin(db(), actor(), assignment, now())
    except Refused as refused:
        db().rollback()
        field = {"curriculum": form.curriculum, "audience": form.people}.get(refused.field, form.due)
        field.errors = [refused.text]
        return _giving_page(form), 422
    flash(_("It is being given. First mails wait for an hour; until then Undo leaves no trace."))
    return redirect(url_for("team.team"), 303)


@allow(*MEMBERS)
def undo(run: UUID) -> ResponseReturnValue:
    """Take back what I gave as a line manager, while that leaves no trace; later it is HR's to do."""
    found = my(AssignmentRun).where(AssignmentRun.id == run, AssignmentRun.by_id == actor().person_id).one_or_404()
    assignment = my(Assignment).where(Assignment.id == found.assignment_id).one_or_404()
    if not _as_manager(assignment) or not (found.undone_at or undoing.may_vanish(found, now())):
        raise NotFound
    if not Confirmation().validate():
        abort(400)
    undone = undoing.undo(db(), actor(), found, now())
    if undone.already:
        flash(_("It was undone already."))
    else:
        flash(ngettext("%(num)d person no longer has it.", "%(num)d people no longer have it.", undone.people))
    return redirect(url_for("team.team"), 303)


@allow(*MEMBERS)
def decide(wish: UUID, answer: str) -> ResponseReturnValue:
    """Give one of my reports more time, or leave the date."""
    form = UntilForm()
    if not form.validate():
        abort(400)
    try:
        if answer == "granted":
            wishing.grant(db(), actor(), wish, now(), until=form.until.data)
            flash(_("They have more time now."))
        else:
            wishing.decline(db(), actor(), wish, now())
            flash(_("The date stays as it was; they are told."))
    except Refused as refused:
        flash(refused.text)
    return redirect(url_for("team.team"), 303)


def _as_manager(assignment: Assignment) -> bool:
    """Return whether it was given by a line manager; what somebody gave as HR is theirs only while they are HR."""
    return assignment.by_manager or Role.HR in actor().roles


def _draft(form: GivingForm) -> Draft:
    people = [read_id(each) for each in form.people.data]
    audience = tuple(Part(PERSON, each) for each in people if each is not None)
    due = Due(Kind.FIXED, on=form.due.data) if form.due.data else Due()
    curriculum = read_id(form.curriculum.data)
    if curriculum is None:
        raise NotFound
    return Draft(curriculum_id=curriculum, audience=audience, due=due, standing=False)


def _offered(form: GivingForm) -> GivingForm:
    form.curriculum.choices = [(str(each.id), local(each.title)) for each in published(db(), actor())]
    form.people.choices = [(str(each.person_id), each.name) for each in reports_of(db(), actor(), now())]
    return form


def _giving_page(form: GivingForm) -> str:
    return render_template("assigning/team/giving.html", form=form)


def _titles() -> dict[UUID, str]:
    return {each.id: local(each.title) for each in my(Curriculum).all()}


def _title(form: GivingForm) -> str:
    return str(dict(form.curriculum.choices)[form.curriculum.data])
