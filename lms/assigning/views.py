"""HR's page: exceptions first, then everybody."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.assigning.looking import note_look
from lms.assigning.progress import SHOWN, Wanted, lines, overview, titles
from lms.kernel.ids import read_id
from lms.kernel.permissions import NotFound, Role, allow
from lms.learning import completion
from lms.learning.in_hand import module_in_hand
from lms.web.context import actor, database, db, now, today


@allow(Role.HR)
def people() -> ResponseReturnValue:
    """Show who is where with one module."""
    modules = titles(db(), actor())
    wanted = Wanted(_shown(), request.args.get("q", "")[:100].strip(), _after())
    slug = request.args.get("module")
    chosen = next((pair for pair in modules if pair[0].slug == slug), modules[0] if modules and not slug else None)
    if chosen is None:
        if slug:
            raise NotFound
        return render_template("assigning/empty.html")
    note_look(database(), actor(), chosen[0].slug, now())
    found, following = lines(db(), actor(), chosen[0], wanted, today())
    return render_template(
        "assigning/people.html",
        modules=modules,
        module=chosen[0],
        title=chosen[1],
        overview=overview(db(), actor(), chosen[0], today()),
        lines=found,
        wanted=wanted,
        following=_address(chosen[0].slug, wanted, following) if following else None,
        rules=_rules(chosen[0].slug),
        at=now(),
        today=today(),
    )


def _rules(slug: str) -> list[completion.Line]:
    """Return what "finished" means: the words its learners read, with nobody's standing in them."""
    return completion.checklist(db(), actor(), replace(module_in_hand(db(), actor(), slug), enrolment=None))


def _shown() -> str:
    shown = request.args.get("show", "all")
    return shown if shown in SHOWN else "all"


def _after() -> tuple[str, str] | None:
    name, identity = request.args.get("after"), request.args.get("id", "")
    return (name, identity) if name and read_id(identity) else None


def _address(slug: str, wanted: Wanted, after: tuple[str, str]) -> str:
    return url_for("assigning.people", module=slug, show=wanted.shown, q=wanted.word, after=after[0], id=after[1])
