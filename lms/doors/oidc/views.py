"""Signing in with the company's account: the way there, the way back, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.doors.oidc import accounts, flow, linking, trial
from lms.doors.oidc.accounts import Known
from lms.doors.oidc.answering import connection_of, refused, sent_there
from lms.doors.oidc.flow import LINK, LONGEST_STATE, SIGN_IN, TRY, Begun
from lms.doors.oidc.forms import AddressForm
from lms.doors.oidc.leaving import session_there
from lms.doors.oidc.models import DOOR, OidcConnection, OidcDomain
from lms.doors.oidc.places import desk, kept_of, let_forget, redirect_address
from lms.doors.oidc.refusing import SUSPICIOUS, Refusal
from lms.doors.oidc.standing import check_standing, note_answer
from lms.doors.oidc.tokens import Claims
from lms.doors.partners import log
from lms.doors.partners.models import IN
from lms.kernel.permissions import Role, allow
from lms.people import sessions
from lms.people.letting_in import Opened, let_in
from lms.people.models import Person
from lms.people.throttling import Guesses
from lms.web.context import database, db, now, secret
from lms.web.redirects import safe_next
from lms.web.visitors import visitor

After = Callable[[OidcConnection, Begun, Claims], ResponseReturnValue]


@allow(Role.EVERYONE)
def ask_company() -> ResponseReturnValue:
    """Ask for the address, to find the company's own sign-in by its domain."""
    return render_template("oidc/company.html", form=AddressForm(next=safe_next(request.args.get("next")) or ""))


@allow(Role.EVERYONE)
def show_company() -> ResponseReturnValue:
    """Show the way in of an address's domain. Whether anybody has the address plays no part."""
    form = AddressForm()
    if not form.validate():
        return render_template("oidc/company.html", form=form), 422
    domain = form.email.data.strip().casefold().rpartition("@")[2]
    counts = (OidcDomain.held == domain, OidcConnection.active)
    found = db().scalar(select(OidcConnection).join(OidcDomain).where(*counts))
    return render_template("oidc/company.html", form=form, found=found, domain=domain, then=safe_next(form.next.data))


show_company.__dict__["only_reads"] = True


@allow(Role.EVERYONE)
def begin(connection: UUID) -> ResponseReturnValue:
    """Send somebody to their company's sign-in."""
    then = safe_next(request.args.get("next"))
    if visitor() is not None:
        return redirect(then or url_for("web.home"))
    found = connection_of(connection)
    if not found.active:
        return refused(found, Refusal("off"), is_noted=False)
    return sent_there(found, SIGN_IN, then or "")


@allow(Role.EVERYONE, checks_secret=True)
def callback(connection: UUID) -> ResponseReturnValue:
    """Take the provider's answer, from the browser that was sent there and once."""
    found = connection_of(connection)
    state = request.args.get("state", "")
    if not state or len(state) > LONGEST_STATE:
        return refused(found, Refusal("other-browser"), is_noted=False)
    guesses = Guesses(secret(), "oidc", request.remote_addr or "")
    try:
        begun = _reopened(connection, state, guesses)
        if begun.purpose != TRY and not found.active:
            raise Refusal("off")
        claims = _said(found, begun)
        answer = _AFTER[begun.purpose](found, begun, claims)
    except Refusal as refusal:
        if refusal.code in SUSPICIOUS:
            with database().writing() as session:
                guesses.count(session, now())
        answer = refused(found, refusal)
    response = current_app.make_response(answer)
    let_forget(response, state)
    return response


def _reopened(connection: UUID, state: str, guesses: Guesses) -> Begun:
    """Return what this browser began, however often others guess from its address; raise Refusal."""
    try:
        return flow.reopened(desk(), connection, kept_of(state), state)
    except Refusal:
        with database().reading() as session:
            is_shut = guesses.are_used_up(session, now())
        if is_shut:
            abort(429)
        raise


def _said(connection: OidcConnection, begun: Begun) -> Claims:
    was_down = check_standing(database(), connection, now())
    claims = flow.finish(desk(), connection, redirect_address(connection.id), begun, request.args)
    if was_down:
        note_answer(database(), connection, now())
    return claims


def _signed_in(connection: OidcConnection, begun: Begun, claims: Claims) -> ResponseReturnValue:
    opened = _open(connection.id, Known.of(connection, claims), session_there(connection, claims))
    return let_in(opened, begun.then)


def _open(connection: UUID, known: Known, there: str | None) -> Opened:
    try:
        return _open_once(connection, known, there)
    except IntegrityError:  # the same person came twice at their first sign-in: now they are known
        return _open_once(connection, known, there)


def _open_once(connection: UUID, known: Known, there: str | None) -> Opened:
    with database().writing() as session:
        found = session.get_one(OidcConnection, connection)
        person: Person = accounts.person_of(session, found, known, now())
        token = sessions.open_session(session, person, now(), door=DOOR, context=found.id, there=there)
        log.note(session, found.organisation_id, DOOR, IN, "sign-in", now(), partner=found.id, person=person.id)
    return Opened(token, person)


_AFTER: Final[dict[str, After]] = {SIGN_IN: _signed_in, LINK: linking.ask, TRY: trial.show}
