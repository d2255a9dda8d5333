"""The page of the steps of reminders and of when mails may go: the organisation's, and the steps of one assignment."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.assigning.assignment_pages.days import day_of
from lms.assigning.assignment_pages.names import names_of
from lms.assigning.assignment_pages.saying import gettext as _
from lms.assigning.assignment_pages.telling import Told
from lms.assigning.assignments.models import Assignment
from lms.assigning.reminding import ladder_form, rule_form, settings
from lms.assigning.reminding.calendars import Calendar, Rule, calendar_of
from lms.assigning.reminding.effects import days_off, step_words
from lms.assigning.reminding.examples import Example, example, people_found
from lms.assigning.reminding.ladder_form import LadderForm
from lms.assigning.reminding.models import ReminderLadder
from lms.assigning.reminding.rule_form import RuleForm, country_name, weekday
from lms.assigning.reminding.settings import BadRule
from lms.assigning.reminding.timeline import mails_to_reader, stops
from lms.kernel import audit
from lms.kernel.ids import read_id
from lms.kernel.permissions import Role, allow
from lms.people.models import Organisation, Person
from lms.web.context import actor, db, my, now, today
from lms.web.forms import Confirmation


@allow(Role.HR)
def page() -> ResponseReturnValue:
    """Show the organisation's steps and rules, and what they do to somebody."""
    return _page(None)


@allow(Role.HR)
def save_steps() -> ResponseReturnValue:
    """Keep the organisation's steps."""
    return _save_steps(None)


@allow(Role.HR)
def drop_steps() -> ResponseReturnValue:
    """Go back to the usual steps."""
    return _drop_steps(None)


@allow(Role.HR)
def save_rules() -> ResponseReturnValue:
    """Keep when mails may go."""
    form = RuleForm()
    if not form.validate():
        return _page(None, rules=form, status=422)
    try:
        settings.save_rule(db(), actor(), form.rule(), now())
    except BadRule as bad:
        form[bad.field].errors = [_("This cannot be: choose another value.")]
        return _page(None, rules=form, status=422)
    my(Organisation).one_or_404().country = form.country.data or None
    audit.note(db(), actor(), "reminders.rules", now())
    flash(_("Saved. It holds for every mail that has not gone yet."))
    return redirect(url_for("reminding.page", _anchor="rules"), 303)


@allow(Role.HR)
def one(assignment: UUID) -> ResponseReturnValue:
    """Show the steps of one assignment."""
    return _page(_given(assignment))


@allow(Role.HR)
def save_one(assignment: UUID) -> ResponseReturnValue:
    """Keep steps of an assignment's own."""
    return _save_steps(_given(assignment))


@allow(Role.HR)
def drop_one(assignment: UUID) -> ResponseReturnValue:
    """Let an assignment follow the organisation's steps again."""
    return _drop_steps(_given(assignment))


def _given(assignment: UUID) -> Assignment:
    return my(Assignment).where(Assignment.id == assignment).one_or_404()


def _save_steps(assignment: Assignment | None) -> ResponseReturnValue:
    form = LadderForm()
    ladder = form.ladder()
    if ladder is None:
        return _page(assignment, steps=form, status=422)
    settings.save_ladder(db(), actor(), assignment.id if assignment else None, ladder, now())
    audit.note(db(), actor(), "reminders.steps", now(), detail=assignment.name[:200] if assignment else "")
    flash(_("Saved. Whoever has had a step already does not get it twice."))
    return redirect(_address(assignment), 303)


def _drop_steps(assignment: Assignment | None) -> ResponseReturnValue:
    settings.drop_ladder(db(), actor(), assignment.id if assignment else None)
    audit.note(db(), actor(), "reminders.steps", now(), detail=assignment.name[:200] if assignment else "")
    flash(_("It follows the organisation’s steps again.") if assignment else _("The usual steps are back."))
    return redirect(_address(assignment), 303)


def _address(assignment: Assignment | None) -> str:
    return url_for("reminding.one", assignment=assignment.id) if assignment else url_for("reminding.page")


def _page(
    assignment: Assignment | None, *, steps: LadderForm | None = None, rules: RuleForm | None = None, status: int = 200
) -> ResponseReturnValue:
    organisation = my(Organisation).one_or_404()
    rule = settings.rule_of(db(), organisation.id)
    ladder = settings.ladder_of(db(), organisation.id, assignment.id if assignment else None)
    word = request.args.get("q", "")[:100].strip()
    found = people_found(db(), actor(), word)
    shown = _example(found)
    calendar = _calendar(organisation, rule, shown)
    line = stops(ladder, shown.due, rule.digest_day, calendar) if shown else ()
    html = render_template(
        "assigning/reminding/ladder.html",
        assignment=assignment,
        told=Told(assignment, names_of(db(), actor(), [assignment])) if assignment else None,
        steps=steps or LadderForm(formdata=None, data=ladder_form.data_of(ladder)),
        rules=rules or RuleForm(formdata=None, data=rule_form.data_of(rule, organisation.country)),
        button=Confirmation(formdata=None),
        ladder=ladder,
        is_own=_is_own(assignment),
        different=_different() if assignment is None else [],
        rule=rule,
        example=shown,
        found=found,
        word=word,
        line=line,
        mails=mails_to_reader(line),
        calendar=calendar,
        country=country_name(calendar.country) if calendar.country else "",
        days_off=days_off(calendar, today()),
        next_moment=calendar.next_allowed(now()).astimezone(calendar.zone),
        weekday=weekday,
        step_words=step_words,
        address=_address(assignment),
        today=today(),
    )
    return html, status


def _example(found: Sequence[Person]) -> Example | None:
    """Return whom the steps are shown on: who is asked for, else the first that a search found, else somebody."""
    id = found[0].id if found else read_id(request.args.get("person", ""))
    return example(db(), actor(), id, day_of(request.args.get("due", "")), today())


def _calendar(organisation: Organisation, rule: Rule, shown: Example | None) -> Calendar:
    zone = shown.person.time_zone if shown else None
    return calendar_of(rule, zone, organisation.time_zone, organisation.country)


def _is_own(assignment: Assignment | None) -> bool:
    """Return whether somebody settled these steps: for this assignment, or for all."""
    of = ReminderLadder.assignment_id == assignment.id if assignment else ReminderLadder.assignment_id.is_(None)
    return my(ReminderLadder).where(of).first() is not None


def _different() -> Sequence[Told]:
    """Return the assignments that have steps of their own, by name."""
    ids = settings.own_ladders(db(), actor().organisation_id)
    rows = my(Assignment).where(Assignment.id.in_(ids)).order_by(Assignment.name).limit(50).all()
    names = names_of(db(), actor(), rows)
    return [Told(row, names) for row in rows]
