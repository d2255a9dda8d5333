"""Calendars as people use them: the page of one's own feed, the feed itself, and one date as a file."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.doors.calendar import composing, feeds, telling
from lms.doors.calendar.composing import Reader
from lms.doors.calendar.dates import DUE, MEETING, Dated, dates_of
from lms.doors.calendar.models import CalendarFeed
from lms.kernel.permissions import MEMBERS, NotFound, Role, allow
from lms.kernel.post import host_of
from lms.kernel.zones import zone_of
from lms.people.models import Organisation, Person
from lms.people.throttling import Guesses, Uses
from lms.web.context import actor, config, database, db, my, now, secret
from lms.web.forms import Confirmation
from lms.web.languages import LANGUAGES, speak

CALENDAR = "text/calendar; charset=utf-8"
A_MINUTE = 30
"""How often a minute one feed may be asked; calendars ask a few times a day."""
SECONDS = 900
SHOWN = 5
"""Dates that the page shows of the feed."""


@allow(*MEMBERS)
def mine() -> ResponseReturnValue:
    """Show whether my calendar reads my dates, what whoever has the address sees, and how to end it."""
    return _page(feeds.feed_of(db(), actor()))


@allow(*MEMBERS)
def make() -> ResponseReturnValue:
    """Give me a private address, or a new one that ends the old; it is shown this once."""
    if not Confirmation().validate():
        abort(400)
    token = feeds.make(db(), actor(), now())
    return _page(feeds.feed_of(db(), actor()), _address(url_for("calendar.feed", token=token)))


@allow(*MEMBERS)
def remove() -> ResponseReturnValue:
    """End my private address."""
    if not Confirmation().validate():
        abort(400)
    feeds.remove(db(), actor())
    flash(_("The address finds nothing any more. Take it out of your calendar too."))
    return redirect(url_for("calendar.mine"), 303)


@allow(*MEMBERS)
def due(assigned: UUID) -> ResponseReturnValue:
    """Give me one of my due dates as a file."""
    return _file(DUE, assigned)


@allow(*MEMBERS)
def meeting(meeting: UUID) -> ResponseReturnValue:
    """Give me one of my cohorts' meetings as a file."""
    return _file(MEETING, meeting)


@allow(Role.EVERYONE, checks_secret=True)
def feed(token: str) -> ResponseReturnValue:
    """Give a calendar the dates of the person whose private address it holds, whoever asks."""
    found = feeds.found(db(), token)
    if found is None:
        return _wrong_guess(token)
    kept, person, organisation, spoken = found
    if not _noted(kept, now()):
        abort(429)
    speak(spoken if spoken in LANGUAGES else "en")
    dates = dates_of(db(), person, now())
    entries = telling.entries_of(db(), person)
    if telling.is_news(entries, dates):
        with database().writing() as session:  # a transaction of its own: what asks only reads
            entries = telling.tell(session, person, dates, now())
    return _answer(composing.feed(_reader(person, organisation, places=False), dates, entries, now()))


def _noted(kept: CalendarFeed, at: datetime) -> bool:
    """Note that a calendar asks; False where it asks too often."""
    if feeds.is_noted(kept, at):
        return Uses(secret(), "calendar", kept.id, A_MINUTE).take(database(), at)
    with database().writing() as session:
        feeds.note_read(session, kept.id, at)
    return True


def _wrong_guess(token: str) -> ResponseReturnValue:
    """Count a guess; unknown, ended, or of somebody who has left: the answer is the same."""
    if not feeds.can_be(token):
        raise NotFound
    guesses = Guesses(secret(), "calendar", request.remote_addr or "")
    if guesses.are_used_up(db(), now()):
        abort(429)
    with database().writing() as session:
        guesses.count(session, now())
    raise NotFound


def _file(kind: str, source: UUID) -> ResponseReturnValue:
    person, organisation = _me()
    dated = next((each for each in dates_of(db(), person, now()) if each.key == (kind, source)), None)
    if dated is None:
        raise NotFound
    entries = telling.entries_of(db(), person)
    if telling.is_news(entries, [dated], whole=False):
        with database().writing() as session:  # as above
            entries = telling.tell(session, person, [dated], now(), whole=False)
    body = composing.file(_reader(person, organisation, places=True), dated, entries[dated.key])
    response = Response(body, content_type=CALENDAR)
    response.headers["Content-Disposition"] = f'attachment; filename="{kind}.ics"'
    return response


def _answer(body: bytes) -> Response:
    response = Response(body, content_type=CALENDAR)
    response.set_etag(sha256(body).hexdigest())
    response.headers["Cache-Control"] = f"private, max-age={SECONDS}"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.make_conditional(request)
    return response


def _page(kept: CalendarFeed | None, address: str | None = None) -> str:
    person, organisation = _me()
    dates = [each for each in dates_of(db(), person, now()) if _is_coming(each, now()) and not each.called_off]
    return render_template(
        "calendar/mine.html",
        feed=kept,
        address=address,
        subscribe=address and "webcal" + address.removeprefix("https").removeprefix("http"),
        dates=dates[:SHOWN],
        more=len(dates) - SHOWN,
        form=Confirmation(),
    )


def _is_coming(dated: Dated, at: datetime) -> bool:
    return dated.day >= at.date() if dated.day else dated.begins_at is not None and dated.begins_at >= at


def _me() -> tuple[Person, Organisation]:
    person = my(Person).where(Person.id == actor().person_id).one_or_404()
    return person, db().get_one(Organisation, person.organisation_id)


def _reader(person: Person, organisation: Organisation, *, places: bool) -> Reader:
    zone = zone_of(person.time_zone, organisation.time_zone)
    return Reader(config().base_url, host_of(config().base_url), zone, places)


def _address(path: str) -> str:
    """Return a path of ours below the address people type, wherever we are mounted."""
    return config().base_url + path.removeprefix(request.script_root)
