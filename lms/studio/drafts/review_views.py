"""A draft as somebody with a review link sees it: read only, without signing in, with room for remarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.kernel.permissions import NotFound, Role, allow
from lms.packs.clips import CAPTIONS_TYPE, CLIP_TYPES
from lms.packs.media import TYPES, Medium
from lms.packs.segments import HEAD, split
from lms.people.models import Organisation
from lms.people.throttling import Guesses, Uses
from lms.studio.drafts import comments, reviewing
from lms.studio.drafts.comment_views import unfit_words
from lms.studio.drafts.held import content_of
from lms.studio.drafts.models import Draft, ReviewLink
from lms.studio.drafts.paths import is_place, page_file
from lms.studio.pages.filling import DrawnPage, drawn
from lms.studio.pages.places import Place
from lms.web.context import database, db, now, secret
from lms.web.forms import Confirmation
from lms.web.languages import LANGUAGES, language, speak
from lms.web.ranges import in_ranges

MOST_ANSWERS = 50
MOST_TRIALS_A_MINUTE = 30
"""So often a quiz is scored for one link: as often as several reviewers together answer one."""


@dataclass(frozen=True)
class Shown(DrawnPage):
    """A page whose pictures and trials lie under the review link."""

    token: str = ""

    def media_at(self, name: str) -> str:
        """Return where a clip of the draft is shown."""
        return url_for("drafts.review_picture", token=self.token, name=name)

    @property
    def try_at(self) -> str:
        """Return where answers to a quiz are tried."""
        return url_for("drafts.review_page", token=self.token, page=self.place.page, language=self.place.language)

    def address_of(self, medium: Medium) -> str:
        """Return where a picture of the draft is shown."""
        return url_for("drafts.review_picture", token=self.token, name=medium.name)


@allow(Role.EVERYONE, checks_secret=True)
def review(token: str) -> ResponseReturnValue:
    """Lead a reviewer to the first page."""
    _link, draft = _found(token)
    place = _place(draft, None)
    return redirect(url_for("drafts.review_page", token=token, page=place.page, language=place.language))


@allow(Role.EVERYONE, checks_secret=True)
def page(token: str, page: str) -> ResponseReturnValue:
    """Show one page of the draft as a learner would see it."""
    return _page(token, page)


@allow(Role.EVERYONE, checks_secret=True)
def trial(token: str, page: str) -> ResponseReturnValue:
    """Show how the answers to a quiz of the page did. Nothing is kept."""
    link, _draft = _found(token)
    if not Uses(secret(), "review-trials", link.id, MOST_TRIALS_A_MINUTE).take(database(), now()):
        response = _page(token, page, error=_("That is much at once. Try again in a minute."), status=429)
        response.headers["Retry-After"] = "60"
        return response
    return _page(token, page, sent=request.form.to_dict())


def _page(
    token: str, page: str, *, sent: Mapping[str, str] | None = None, error: str = "", status: int = 200
) -> Response:
    link, draft = _found(token)
    place = _place(draft, page)
    organisation = db().get(Organisation, draft.organisation_id)
    found = drawn(place, organisation.currency if organisation is not None else "", sent=sent)
    shown = Shown(found.place, found.text, found.problems, found.notes, found.money, sent=found.sent, token=token)
    speak(place.language)
    html = render_template(
        "studio/drafts/review.html", draft=draft, place=place, drawn=shown, token=token, until=link.until,
        organisation=organisation.name if organisation is not None else "", error=error,
        parts=[each.part for each in split(place.path, place.text) if each.part != HEAD],
        remarks=[each for each in comments.remarks(db(), draft, link=link) if each.row.path == place.path],
        form=Confirmation(), sent=request.form,
    )  # fmt: skip
    return _private(make_response(html, status))


@allow(Role.EVERYONE, checks_secret=True)
def picture(token: str, name: str) -> ResponseReturnValue:
    """Give a picture, a clip or its captions; whatever is in it runs nowhere."""
    _link, draft = _found(token)
    path = f"modules/{draft.slug}/media/{name}"
    kind = {**TYPES, **CLIP_TYPES, ".vtt": CAPTIONS_TYPE}.get(PurePosixPath(name).suffix)
    content = content_of(db(), draft, path) if kind is not None and is_place(path) else None
    if content is None or kind is None:
        raise NotFound
    response = in_ranges(len(content), kind, lambda start, length: content[start : start + length])
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response.headers["Content-Disposition"] = "inline"
    return _private(response)


@allow(Role.EVERYONE, checks_secret=True)
def tried(token: str) -> ResponseReturnValue:
    """Take what is typed into a tool, and forget it."""
    _found(token)
    given = request.get_json(silent=True)
    known = [each for each in (given if isinstance(given, list) else [])[:MOST_ANSWERS] if isinstance(each, dict)]
    return {"saved": [{"id": each.get("id"), "revision": 1} for each in known], "conflicts": []}


@allow(Role.EVERYONE, checks_secret=True)
def remark(token: str, page: str) -> ResponseReturnValue:
    """Take a remark under the name that somebody types."""
    link, draft = _found(token)
    place = _place(draft, page)
    name = " ".join(request.form.get("name", "").split())
    if not 0 < len(name) <= comments.LONGEST_NAME or not name.isprintable():
        return _page(token, page, error=_("Tell your name, so that the author knows whom to ask."), status=422)
    part = request.form.get("part", "")
    where = (place.path, part if part in {each.part for each in split(place.path, place.text)} else "")
    try:
        reviewing.check_pace(db(), link, now())
        writer = comments.Writer(link_id=link.id, name=name)
        comments.add(db(), draft, writer, request.form.get("text", ""), now(), place=where)
    except comments.Unfit as unfit:
        return _page(token, page, error=unfit_words(unfit), status=422)
    except reviewing.TooMany:
        return _page(token, page, error=_("That is much at once. Write the next remark in an hour."), status=429)
    flash(_("Thank you. The author sees your remark."))
    return redirect(url_for("drafts.review_page", token=token, page=page, language=place.language), 303)


for _view in (trial, tried):
    _view.__dict__["only_reads"] = True  # nobody's save waits while a page is drawn for a stranger


def _found(token: str) -> tuple[ReviewLink, Draft]:
    """Return what the token opens; a wrong, ended or old one is not there, and guesses are counted."""
    found = reviewing.found(db(), token, now())
    if found is not None:
        return found
    if reviewing.can_be(token):
        guesses = Guesses(secret(), "review", request.remote_addr or "")
        if guesses.are_used_up(db(), now()):
            abort(429)
        db().rollback()  # of a POST it holds SQLite's one place to write, in which the guess is to be counted
        with database().writing() as session:
            guesses.count(session, now())
    raise NotFound


def _place(draft: Draft, page: str | None) -> Place:
    """Return a page of the draft in the language that was asked for, else in the reader's, else in one it has."""
    asked = request.args.get("language", "")
    wanted = dict.fromkeys((asked if asked in LANGUAGES else language(), language(), *LANGUAGES))
    for spoken in wanted:
        name = page or next(iter(_pages(draft, spoken)), None)
        if name is not None and page_file(draft.slug, spoken, name) in Place(draft, name, spoken).files:
            return Place(draft, name, spoken)
    raise NotFound


def _pages(draft: Draft, spoken: str) -> list[str]:
    return [name for name in Place(draft, "", spoken).pages if name]


def _private(response: Response) -> Response:
    """Keep what only the link opens out of caches and indexes, and the link out of other sites' logs."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
