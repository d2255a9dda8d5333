"""Connecting one's own account here with who one is at the company's provider: only while signed in here."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Final
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select

from lms.doors.oidc import accounts, flow
from lms.doors.oidc.accounts import Known
from lms.doors.oidc.answering import page, sent_there
from lms.doors.oidc.flow import LINK, Begun
from lms.doors.oidc.forms import LinkForm
from lms.doors.oidc.models import DOOR, OidcConnection, OidcIdentity
from lms.doors.oidc.refusing import Refusal
from lms.doors.oidc.tokens import Claims
from lms.doors.partners import log
from lms.doors.partners.models import IN
from lms.kernel import audit
from lms.kernel.permissions import MEMBERS, allow
from lms.kernel.sealing import SealBroken, seal, unseal
from lms.people.models import Account, Person
from lms.people.second_factor import confirming
from lms.people.sessions import LAUNCHED
from lms.web.context import actor, db, my, now, secret
from lms.web.forms import Confirmation
from lms.web.visitors import signed_in_visitor, visitor

_PURPOSE: Final = "oidc link"


@allow(*MEMBERS)
def connect(connection: UUID) -> ResponseReturnValue:
    """Send me to my company's provider, to say who I am there."""
    _not_launched()
    found = my(OidcConnection).where(OidcConnection.id == connection, OidcConnection.active.is_(True)).one_or_404()
    if not confirming.is_fresh():
        return confirming.ask_first(url_for("oidc.connect", connection=found.id))
    return sent_there(found, LINK, "", actor().person_id)


def ask(connection: OidcConnection, begun: Begun, claims: Claims) -> ResponseReturnValue:
    """Show who the provider says one is, to be connected by a button: coming back alone connects nothing."""
    who = visitor()
    if who is None or who.actor.person_id != begun.person or who.actor.organisation_id != connection.organisation_id:
        raise Refusal("signed-out")
    known = Known.of(connection, claims)
    kept = [str(connection.id), str(begun.person), (now() + flow.LASTS).isoformat(), asdict(known)]
    form = LinkForm(formdata=None, known=seal(secret(), _PURPOSE, json.dumps(kept)))
    return page("link", form=form, connection=connection, known=known)


@allow(*MEMBERS)
def confirm() -> ResponseReturnValue:
    """Connect me, as I was just shown."""
    _not_launched()
    form = LinkForm()
    try:
        connection, person, until, given = json.loads(unseal(secret(), _PURPOSE, form.known.data or ""))
    except SealBroken:
        connection, person, until, given = "", "", "", {}
    if not form.validate() or person != str(actor().person_id) or datetime.fromisoformat(until) <= now():
        flash(_("That was not for you, or took too long. Begin again."))
        return redirect(url_for("people.me"), 303)
    found = (
        my(OidcConnection).where(OidcConnection.id == UUID(connection), OidcConnection.active.is_(True)).one_or_404()
    )
    if not confirming.is_fresh():
        return confirming.ask_first(url_for("oidc.connect", connection=found.id))
    me = my(Person).where(Person.id == actor().person_id).one_or_404()
    try:
        accounts.link(db(), found, Known(**given), me, now())
    except Refusal as refusal:
        return page("refused", refusal=refusal, connection=found), 403
    log.note(db(), found.organisation_id, DOOR, IN, "connected", now(), partner=found.id, person=me.id)
    flash(_("Connected. From now on you can sign in with %(name)s.", name=found.name))
    return redirect(url_for("people.me"), 303)


@allow(*MEMBERS)
def disconnect(identity: UUID) -> ResponseReturnValue:
    """End one of my connections, unless it is my only way in."""
    if not Confirmation().validate():
        abort(400)
    _not_launched()
    found = my(OidcIdentity).where(OidcIdentity.id == identity).one_or_404()
    if not confirming.is_fresh():
        return confirming.ask_first(url_for("people.me"))
    account = my(Account).one_or_404()
    others = select(func.count()).where(OidcIdentity.person_id == found.person_id, OidcIdentity.id != found.id)
    if account.password_hash is None and not db().scalar(others):
        flash(_("This is your only way in. Ask your administrator for a password first."))
    else:
        db().delete(found)
        audit.note(db(), actor(), "oidc.disconnected", now(), subject=actor().person_id)
        flash(_("The two are no longer connected."))
    return redirect(url_for("people.me"), 303)


def about_me() -> str:
    """Return the section of one's own page: what is connected, and what could be."""
    if signed_in_visitor().door == LAUNCHED:
        return ""
    connections = my(OidcConnection).where(OidcConnection.active.is_(True)).order_by(OidcConnection.name).all()
    identities = my(OidcIdentity).order_by(OidcIdentity.linked_at).all()
    if not connections and not identities:
        return ""
    linked = {each.connection_id for each in identities}
    return render_template(
        "oidc/about_me.html",
        identities=identities,
        names={each.id: each.name for each in connections},
        others=[each for each in connections if each.id not in linked],
        form=Confirmation(),
    )


def _not_launched() -> None:
    """Keep those out whom another platform signed in: what it vouches for ends where its course ends."""
    if signed_in_visitor().door == LAUNCHED:
        abort(403)
