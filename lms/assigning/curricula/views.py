"""HR's pages of curricula: the list, the page on which one is changed, the preview, publishing."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.assigning.curricula import keeping, listing
from lms.assigning.curricula.arranging import act_of
from lms.assigning.curricula.changes import impact
from lms.assigning.curricula.document import Document
from lms.assigning.curricula.page import editing, name_of, shown, start_day
from lms.assigning.curricula.plan import Item, Plan, Section
from lms.assigning.curricula.planned import previewed
from lms.assigning.curricula.posted import LONGEST_TITLE, typed
from lms.assigning.curricula.reading import plan_of
from lms.assigning.curricula.shelf import minutes_of, offered, shelf
from lms.assigning.curricula.shipped.finding import offers
from lms.kernel.permissions import Role, allow
from lms.learning.plan_views import curriculum_page
from lms.web.context import actor, db, now, today
from lms.web.forms import Confirmation
from lms.web.visitors import signed_in_visitor

AFTERWARDS = {"publish": "curricula.publication", "preview": "curricula.preview"}
"""What a button of the page leads to once everything that stands there is kept."""
BACK_FOR = timedelta(minutes=30)
"""How long the list offers to bring back what was removed."""


@allow(Role.HR)
def every() -> ResponseReturnValue:
    """Show the curricula, or how one comes to be."""
    return _list()


def _list(error: str = "", status: int = 200) -> ResponseReturnValue:
    on_shelf = shelf(db(), actor())
    return render_template(
        "assigning/curricula/list.html",
        lines=listing.lines(db(), actor(), minutes_of(on_shelf.values())),
        shelf=on_shelf,
        offers=offers(on_shelf.values()),
        removed=listing.removed_since(db(), actor(), now() - BACK_FOR),
        error=error,
        title=request.form.get("title", "")[: LONGEST_TITLE * 2],
        form=Confirmation(),
    ), status


@allow(Role.HR)
def create() -> ResponseReturnValue:
    """Begin a curriculum: empty, or with every module on the shelf."""
    title = " ".join(request.form.get("title", "").split())
    if not title or len(title) > LONGEST_TITLE or not title.isprintable():
        return _list(_("Give it a title of at most %(most)d characters.", most=LONGEST_TITLE), 422)
    modules = offered(shelf(db(), actor())) if request.form.get("from") == "library" else ()
    section = Section(tuple(Item(module) for module in modules))
    document = Document({signed_in_visitor().organisation_language: title}, {}, (section,))
    made = keeping.create(db(), actor(), document, now())
    return redirect(url_for("curricula.edit", identity=made.id), 303)


@allow(Role.HR)
def edit(identity: UUID) -> ResponseReturnValue:
    """Show a curriculum with everything about it that can be changed."""
    return shown(editing(keeping.one(db(), actor(), identity)))


@allow(Role.HR)
def change(identity: UUID) -> ResponseReturnValue:
    """Keep what was typed, and do what a button says: each act keeps everything that stands on the page."""
    curriculum = keeping.one(db(), actor(), identity, hold=True)
    sent = typed(request.form, keeping.working(db(), curriculum))
    try:
        keeping.check_fresh(curriculum, _revision())
    except keeping.Stale:
        who = name_of(db(), actor(), curriculum.changed_by) or _("Somebody")
        return shown(editing(curriculum, sent.document, errors=sent.errors, others=who), 409)
    if sent.errors:
        return shown(editing(curriculum, sent.document, errors=sent.errors), 422)
    said = request.form.get("act", "")
    act = act_of(said)
    document = act(sent.document) if act else sent.document
    known = set(offered(shelf(db(), actor()))) | set(sent.document.plan.modules)
    keeping.change(db(), actor(), curriculum, document if set(document.plan.modules) <= known else sent.document, now())
    if said in AFTERWARDS:
        return redirect(url_for(AFTERWARDS[said], identity=identity, start=start_day()), 303)
    return _back(identity, _anchor(said))


def _revision() -> int:
    sent = request.form.get("revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < len("1234567890") else 0


def _anchor(said: str) -> str | None:
    verb, _colon, rest = said.partition(":")
    if verb in {"up", "down", "add", "put"}:
        return f"item-{rest.partition(':')[0][:36]}"
    return "sections" if verb else None


def _back(identity: UUID, anchor: str | None = None) -> ResponseReturnValue:
    start = start_day().isoformat()
    asked = None if start == today().isoformat() else start
    return redirect(url_for("curricula.edit", identity=identity, _anchor=anchor, start=asked), 303)


@allow(Role.HR)
def take_back(identity: UUID) -> ResponseReturnValue:
    """Take the last act back, or do it again."""
    curriculum = keeping.one(db(), actor(), identity, hold=True)
    keeping.take_back(db(), actor(), curriculum, now())
    return _back(identity, "sections")


@allow(Role.HR)
def preview(identity: UUID) -> ResponseReturnValue:
    """Show the curriculum as a learner who begins on that day sees it."""
    curriculum = keeping.one(db(), actor(), identity)
    given = previewed(curriculum, keeping.working(db(), curriculum), start_day())
    return curriculum_page(given, preview_of=url_for("curricula.edit", identity=identity))


@allow(Role.HR)
def publication(identity: UUID) -> ResponseReturnValue:
    """Show what publishing changes for those who have it."""
    return _publication(identity)


def _publication(identity: UUID, status: int = 200) -> ResponseReturnValue:
    page = editing(keeping.one(db(), actor(), identity))
    was = plan_of(db(), identity) if page.curriculum.published else Plan(())
    found = impact(db(), actor(), page.curriculum, was, page.document.plan)
    return render_template(
        "assigning/curricula/publication.html", page=page, impact=found, stale=status != 200, form=Confirmation()
    ), status


@allow(Role.HR)
def publish(identity: UUID) -> ResponseReturnValue:
    """Let people have the curriculum as it stands now; with problems, show them all."""
    curriculum = keeping.one(db(), actor(), identity, hold=True)
    try:
        keeping.check_fresh(curriculum, _revision())
        keeping.publish(db(), actor(), curriculum, signed_in_visitor().organisation_language, now())
    except keeping.Stale:
        return _publication(identity, 409)
    except keeping.Unfit:
        return shown(editing(curriculum), 422)
    flash(_("Published. It can be assigned now, and whoever has it sees it as it stands."))
    return _back(identity)


@allow(Role.HR)
def discard(identity: UUID) -> ResponseReturnValue:
    """Drop what waits to be published."""
    keeping.discard(actor(), keeping.one(db(), actor(), identity, hold=True), now())
    flash(_("It stands again as people have it."))
    return _back(identity)


@allow(Role.HR)
def copy(identity: UUID) -> ResponseReturnValue:
    """Begin another curriculum that holds the same."""
    curriculum = keeping.one(db(), actor(), identity)
    title = {code: _copied(words) for code, words in keeping.working(db(), curriculum).title.items()}
    made = keeping.copy(db(), actor(), curriculum, title, now())
    flash(_("This is the copy. Give it a title of its own."))
    return _back(made.id)


def _copied(title: str) -> str:
    said = _("Copy of %(title)s", title=title)
    return str(said)[:LONGEST_TITLE]


@allow(Role.HR)
def retire(identity: UUID) -> ResponseReturnValue:
    """Take it out of what can be assigned; who has it keeps it."""
    keeping.retire(db(), actor(), keeping.one(db(), actor(), identity, hold=True), True, now())
    flash(_("Retired: nobody new gets it, and whoever has it keeps it."))
    return _back(identity)


@allow(Role.HR)
def unretire(identity: UUID) -> ResponseReturnValue:
    """Let it be assigned again."""
    keeping.retire(db(), actor(), keeping.one(db(), actor(), identity, hold=True), False, now())
    flash(_("It can be assigned again."))
    return _back(identity)


@allow(Role.HR)
def remove(identity: UUID) -> ResponseReturnValue:
    """Remove a curriculum nobody was given; the list offers to bring it back."""
    curriculum = keeping.one(db(), actor(), identity, hold=True)
    try:
        keeping.remove(db(), actor(), curriculum, now())
    except keeping.InUse:
        page = editing(curriculum)
        return render_template("assigning/curricula/kept.html", page=page, form=Confirmation()), 409
    return redirect(url_for("curricula.every"), 303)


@allow(Role.HR)
def restore(identity: UUID) -> ResponseReturnValue:
    """Bring a removed curriculum back."""
    curriculum = keeping.one(db(), actor(), identity, removed=True, hold=True)
    keeping.restore(db(), actor(), curriculum, now())
    flash(_("It is back."))
    return _back(identity)
