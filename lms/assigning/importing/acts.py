"""What HR does with an import: choose a file, say what its columns are, apply, undo; and the files to download."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from flask import Response, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.assigning.importing import downloads, listing, ordering
from lms.assigning.importing.choosing import Chosen, ticks
from lms.assigning.importing.models import CHECKED
from lms.assigning.importing.ordering import NotNow
from lms.assigning.importing.portions import ShellHands
from lms.assigning.importing.refusing import Unreadable
from lms.assigning.importing.views import mapping_page, preview_page, start_page
from lms.kernel.clock import Clock
from lms.kernel.permissions import NotFound, Role, allow
from lms.web.context import actor, database, db, now

LARGEST_BODY = 25 * 1024 * 1024
"""What the route takes: enough above the limit that a file just over it is answered in words."""


@allow(Role.HR)
def upload() -> ResponseReturnValue:
    """Take a file and have it read."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return start_page(_("Choose a file first."), 422)
    hands = ShellHands(database(), cast(Clock, current_app.extensions["lms.clock"]))
    try:
        identity = ordering.upload(hands, actor().organisation_id, actor().person_id, sent.stream, sent.filename)
    except Unreadable as refused:
        return start_page(refused.text, 422)
    return _to(identity)


upload.__dict__["largest_body"] = LARGEST_BODY


@allow(Role.HR)
def choose_columns(identity: UUID) -> ResponseReturnValue:
    """Take what each column is, and have every row looked at."""
    found = listing.one(db(), actor(), identity)
    chosen = Chosen.sent(found, request.form)
    try:
        ordering.choose(db(), found, chosen.mapping, chosen.choices, now())
    except NotNow as refused:
        if refused.code in ("state", "gone"):
            return _instead(identity, refused)
        return mapping_page(found, chosen, refused.text, 422)
    return _to(identity)


@allow(Role.HR)
def apply(identity: UUID) -> ResponseReturnValue:
    """Have the import carried out."""
    found = listing.one(db(), actor(), identity)
    try:
        ordering.begin(db(), found, ticks(request.form), now(), actor().person_id)
    except NotNow as refused:
        return preview_page(found, refused.text, 422) if found.state == CHECKED else _instead(identity, refused)
    return _to(identity)


@allow(Role.HR)
def undo(identity: UUID) -> ResponseReturnValue:
    """Have the import taken back."""
    found = listing.one(db(), actor(), identity)
    try:
        ordering.take_back(db(), found, now(), actor().person_id)
    except NotNow as refused:
        return _instead(identity, refused)
    return _to(identity)


@allow(Role.HR)
def try_again(identity: UUID) -> ResponseReturnValue:
    """Go on with an import that has stopped."""
    found = listing.one(db(), actor(), identity)
    try:
        ordering.try_again(db(), found, now())
    except NotNow as refused:
        return _instead(identity, refused)
    return _to(identity)


@allow(Role.HR)
def errors(identity: UUID) -> ResponseReturnValue:
    """Return the rows with errors as CSV, with a column of what to do."""
    found = listing.one(db(), actor(), identity)
    return _file(downloads.errors(listing.errors(db(), actor(), found)), downloads.CSV, _("rows to mend"))


@allow(Role.HR)
def template(kind: str) -> ResponseReturnValue:
    """Return an empty list to fill in, as CSV or as a workbook."""
    if kind not in downloads.TEMPLATES:
        raise NotFound
    content, mime = downloads.TEMPLATES[kind]
    return _file(content(), mime, _("people"), kind)


def _file(content: bytes, mime: str, name: str, kind: str = "csv") -> Response:
    response = Response(content, mimetype=mime)
    response.headers.set("Content-Disposition", "attachment", filename=f"{name.replace(' ', '-')}.{kind}")
    return response


def _to(identity: UUID) -> ResponseReturnValue:
    return redirect(url_for("importing.page", identity=identity), 303)


def _instead(identity: UUID, refused: NotNow) -> ResponseReturnValue:
    """Show the import where it is now, and why the order was not carried out."""
    flash(refused.text)
    return _to(identity)
