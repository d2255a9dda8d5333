"""The trainer's home with the library below it, and the search through everything."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from lms.catalog.library import last_sync
from lms.catalog.search import LONGEST_QUERY
from lms.catalog.tool_shelf import shelf_versions
from lms.kernel.permissions import Role, allow
from lms.studio.analysis.stumbles import stumbles_of
from lms.studio.analysis.views import all_figures
from lms.studio.analysis.words import title_of
from lms.studio.library.drafts import latest, listed_drafts
from lms.studio.library.finding import find
from lms.studio.library.listing import listed
from lms.studio.library.wanted import DRAFT, Wanted
from lms.studio.working.stops import worst_stops
from lms.web.context import actor, db
from lms.web.languages import language


@allow(Role.TRAINER)
def library() -> ResponseReturnValue:
    """Show my drafts and what needs a look, and below them the library; with anything asked, the library alone."""
    wanted = Wanted.of(request.args)
    list_of = listed_drafts if wanted.state == DRAFT else listed
    found = list_of(db(), actor(), wanted, language())
    more = _home() if wanted.is_bare else {}
    return render_template("studio/library/home.html", wanted=wanted, found=found, **more)


@allow(Role.TRAINER)
def search() -> ResponseReturnValue:
    """Look for words in modules, pages, questions, tools and drafts."""
    text = "".join(sign for sign in request.args.get("q", "")[:LONGEST_QUERY] if sign.isprintable()).strip()
    found = find(db(), actor(), text, language())
    return render_template("studio/library/search.html", text=text, found=found)


def _home() -> dict[str, Any]:
    return {
        "drafts": latest(db(), actor()),
        "stumbles": stumbles_of(all_figures()),
        "stops": worst_stops(db(), actor(), language()),
        "told": title_of,
        "sync": last_sync(db()),
        "shelves": shelf_versions(db(), actor()),
    }
