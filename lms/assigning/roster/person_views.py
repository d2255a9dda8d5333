"""One person's page: what HR knows, what HR may change; and, for administrators, what somebody may do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from lms.assigning.looking import note_opened
from lms.assigning.roster.forms import AwayForm, PersonForm, RolesForm
from lms.assigning.roster.record import record
from lms.kernel.addresses import is_reachable
from lms.kernel.ids import read_id
from lms.kernel.permissions import Role, allow, scope_of
from lms.people import editing, mails
from lms.people.departments import named_tree
from lms.people.editing import NotAllowed
from lms.people.models import Account, Department, Person
from lms.people.values import Wrong, read_date, read_email
from lms.web.context import actor, database, db, my, now, today
from lms.web.forms import Confirmation


@allow(Role.HR)
def person(person: UUID) -> ResponseReturnValue:
    """Show one person's page; that it was opened is written down for them to see."""
    found = _one(person)
    note_opened(database(), actor(), found.id, now())
    return _page(found)


@allow(Role.HR)
def save_person(person: UUID) -> ResponseReturnValue:
    """Change details of a person, or say at each field what is wrong with it."""
    found, form = _one(person), PersonForm()
    values = form.read()
    try:
        if values is None:
            return _page(found, form), 422
        values |= _places(form)
        changed = editing.update_person(db(), actor(), found, values, now())
    except Wrong as wrong:
        form.say(wrong)
        db().expire(found)
        return _page(found, form), 422
    flash(_("The changes are saved.") if changed else _("Nothing was changed."))
    return redirect(url_for("roster.person", person=found.id), 303)


def _places(form: PersonForm) -> dict[str, Any]:
    """Return the department and the line manager that were written, by their columns. Raises Wrong."""
    department, email = read_id(form.sent("department")), form.sent("manager_email").strip()
    if form.sent("department") and department is None:
        raise Wrong("department", "missing")
    if department and db().scalar(select(Department.id).where(Department.id == department, _ours())) is None:
        raise Wrong("department", "missing")
    if not email:
        return {"department_id": department, "manager_id": None}
    address = read_email(email, "manager_email")
    manager = db().scalar(select(Person.id).where(scope_of(Person, actor()), Person.email == address))
    if manager is None:
        raise Wrong("manager_email", "manager", address)
    return {"department_id": department, "manager_id": manager}


def _ours() -> Any:
    return scope_of(Department, actor())


@allow(Role.HR)
def away(person: UUID) -> ResponseReturnValue:
    """Say from when until when somebody is away, or that they are back."""
    found, form = _one(person), AwayForm()
    try:
        form.validate()
        since, until = (read_date(form[name].data, name) for name in ("away_from", "away_until"))
        editing.set_away(db(), actor(), found, since, until, now())
    except Wrong as wrong:
        form[wrong.field].errors = [wrong.text]
        return _page(found, away_form=form), 422
    flash(_("The days away are saved.") if found.away_from else _("Nobody is away any more: the days are removed."))
    return redirect(url_for("roster.person", person=found.id, _anchor="away"), 303)


@allow(Role.HR)
def end_access(person: UUID) -> ResponseReturnValue:
    """End somebody's access at once; it can be given back."""
    found = _one(person)
    if Confirmation().validate():
        try:
            editing.deactivate(db(), actor(), found, now())
        except NotAllowed as refused:
            return _page(found, refused=str(refused.text)), 422
        flash(_("%(name)s can no longer sign in.", name=found.name))
    return redirect(url_for("roster.person", person=found.id, _anchor="access"), 303)


@allow(Role.HR)
def give_access(person: UUID) -> ResponseReturnValue:
    """Give somebody their access back."""
    found = _one(person)
    if Confirmation().validate():
        editing.reactivate(db(), actor(), found, now())
        flash(_("%(name)s can sign in again.", name=found.name))
    return redirect(url_for("roster.person", person=found.id, _anchor="access"), 303)


@allow(Role.ADMIN)
def roles(person: UUID) -> ResponseReturnValue:
    """Show what somebody may do here."""
    found = _one(person)
    note_opened(database(), actor(), found.id, now())
    return _roles_page(found, RolesForm(roles=sorted(found.roles)))


@allow(Role.ADMIN)
def save_roles(person: UUID) -> ResponseReturnValue:
    """Give somebody other roles."""
    found, form = _one(person), RolesForm()
    if not form.validate():
        return _roles_page(found, form), 422
    try:
        editing.set_roles(db(), actor(), found, frozenset(Role(each) for each in form.roles.data or ()), now())
    except NotAllowed as refused:
        form.form_errors = [str(refused.text)]
        return _roles_page(found, form), 422
    flash(_("The roles are saved."))
    return redirect(url_for("roster.roles", person=found.id), 303)


def _roles_page(found: Person, form: RolesForm) -> str:
    return render_template("assigning/roster/roles.html", person=found, form=form)


def _one(person: UUID) -> Person:
    return my(Person).where(Person.id == person).one_or_404()


def _page(
    found: Person, form: PersonForm | None = None, away_form: AwayForm | None = None, refused: str | None = None
) -> str:
    known = record(db(), actor(), found, now())
    form = form or _shown(found)
    form.offer(named_tree(db(), actor().organisation_id))
    return render_template(
        "assigning/roster/person.html",
        record=known,
        person=found,
        form=form,
        away_form=away_form or AwayForm(formdata=None, obj=found),
        button=Confirmation(formdata=None),
        losing=editing.what_they_lose(db(), Person.id == found.id),
        refused=refused,
        signs_in_with=_signs_in_with(found),
        today=today(),
        mails=mails.to_person(db(), actor(), found.id),
        states=mails.STATES,
        reasons=mails.REASONS,
    )


def _shown(found: Person) -> PersonForm:
    form = PersonForm(formdata=None)
    manager = select(Person.email).where(scope_of(Person, actor()), Person.id == found.manager_id)
    form.show(found, db().scalar(manager) if found.manager_id else None)
    return form


def _signs_in_with(found: Person) -> str | None:
    """Return the address of the account where it is another than the person's own."""
    address = db().scalar(select(Account.email).where(Account.id == found.account_id)) if found.account_id else None
    return address if address and address != found.email and is_reachable(address) else None
