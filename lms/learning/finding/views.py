"""The page of the search."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from lms.catalog.search import LONGEST_QUERY
from lms.kernel.permissions import MEMBERS, allow
from lms.learning.finding.found import find
from lms.web.context import actor, db, secret
from lms.web.languages import language

EVERYTHING = "all"


@allow(*MEMBERS)
def search() -> ResponseReturnValue:
    """Find words in what I have read, in everything on my shelf when I ask for it, and in my own notes."""
    text = request.args.get("q", "").strip()
    everything = request.args.get("in") == EVERYTHING
    found = find(db(), actor(), text, language(), secret(), everything=everything)
    shown = text[:LONGEST_QUERY]
    return render_template("learning/search/search.html", found=found, text=shown, everything=everything)
