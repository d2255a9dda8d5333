"""The end of a group and its return: retired while something uses it, else removed, with a way back."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.assigning.groups import operations, reading
from lms.assigning.groups.views import group_page
from lms.kernel.permissions import Role, allow
from lms.web.context import actor, db, now
from lms.web.forms import Confirmation


@allow(Role.HR)
def retire_group(group: UUID) -> ResponseReturnValue:
    """Offer a group no longer to new assignments."""
    return _retired(group, retired=True)


@allow(Role.HR)
def bring_back(group: UUID) -> ResponseReturnValue:
    """Offer a retired group again."""
    return _retired(group, retired=False)


def _retired(group: UUID, *, retired: bool) -> ResponseReturnValue:
    found = reading.one(db(), actor(), group)
    if not Confirmation().validate():
        return group_page(found, 422)
    operations.retire(db(), actor(), found, now(), retired=retired)
    flash(_("Retired. What uses it goes on; it is not offered any more.") if retired else _("It is offered again."))
    return redirect(url_for("groups.group", group=group), 303)


@allow(Role.HR)
def remove_group(group: UUID) -> ResponseReturnValue:
    """Take a group that nothing uses off every list; the list offers to take that back."""
    found = reading.one(db(), actor(), group)
    if not Confirmation().validate():
        return group_page(found, 422)
    if reading.uses_of(db(), actor(), found):
        flash(_("Something uses this group. Retire it instead: then it is not offered any more."))
        return group_page(found, 409)
    operations.remove(db(), actor(), found, now())
    return redirect(url_for("groups.groups", removed=group), 303)


@allow(Role.HR)
def restore_group(group: UUID) -> ResponseReturnValue:
    """Bring a removed group back, with everybody who was in it."""
    found = reading.removed(db(), actor(), group)
    if Confirmation().validate():
        operations.restore(db(), actor(), found, now())
        flash(_("It is back."))
    return redirect(url_for("groups.group", group=group), 303)
