"""The page editor and the page as the learner sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.kernel.permissions import NotFound, Role, allow
from lms.packs.segments import base_of
from lms.studio.drafts.answering import kept, sent_base, typed
from lms.studio.drafts.files import FILE, Edit
from lms.studio.drafts.held import draft_or_404
from lms.studio.pages.filling import DrawnPage, drawn, media_address
from lms.studio.pages.kinds import kinds_of
from lms.studio.pages.pictures import spoken, told_pictures
from lms.studio.pages.places import Place, place_or_404
from lms.studio.pages.told import told_problems
from lms.studio.pages.wording import words
from lms.web.headers import POLICY
from lms.web.languages import LANGUAGES, language, local, speak
from lms.web.visitors import signed_in_visitor

MOST_ANSWERS = 50


@allow(Role.TRAINER)
def editor(draft: UUID, page: str, language: str) -> ResponseReturnValue:
    """Show a page to be written in place; without scripts its source text."""
    place = place_or_404(draft, page, language)
    found = drawn(place, signed_in_visitor().currency)
    html = render_template(
        "studio/pages/editor.html",
        draft=place.draft,
        place=place,
        drawn=found,
        base=base_of(place.text),
        page=_page(found),
        problems=told_problems(found),
        before=place.beside(-1),
        after=place.beside(1),
    )
    return _framing(html, "frame-src 'self'")


@allow(Role.TRAINER)
def save(draft: UUID, page: str, language: str) -> ResponseReturnValue:
    """Keep the whole source text, for a browser without scripts."""
    place = place_or_404(draft, page, language)
    edit = Edit(place.path, FILE, sent_base(place.path, FILE), typed("text"))
    back = url_for("pages.editor", draft=draft, page=page, language=language)
    return kept(place.draft, [edit], "written", back=back)


@allow(Role.TRAINER)
def live(draft: UUID, page: str, language: str) -> ResponseReturnValue:
    """Give the page as it reads now, and what is to be mended in it, each at its part."""
    place = place_or_404(draft, page, language)
    found = _drawn(place)
    problems = told_problems(found)
    speak(place.language)
    html = render_template("studio/pages/page.html", drawn=found, place=place)
    return {"html": html, "problems": problems, "parts": _parts(place), "pictures": told_pictures(place)}


@allow(Role.TRAINER)
def preview(draft: UUID, page: str) -> ResponseReturnValue:
    """Show a page as a learner will see it; `framed` without the line above, `phone` in a phone's width."""
    return _preview(_wanted(draft, page))


@allow(Role.TRAINER)
def trial(draft: UUID, page: str) -> ResponseReturnValue:
    """Show how the answers to a quiz of the page did. Nothing is kept."""
    return _preview(_wanted(draft, page))


@allow(Role.TRAINER)
def tried(draft: UUID) -> ResponseReturnValue:
    """Take what is typed into a tool of a preview, and forget it: the page behaves, and nothing is kept."""
    draft_or_404(draft)
    place_of_nothing = request.get_json(silent=True)
    sent = place_of_nothing if isinstance(place_of_nothing, list) else []
    known = [each for each in sent[:MOST_ANSWERS] if isinstance(each, dict)]
    return {"saved": [{"id": each.get("id"), "revision": 1} for each in known], "conflicts": []}


for _view in (trial, tried):
    _view.__dict__["only_reads"] = True  # nobody's save waits while a page is drawn


def _wanted(draft: UUID, page: str) -> Place:
    wanted = request.args.get("language", language())
    if wanted in LANGUAGES:
        return place_or_404(draft, page, wanted)
    raise NotFound


def _preview(place: Place) -> Response:
    found = _drawn(place, request.form if request.method == "POST" else None)
    speak(place.language)
    html = render_template(
        "studio/pages/preview.html",
        place=place,
        drawn=found,
        title=found.text.title if found.text is not None else gettext("Without a title"),
        framed=request.args.get("framed"),
        phone=request.args.get("phone"),
        before=place.beside(-1),
        after=place.beside(1),
    )
    return _framing(html, "frame-src 'self'", ancestors="'self'")


def _drawn(place: Place, sent: Mapping[str, str] | None = None) -> DrawnPage:
    return drawn(place, signed_in_visitor().currency, sent=sent)


def _framing(html: str, more: str, ancestors: str = "'none'") -> Response:
    """Return a page that may hold a frame of this site and, with other `ancestors`, be held in one."""
    answer = make_response(html)
    policy = POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {ancestors}")
    answer.headers["Content-Security-Policy"] = f"{policy}; {more}"
    return answer


def _parts(place: Place) -> list[dict[str, str]]:
    return [{"part": each.part, "base": each.base, "text": each.text} for each in place.segments]


def _page(found: DrawnPage) -> dict[str, Any]:
    """Return all that the editor's scripts need."""
    place, uses = found.place, found.uses
    names: dict[str, Any] = {"draft": place.draft.id, "page": place.page}
    return {
        "path": place.path,
        "text": place.text,
        "parts": _parts(place),
        "language": place.language,
        "kinds": kinds_of(place.companion),
        "uses": {
            kind: [[name, local(title) or name] for name, title in found] for kind, found in uses.choices().items()
        },
        "media": uses.media,
        "pictures": told_pictures(place),
        "spoken": spoken(place),
        "clips": uses.clips,
        "mediumAt": media_address(place, "NAME"),
        "mediaAt": media_address(place),
        "commentsAt": url_for("drafts.comments", draft=place.draft.id),
        "problems": told_problems(found),
        "live": url_for("pages.live", language=place.language, **names),
        "preview": url_for("pages.preview", language=place.language, **names),
        "words": words(),
    }
