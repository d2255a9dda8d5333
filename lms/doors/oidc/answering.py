"""The two answers that all pages of the door give: sent to the provider, or told why not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from lms.doors.oidc import flow
from lms.doors.oidc.models import DOOR, OidcConnection
from lms.doors.oidc.places import desk, have_kept, redirect_address
from lms.doors.oidc.refusing import Refusal
from lms.doors.oidc.standing import check_standing, note_trouble
from lms.doors.partners import log
from lms.doors.partners.models import FAILED, IN, REFUSED
from lms.kernel.permissions import NotFound
from lms.web.context import database, now
from lms.web.visitors import visitor


def sent_there(connection: OidcConnection, purpose: str, then: str = "", person: UUID | None = None) -> Response:
    """Return the answer that sends a browser to the provider, or says why that does not go."""
    try:
        check_standing(database(), connection, now())
        address, begun = flow.begin(desk(), connection, redirect_address(connection.id), purpose, then, person)
    except Refusal as refusal:
        return current_app.make_response(refused(connection, refusal))
    response = current_app.make_response(redirect(address, 302))
    have_kept(response, begun)
    return response


def refused(connection: OidcConnection, refusal: Refusal, *, is_noted: bool = True) -> ResponseReturnValue:
    """Return the page that says what to do; the log of the doors says what to mend, once for each trouble."""
    if is_noted and refusal.is_news:
        is_down = refusal.code == "slow"
        if is_down:
            note_trouble(database(), connection, refusal.detail, now())
        with force_locale("en"):
            told = f"{refusal.remedy} {refusal.detail}".strip()
        log.note_now(
            database(), connection.organisation_id, DOOR, IN, f"sign-in: {refusal.code}"[:40], now(),
            outcome=FAILED if is_down else REFUSED, partner=connection.id, told=told,
        )  # fmt: skip
    status = 503 if refusal.code == "slow" else 403
    return page("refused", refusal=refusal, connection=connection), status


def page(name: str, **values: Any) -> str:
    """Return a page at the address that a provider sent the browser to; choosing a language on it leads away from it.

    That address holds a code that was used.
    """
    elsewhere = url_for("people.sign_in" if visitor() is None else "people.me")
    return render_template(f"oidc/{name}.html", here=lambda: elsewhere, **values)


def connection_of(connection: UUID) -> OidcConnection:
    """Return a connection, detached, whoever asks; NotFound where there is none."""
    with database().reading() as session:
        found = session.get(OidcConnection, connection)
    if found is None:
        raise NotFound
    return found
