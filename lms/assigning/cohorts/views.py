"""The pages of cohorts: for HR all of them, for a trainer those they lead, for a member their own."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from lms.assigning.cohorts import operations, prework
from lms.assigning.cohorts.forms import Asked, CohortForm, MembersForm
from lms.assigning.cohorts.models import Cohort, leads
from lms.assigning.cohorts.operations import Changed, Refused
from lms.assigning.curricula.models import Curriculum
from lms.assigning.looking import Reach, note_look
from lms.catalog.models import Module
from lms.kernel.permissions import MEMBERS, Role, allow
from lms.people.models import Person
from lms.web.context import actor, database, db, my, now
from lms.web.forms import Form
from lms.web.languages import local


@allow(Role.HR, Role.TRAINER)
def cohorts() -> ResponseReturnValue:
    """Show the cohorts one leads, all of them to HR: those that meet, and those that have been put away."""
    led = my(Cohort).where(leads(actor())).order_by(Cohort.name, Cohort.id).all()
    open_ones = [each for each in led if not each.retired]
    return render_template(
        "assigning/cohorts/list.html",
        cohorts=open_ones,
        retired=[each for each in led if each.retired],
        sizes=prework.sizes(db(), actor()),
        ahead={each.cohort.id: each for each in prework.ahead(db(), actor(), open_ones[:50], now())},
        leaders=_names([each.facilitator_id for each in led]),
    )


@allow(Role.HR, Role.TRAINER)
def new() -> ResponseReturnValue:
    """Ask what the cohort is."""
    return _about_page(_offered(CohortForm(facilitator=str(actor().person_id))), None)


@allow(Role.HR, Role.TRAINER)
def found() -> ResponseReturnValue:
    """Found a cohort."""
    form = _offered(CohortForm())
    if form.validate():
        try:
            cohort = operations.found_cohort(db(), actor(), form.about(), now())
        except Refused as refused:
            _say(form, refused)
        else:
            flash(_("The cohort is there. Now say who is in it."))
            return _to(cohort.id)
    return _about_page(form, None), 422


@allow(Role.HR, Role.TRAINER)
def cohort(cohort: UUID) -> ResponseReturnValue:
    """Show a cohort: its meetings, who is ready for the next one, its members."""
    here = operations.led(db(), actor(), cohort)
    note_look(database(), actor(), "", now(), Reach("cohort", here.id))
    return _page(here, MembersForm())


@allow(Role.HR, Role.TRAINER)
def about(cohort: UUID) -> ResponseReturnValue:
    """Show what the cohort is, to change it."""
    here = operations.led(db(), actor(), cohort)
    form = CohortForm(
        name=here.name,
        facilitator=str(here.facilitator_id or ""),
        curriculum=str(here.curriculum_id or ""),
        revision=str(here.revision),
    )
    return _about_page(_offered(form), here)


@allow(Role.HR, Role.TRAINER)
def change(cohort: UUID) -> ResponseReturnValue:
    """Change what the cohort is."""
    here = operations.led(db(), actor(), cohort, hold=True)
    form = _offered(CohortForm())
    if form.validate():
        try:
            revision = int(form.revision.data) if (form.revision.data or "").isdecimal() else 0
            operations.change(db(), actor(), here, form.about(), revision, now())
        except Refused as refused:
            _say(form, refused)
        except Changed:
            form.revision.data = str(here.revision)
            words = _("Somebody else changed the cohort meanwhile; it is called %(name)s now. Look, and save again.")
            form.name.errors = [words % {"name": here.name}]
        else:
            flash(_("Saved."))
            return _to(here.id)
    return _about_page(form, here), 422


@allow(Role.HR, Role.TRAINER)
def add(cohort: UUID) -> ResponseReturnValue:
    """Take people in by their addresses; those nobody has are named and stay in the field."""
    here = operations.led(db(), actor(), cohort, hold=True)
    form = MembersForm()
    if not form.validate():
        return _page(here, form), 422
    people, unknown = operations.by_addresses(db(), actor(), form.addresses())
    try:
        new_ones = operations.add(db(), actor(), here, people, now())
    except Refused as refused:
        _say(form, refused)
        return _page(here, form), 422
    if unknown:
        form.people.data = "\n".join(unknown)
        words = ngettext(
            "%(num)d person came in. Nobody active here has the addresses below: look for slips of the pen.",
            "%(num)d people came in. Nobody active here has the addresses below: look for slips of the pen.",
            new_ones,
        )
        form.people.errors = [words]
        return _page(here, form)
    flash(ngettext("%(num)d person came in.", "%(num)d people came in.", new_ones))
    return _to(here.id)


@allow(Role.HR, Role.TRAINER)
def remove(cohort: UUID, person: UUID) -> ResponseReturnValue:
    """Let somebody go; adding them again is the way back."""
    here = operations.led(db(), actor(), cohort, hold=True)
    _sent(Form())
    operations.remove(db(), actor(), here, person, now())
    flash(_("They are no longer in the cohort. What they have learned stays theirs."))
    return _to(here.id)


@allow(Role.HR, Role.TRAINER)
def retire(cohort: UUID) -> ResponseReturnValue:
    """Put the cohort away, or take it out again."""
    here = operations.led(db(), actor(), cohort, hold=True)
    form = Asked()
    _sent(form)
    operations.retire(db(), actor(), here, bool(form.wanted.data), now())
    flash(_("The cohort is put away. It can be taken out again.") if here.retired else _("The cohort is back."))
    return _to(here.id)


@allow(*MEMBERS)
def mine(cohort: UUID) -> ResponseReturnValue:
    """Show a member their cohort: when it meets, and what they have done of what comes before."""
    here = my(Cohort).where(Cohort.id == cohort).one_or_404()
    meetings = prework.meetings_of(db(), actor(), here.id)
    wanted = sorted({each for meeting in meetings for each in meeting.prework})
    me = [each for each in prework.members_of(db(), actor(), here.id, wanted) if each.person_id == actor().person_id]
    return render_template(
        "assigning/cohorts/mine.html",
        cohort=here,
        meetings=meetings,
        me=me[0] if me else None,
        titles=prework.titles(db(), actor()),
        slugs=_slugs(),
        leader=_names([here.facilitator_id]).get(here.facilitator_id),
        at=now(),
    )


def _page(here: Cohort, form: MembersForm) -> str:
    meetings = prework.meetings_of(db(), actor(), here.id)
    coming = [each for each in meetings if each.begins_at >= now() and not each.cancelled]
    following = coming[0] if coming else None
    titles = prework.titles(db(), actor())
    return render_template(
        "assigning/cohorts/cohort.html",
        cohort=here,
        meetings=meetings,
        following=following,
        members=prework.members_of(db(), actor(), here.id, following.prework if following else ()),
        names=lambda wanted: ", ".join(local(titles[each]) for each in wanted if each in titles),
        curriculum=my(Curriculum).where(Curriculum.id == here.curriculum_id).first() if here.curriculum_id else None,
        leader=_names([here.facilitator_id]).get(here.facilitator_id),
        form=form,
        at=now(),
    )


def _about_page(form: CohortForm, here: Cohort | None) -> str:
    return render_template("assigning/cohorts/about.html", form=form, cohort=here)


def _offered(form: CohortForm) -> CohortForm:
    """Return the form with who may lead a cohort and which curricula there are; a trainer's cohorts are their own."""
    leaders = operations.facilitators(db(), actor())
    if Role.HR not in actor().roles:
        leaders = [each for each in leaders if each.id == actor().person_id]
        form.facilitator.data = str(actor().person_id)
    form.facilitator.choices = [("", _("Nobody yet")), *((str(each.id), each.name) for each in leaders)]
    curricula = (
        my(Curriculum)
        .where(Curriculum.published.is_(True), Curriculum.retired.is_(False))
        .order_by(Curriculum.created_at)
        .all()
    )
    form.curriculum.choices = [("", _("None")), *((str(each.id), local(each.title)) for each in curricula)]
    for field in (form.facilitator, form.curriculum):
        field.data = field.data or ""
    return form


def _names(people: list[UUID | None]) -> dict[UUID | None, str]:
    """Return {person: name} of those who lead cohorts the actor sees: members are told who leads them."""
    wanted = {each for each in people if each is not None}
    if not wanted:
        return {}
    here = select(Person.id, Person.name).where(Person.organisation_id == actor().organisation_id)
    return dict(db().execute(here.where(Person.id.in_(wanted))).all())


def _slugs() -> dict[str, str]:
    return {str(each.id): each.slug for each in my(Module).all()}


def _say(form: Form, refused: Refused) -> None:
    form[refused.field].errors = [str(refused)]


def _sent(form: Form) -> None:
    """Refuse a form that was not sent by a page of ours."""
    if not form.validate():
        abort(400)


def _to(cohort: UUID) -> Response:
    return redirect(url_for("cohorts.cohort", cohort=cohort), 303)
