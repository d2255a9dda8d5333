"""The list of people: found while one types, narrowed, ordered, saved as a view, and taken away as a file."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.assigning.curricula.choosing import published
from lms.assigning.looking import EVERYBODY, SOME, Reach, note_look
from lms.assigning.roster import acts, asking, choices, csv_file, listing, module_states, saving
from lms.assigning.roster.asking import Wanted, read_wanted
from lms.assigning.roster.forms import ViewForm
from lms.assigning.roster.listing import Asked
from lms.catalog.models import Module
from lms.kernel.ids import read_id
from lms.kernel.permissions import NotFound, Role, allow
from lms.learning import completion
from lms.learning.in_hand import module_in_hand
from lms.people.departments import named_tree
from lms.web.context import actor, database, db, now, today
from lms.web.streaming import NoTurn, come_back, sent_in_pieces
from lms.web.visitors import signed_in_visitor

PART = "X-Part"
"""The header with which a script asks for the list alone."""


@allow(Role.HR)
def people() -> ResponseReturnValue:
    """Show the people who are asked for; to a script that asks for it, the list alone."""
    wanted = wanted_here()
    modules = module_states.titles(db(), actor())
    asked = asked_with(wanted, modules)
    note_look(database(), actor(), wanted.module, now(), reach_of(wanted))
    found = listing.page(db(), asked)
    shown = {
        "asked": asked,
        "wanted": wanted,
        "page": found,
        "count": listing.count(db(), asked),
        "counted": listing.COUNTED,
        "asking": asking,
        "kinds": acts.offered(),
        "today": today(),
        "at": now(),
    }
    if request.headers.get(PART) == "list":
        return render_template("assigning/roster/list.html", **shown)
    return render_template("assigning/roster/people.html", **shown, **_around(asked, modules))


def _around(asked: Asked, modules: list[tuple[Module, dict[str, str]]]) -> dict[str, object]:
    """Return what stands round the list: filters, views, and the module in short."""
    organisation = actor().organisation_id
    module = asked.module
    return {
        "departments": named_tree(db(), organisation),
        "jobs": choices.jobs(db(), organisation),
        "locations": choices.locations(db(), organisation),
        "modules": modules,
        "curricula": published(db(), actor()),
        "views": saving.views(db(), actor()),
        "deleted_view": saving.deleted(db(), actor(), read_id(request.args.get("deleted", ""))),
        "view_form": ViewForm(),
        "title": next((title for each, title in modules if each is module), None),
        "overview": module_states.overview(db(), actor(), module, now(), asked.zone) if module else None,
        "rules": _rules(module.slug) if module else (),
    }


def _rules(slug: str) -> list[completion.Line]:
    """Return what "finished" means: the words its learners read, with nobody's standing in them."""
    return completion.checklist(db(), actor(), replace(module_in_hand(db(), actor(), slug), enrolment=None))


@allow(Role.HR)
def people_csv() -> ResponseReturnValue:
    """Give the list that is asked for as a file, read in short pieces while it is sent."""
    asked = asked_with(replace(wanted_here(), id=None), module_states.titles(db(), actor()))
    note_look(database(), actor(), asked.wanted.module, now(), reach_of(asked.wanted), taken=True)
    pieces = csv_file.pieces(database(), asked)
    try:
        return sent_in_pieces(pieces, actor().person_id, f"people-{today().isoformat()}.csv")
    except NoTurn as refused:
        return come_back(refused, url_for("roster.people", **asked.wanted.args()))


def reach_of(wanted: Wanted) -> Reach:
    """Return of whom a list was: everybody, a department or who has a curriculum, or some; and whether narrowed."""
    if wanted.is_everybody:
        return EVERYBODY
    if wanted.department is not None:
        return Reach("department", wanted.department, narrowed=not replace(wanted, department=None).is_everybody)
    if wanted.curriculum is not None:
        return Reach("curriculum", wanted.curriculum, narrowed=not replace(wanted, curriculum=None).is_everybody)
    return SOME


def wanted_here() -> Wanted:
    """Return what this request's address asks for."""
    return read_wanted(request.args, request.args.getlist("column"))


def asked_with(wanted: Wanted, modules: list[tuple[Module, dict[str, str]]]) -> Asked:
    """Return the list that is asked for; raise NotFound for a module that is not there."""
    chosen = next((module for module, _title in modules if module.slug == wanted.module), None)
    if wanted.module and chosen is None:
        raise NotFound
    return Asked(actor(), wanted, chosen, today(), now(), signed_in_visitor().company_zone)
