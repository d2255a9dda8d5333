"""The pages of offers: which adapted modules the library has something new for, and each change to take or leave."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.kernel.permissions import Role, allow
from lms.studio.drafts.files import Conflict, Refused
from lms.studio.drafts.making import AlreadyOpen, NoFiles, TooMany
from lms.studio.offers.adapted import Adapted, accept, all_adapted, decline, one_adapted
from lms.studio.offers.telling import told
from lms.web.context import actor, db, now

ACCEPT, DECLINE, ALL = "accept", "decline", "all"


@allow(Role.TRAINER)
def offers() -> ResponseReturnValue:
    """Show every adapted module with how much the library offers it."""
    return render_template("studio/offers/offers.html", adapted=all_adapted(db(), actor()))


@allow(Role.TRAINER)
def offer(adapted: UUID) -> ResponseReturnValue:
    """Show each change: what it was, what it is now, what the own module says."""
    return _page(one_adapted(db(), actor(), adapted))


@allow(Role.TRAINER)
def answer(adapted: UUID) -> ResponseReturnValue:
    """Take one change over, leave it, or take over all that nobody here has touched."""
    found = one_adapted(db(), actor(), adapted)
    act = request.form.get("act")
    if act == ALL:
        wanted = [each for each in found.offers if each.is_untouched]
    else:
        sent = (request.form.get(key, "") for key in ("path", "part", "base"))
        one = found.offer(*sent)
        wanted = [one] if one is not None else []
    if not wanted:
        return _page(found, _("This change is another one by now. Look again."), 409)
    if act == DECLINE:
        decline(db(), actor(), found, wanted[0], now())
        return _back(adapted, _("Left as it is. It is offered again when the library changes it again."))
    try:
        accept(db(), actor(), found, wanted, now())
    except (Conflict, AlreadyOpen):
        return _page(found, _("Somebody is just writing there. Nothing was changed; try again in a moment."), 409)
    except (Refused, NoFiles, TooMany):
        return _page(found, _("This cannot be put into the draft. Nothing was changed."), 422)
    count = ngettext("%(num)d change is in your draft.", "%(num)d changes are in your draft.", len(wanted))
    return _back(adapted, count)


def _page(found: Adapted, refused: str = "", status: int = 200) -> ResponseReturnValue:
    shown = [told(each) for each in found.offers]
    return render_template("studio/offers/offer.html", adapted=found, refused=refused, offers=shown), status


def _back(adapted: UUID, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("offers.offer", adapted=adapted), 303)
