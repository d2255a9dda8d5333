"""Visits that a platform opened: in whose frame their pages may stand, what they may reach, and how they end.

A launch makes somebody a learner here whatever they are otherwise, so nothing opens to it that would outlast it or
reach further: no other organisation, no way of signing in, no address of one's own calendar.
"""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, abort, current_app, render_template, request, session
from flask.typing import ResponseReturnValue

from lms.doors.lti.models import LtiPlatform
from lms.people.sessions import LAUNCHED
from lms.web import frames
from lms.web.visitors import visitor

ORIGINS, FRAMED = "lti_origins", "lti_framed"
"""What the signed form cookie keeps of a launch: the origins that may hold our pages, and whether one does."""
MOST: Final = 8
ROOMS: Final = frozenset(
    (
        "web", "catalog", "answers", "tools", "facts", "practice", "learning", "assessing", "drills", "recall",
        "assignments", "cohorts", "mirror", "certificates", "lti",
    )
)  # fmt: skip
DOORS: Final = frozenset(("people.me", "people.looked", "people.own_data", "people.prefer_language", "people.sign_out"))
SHUT: Final = frozenset(("practice.reports",))
_BROWSER: Final = "Mozilla/"
"""What every browser has called itself since the first, and hardly any program does."""


def install(app: Flask) -> None:
    """Put the barriers up, and the headers of pages in frames."""
    app.before_request(stay_inside)
    app.after_request(hold)
    frames.tell_by(app, in_frame)


def stay_inside() -> None:
    """Refuse whoever was launched what is not for them."""
    endpoint = request.endpoint
    if endpoint is None or (endpoint.partition(".")[0] in ROOMS and endpoint not in SHUT) or endpoint in DOORS:
        return
    who = visitor()
    if who is not None and who.door == LAUNCHED:
        abort(403)


def hold(response: Response) -> Response:
    """Let the platform of this visit hold the answer in a frame; nobody who is in none sees a page of ours there."""
    kept = session.get(ORIGINS)
    if kept and frames.is_framed() and _is_visit():
        frames.may_be_held_by(response, kept.split())
    return response


def remember(platform: LtiPlatform, return_url: str, *, framed: bool) -> None:
    """Keep, in the signed cookie of this visit, who may hold its pages."""
    session[ORIGINS] = " ".join(origins_of(platform, return_url))
    session[FRAMED] = framed


def origins_of(platform: LtiPlatform, return_url: str = "") -> list[str]:
    """Return the origins whose pages may hold ours: the platform's own, and those an administrator named."""
    own = (platform.issuer, platform.login_url, return_url, *platform.frame_origins.split())
    found = dict.fromkeys(origin for each in own if (origin := frames.origin_of(each)) is not None)
    return list(found)[:MOST]


def in_frame() -> bool:
    """Return whether the page in hand stands in a platform's frame, by what the browser says, else by the launch."""
    who = visitor()
    if who is None or who.door != LAUNCHED:
        return False
    told = request.headers.get("Sec-Fetch-Dest")
    return told in ("iframe", "frame") if told in ("iframe", "frame", "document") else bool(session.get(FRAMED))


def is_shown_in_frame(document_target: str) -> bool:
    """Return whether the launch in hand is answered in a frame; `document_target`: what the platform meant to do."""
    told = request.headers.get("Sec-Fetch-Dest")
    return told in ("iframe", "frame") if told is not None else document_target in ("iframe", "frame")


def is_in_foreign_frame() -> bool | None:
    """Return whether the page in hand stands in a frame of another site; None where a browser does not say.

    Safari said nothing before 16.4, nor do some views that apps embed, and nobody does over plain http but to this very
    machine. What is no browser at all stands in no frame.
    """
    dest, site = request.headers.get("Sec-Fetch-Dest"), request.headers.get("Sec-Fetch-Site")
    if dest is not None:
        return dest in ("iframe", "frame") and site == "cross-site"
    return None if _BROWSER in request.headers.get("User-Agent", "") else False


def when_over() -> ResponseReturnValue | None:
    """Say, in the frame, that the visit is over; its signed cookie is still there to know whose frame it is."""
    if ORIGINS not in session or not frames.is_framed():
        return None
    response = current_app.make_response((render_template("lti/over.html"), 401))
    frames.may_be_held_by(response, str(session[ORIGINS]).split())
    return response


def _is_visit() -> bool:
    who = visitor()
    return who is not None and who.door == LAUNCHED
