"""Signing out: here and then at the provider too, or at the provider and then here (Back-Channel Logout 1.0)."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, delete, or_, select

from lms.doors.oidc.answering import connection_of, refused
from lms.doors.oidc.flow import use_once
from lms.doors.oidc.models import DOOR, OidcConnection, OidcIdentity
from lms.doors.oidc.places import providers
from lms.doors.oidc.refusing import Refusal
from lms.doors.oidc.standing import check_standing
from lms.doors.oidc.tokens import LEEWAY, OLDEST, Claims, Expected, is_name, read_logout_token
from lms.doors.partners import log
from lms.doors.partners.models import IN
from lms.kernel.permissions import Role, allow
from lms.people.models import SignIn
from lms.people.throttling import Guesses
from lms.web.context import database, now, secret


@allow(Role.EVERYONE)
def left(connection: UUID) -> ResponseReturnValue:
    """Say that one is signed out here, and lead to the provider to sign out there."""
    found = connection_of(connection)
    return render_template("oidc/left.html", connection=found, there=_way_out(found))


@allow(Role.EVERYONE, checks_secret=True)
def signed_out_there(connection: UUID) -> ResponseReturnValue:
    """Take a provider's word that somebody signed out there, and end the sessions they opened through it."""
    found = connection_of(connection)
    token = request.form.get("logout_token", "")
    guesses = Guesses(secret(), "oidc sign-out", request.remote_addr or "")
    with database().reading() as session:
        is_shut = guesses.are_used_up(session, now())
    if not token or is_shut:
        return _answer(400)
    try:
        check_standing(database(), found, now())
        claims = read_logout_token(
            token,
            lambda kid, kind: providers().key(found.issuer, kid, kind, now()),
            Expected(found.issuer, found.client_id, now()),
        )
        _end(found, claims)
    except Refusal as refusal:
        if refusal.code != "slow":
            with database().writing() as session:
                guesses.count(session, now())
        refused(found, refusal)
        return _answer(400)
    return _answer(200)


signed_out_there.__dict__["only_reads"] = True


def session_there(connection: OidcConnection, claims: Claims) -> str | None:
    """Return what is kept of the name a provider gives its own session (`sid`): a hash; None where it gives none."""
    name = claims.get("sid")
    if not is_name(name):
        return None
    return sha256(f"{connection.organisation_id}\n{connection.issuer}\n{name}".encode()).hexdigest()


def _end(connection: OidcConnection, claims: Claims) -> None:
    with database().writing() as session:
        once = f"{connection.issuer}\n{claims['jti']}"
        if not use_once(session, once, now() + OLDEST + 2 * LEEWAY):
            raise Refusal("used")
        session.execute(delete(SignIn).where(SignIn.door == DOOR, *_meant(connection, claims)))
        log.note(session, connection.organisation_id, DOOR, IN, "signed out there", now(), partner=connection.id)


def _meant(connection: OidcConnection, claims: Claims) -> list[ColumnElement[bool]]:
    """Return which sessions are to end: a person's, those opened from one session there, or what is both.

    Where the provider named no session at the sign-in, a request with both means all of that person's.
    """
    named = session_there(connection, claims)
    meant: list[ColumnElement[bool]] = []
    if "sub" in claims:
        same = (
            OidcIdentity.organisation_id == connection.organisation_id,
            OidcIdentity.issuer == connection.issuer,
            OidcIdentity.subject == claims["sub"],
        )
        meant.append(SignIn.person_id.in_(select(OidcIdentity.person_id).where(*same)))
    if named is not None:
        opened_there = SignIn.there_hash == named
        meant.append(or_(opened_there, SignIn.there_hash.is_(None)) if meant else opened_there)
    return meant


def _way_out(connection: OidcConnection) -> str | None:
    """Return where one signs out at the provider, None where it offers nothing or does not answer."""
    try:
        check_standing(database(), connection, now())
        address = providers().provider(connection.issuer, now()).end_session_endpoint
    except Refusal:
        return None
    ours = urlencode({"client_id": connection.client_id})
    return f"{address}{'&' if '?' in address else '?'}{ours}" if address else None


def _answer(status: int) -> Response:
    return Response(status=status, headers={"Cache-Control": "no-store"})
