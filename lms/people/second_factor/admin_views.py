"""What administrators settle of second factors: who must have one, and a way back for whoever has lost theirs."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.kernel import audit
from lms.kernel.permissions import Role, allow, scope_of
from lms.people.auditing.looking import note_opened
from lms.people.editing import NotAllowed
from lms.people.models import Person
from lms.people.second_factor import factors, policy, resetting, telling
from lms.people.second_factor.forms import PolicyForm, WhoseForm
from lms.web.context import actor, config, database, db, my, now
from lms.web.forms import Confirmation


@allow(Role.ADMIN)
def asking() -> ResponseReturnValue:
    """Show of whom a second factor is asked, and how many have one."""
    kept = policy.policy_of(db(), actor().organisation_id)
    return _page(PolicyForm(obj=kept), WhoseForm(formdata=None))


@allow(Role.ADMIN)
def ask() -> ResponseReturnValue:
    """Settle of whom a second factor is asked."""
    form = PolicyForm()
    if not form.validate():
        return _page(form, WhoseForm(formdata=None)), 422
    policy.settle(db(), actor().organisation_id, form.whom.data, form.since.data, form.trusting.data)
    audit.note(db(), actor(), telling.ASKED, now(), detail=form.whom.data)
    flash(_("The settings are saved."))
    return redirect(url_for("second_factor.asking"), 303)


@allow(Role.ADMIN)
def find() -> ResponseReturnValue:
    """Lead to whoever has exactly this address."""
    form = WhoseForm()
    if form.validate():
        found = resetting.with_address(db(), scope_of(Person, actor()), form.email.data)
        if found is not None:
            return redirect(url_for("second_factor.whose", person=found), 303)
        form.email.errors = [_l("Nobody here has this address. Write it whole, as it stands in the list of people.")]
    return _page(PolicyForm(formdata=None, obj=policy.policy_of(db(), actor().organisation_id)), form), 422


@allow(Role.ADMIN)
def whose(person: UUID) -> ResponseReturnValue:
    """Show whether somebody has a second factor."""
    found = my(Person).where(Person.id == person).one_or_404()
    note_opened(database(), actor(), found.id, now())
    return _whose_page(found)


@allow(Role.ADMIN)
def reset(person: UUID) -> ResponseReturnValue:
    """Take somebody's second factor away, so that they can set up another."""
    found = my(Person).where(Person.id == person).one_or_404()
    if not Confirmation().validate():
        abort(400)
    try:
        resetting.reset(db(), actor(), found, config().base_url, now())
    except NotAllowed as refused:
        return _whose_page(found, str(refused.text)), 422
    flash(_("It is reset. They are signed out everywhere and told by mail."))
    return redirect(url_for("second_factor.whose", person=found.id), 303)


def in_settings() -> str:
    """Return the part of the settings on second factors."""
    kept = policy.policy_of(db(), actor().organisation_id)
    return render_template("second_factor/in_settings.html", kept=kept, counted=_counted())


def _page(form: PolicyForm, find: WhoseForm) -> str:
    return render_template("second_factor/asking.html", form=form, find=find, counted=_counted())


def _counted() -> resetting.Counted:
    return resetting.counted(db(), scope_of(Person, actor()))


def _whose_page(found: Person, refused: str = "") -> str:
    mine = factors.factors_of(db(), found.account_id) if found.account_id is not None else None
    is_me = found.id == actor().person_id
    shared = {"person": found, "mine": mine, "refused": refused, "is_me": is_me, "form": Confirmation()}
    return render_template("second_factor/whose.html", **shared)
