"""Putting people into a group by hand and taking them out: found by name, pasted by address, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.assigning.groups import members_by_hand, reading
from lms.assigning.groups.forms import AddressesForm, PeopleForm, UndoForm
from lms.assigning.groups.membership import Change
from lms.assigning.groups.models import PeopleGroup
from lms.assigning.groups.views import FOUND, group_page
from lms.kernel.permissions import NotFound, Role, allow
from lms.web.context import actor, db, now


@allow(Role.HR)
def people() -> ResponseReturnValue:
    """Return, for a script, the people a word finds: names and addresses, at most ten."""
    word = request.args.get("q", "")[:100].strip()
    found = reading.strangers(db(), actor(), None, word, FOUND) if len(word) >= 2 else []
    return {"people": [{"name": name, "email": email, "job": job or ""} for _id, name, email, job in found]}


@allow(Role.HR)
def put_in(group: UUID) -> ResponseReturnValue:
    """Put people in."""
    return _changed(group, lambda found, form: members_by_hand.add(db(), actor(), found, form.chosen(), now()))


@allow(Role.HR)
def take_out(group: UUID) -> ResponseReturnValue:
    """Take people out."""
    return _changed(group, lambda found, form: members_by_hand.remove(db(), actor(), found, form.chosen(), now()))


def _changed(group: UUID, act: Callable[[PeopleGroup, PeopleForm], Change]) -> ResponseReturnValue:
    found, form = _by_hand(group), PeopleForm()
    if not form.validate():
        return group_page(found, 422)
    change = act(found, form)
    if not change:
        flash(_("Nobody was chosen, or nothing was to change."))
        return redirect(url_for("groups.group", group=group, find=request.form.get("find") or None), 303)
    flash(change_words(change))
    find = request.form.get("find", "")[:100] or None
    return redirect(url_for("groups.group", group=group, find=find, done=now().isoformat(), _anchor="members"), 303)


@allow(Role.HR)
def add_addresses(group: UUID) -> ResponseReturnValue:
    """Put in everybody whose address was pasted, and say which were not found."""
    found, form = _by_hand(group), AddressesForm()
    if not form.validate():
        flash(form.addresses.errors[0] if form.addresses.errors else _("Nothing was sent."))
        return group_page(found, 422)
    pasted = members_by_hand.add_addresses(db(), actor(), found, form.addresses.data or "", now())
    return group_page(found, pasted=pasted, undo=now() if pasted.joined else None)


@allow(Role.HR)
def undo(group: UUID) -> ResponseReturnValue:
    """Take back what was done by hand at one moment."""
    found, form = _by_hand(group), UndoForm()
    moment = form.moment() if form.validate() else None
    if moment is None:
        return group_page(found, 422)
    change = members_by_hand.undo(db(), actor(), found, moment, now())
    flash(change_words(change) if change else _("There was nothing left to take back."))
    return redirect(url_for("groups.group", group=group), 303)


def change_words(change: Change) -> str:
    """Return how many came in and went."""
    came, went = len(change.joined), len(change.left)
    joined = ngettext("%(num)d person was put in.", "%(num)d people were put in.", came)
    left = ngettext("%(num)d person was taken out.", "%(num)d people were taken out.", went)
    return " ".join(str(words) for words, people in ((joined, came), (left, went)) if people)


def _by_hand(group: UUID) -> PeopleGroup:
    """Return one of the groups made by hand; into the others nobody is put, so there is no such address."""
    found = reading.one(db(), actor(), group)
    if found.rule is not None:
        raise NotFound
    return found
