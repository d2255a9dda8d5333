"""The administrator's pages of the doors: which there are and how they stand, and what went in and out."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.doors.partners import deliveries, showing
from lms.doors.partners.models import FAILED, OK, OUTCOMES, REFUSED, SENDING, WAITING, Delivery
from lms.doors.partners.registry import doors
from lms.kernel import audit
from lms.kernel.permissions import NotFound, Role, allow, scope_of
from lms.web.context import actor, db, now

OUTCOME_WORDS = {OK: _l("As it should"), REFUSED: _l("Refused"), FAILED: _l("No answer")}
STATE_WORDS = {WAITING: _l("Waiting"), SENDING: _l("On its way"), REFUSED: _l("Refused"), FAILED: _l("Given up")}


@allow(Role.ADMIN)
def overview() -> ResponseReturnValue:
    """Show every door, its connections and whether they answer."""
    return render_template("partners/overview.html", doors=showing.standing(db(), actor()), at=now())


@allow(Role.ADMIN)
def exchanges() -> ResponseReturnValue:
    """Show what went in and out, the newest first, and what still waits."""
    names = {door.name: door.label for door in doors()}
    asked = request.args.get("door")
    shown = asked if asked in names else None
    outcome = request.args.get("outcome")
    outcome = outcome if outcome in OUTCOMES else None
    found, following = showing.exchanges(db(), actor(), shown, outcome, request.args.get("after"))
    return render_template(
        "partners/log.html",
        lines=found,
        following=following,
        paged="after" in request.args,
        names=names,
        shown=shown,
        outcome=outcome,
        outcomes=OUTCOME_WORDS,
        waiting=showing.unsettled(db(), actor(), shown),
        states=STATE_WORDS,
        partners=showing.partner_names(db(), actor()),
    )


@allow(Role.ADMIN)
def try_again(delivery: UUID) -> ResponseReturnValue:
    """Give what a partner refused, or what was given up, three more days."""
    if not deliveries.try_again(db(), (Delivery.id == delivery) & scope_of(Delivery, actor()), now()):
        raise NotFound
    audit.note(db(), actor(), "delivery.tried-again", now(), detail=str(delivery))
    flash(_("It is tried again now."))
    return redirect(url_for("partners.exchanges"), 303)


@allow(Role.ADMIN)
def try_all_again() -> ResponseReturnValue:
    """Give all that was refused or given up at one door three more days, at most 500 at once."""
    asked = request.form.get("door", "")
    if asked not in {door.name for door in doors()}:
        raise NotFound
    count = deliveries.try_again(db(), (Delivery.door == asked) & scope_of(Delivery, actor()), now())
    audit.note(db(), actor(), "delivery.tried-again", now(), detail=asked)
    flash(_("%(count)s are tried again now.", count=count) if count else _("There was nothing to try again."))
    return redirect(url_for("partners.exchanges", door=asked), 303)
